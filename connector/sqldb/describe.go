package sqldb

import (
	"context"
	"strconv"
	"strings"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
)

// Describe lists tables and views with their columns and keys.
func (c *Conn) Describe(ctx context.Context, names ...string) (*dictionary.Dictionary, error) {
	if err := c.allowed(); err != nil {
		return nil, err
	}
	out := &dictionary.Dictionary{}
	if len(names) == 0 {
		tables, err := c.describe(ctx, c.at(c.cfg.profile), nil)
		if err != nil {
			return nil, err
		}
		for _, t := range tables {
			out.Objects = append(out.Objects, t.object())
		}
		return out, nil
	}
	// Names may point into different schemas: each is looked up where it belongs.
	for _, name := range names {
		t, err := c.learn(ctx, c.at(c.cfg.profile), name)
		if tandem.CodeOf(err) == tandem.Schema {
			continue // not there: not listed
		}
		if err != nil {
			return nil, err
		}
		o := t.object()
		o.Name = name
		out.Objects = append(out.Objects, o)
	}
	return out, nil
}

// at returns where the tables of a profile live; "" is the connection's own place.
func (c *Conn) at(profile string) tableName {
	if profile == "" {
		return tableName{schema: c.cfg.schema}
	}
	in := c.dialect.profile(profile)
	if in.schema == "" {
		in.schema = c.cfg.schema
	}
	return in
}

// table finds a view's table. Descriptions are kept: they are needed for every page.
func (c *Conn) table(ctx context.Context, view *connector.View, object string) (*table, error) {
	in := c.at(c.profile(view))
	in.name = object
	c.tablesLock.Lock()
	t, ok := c.tables[in]
	c.tablesLock.Unlock()
	if ok {
		return t, nil
	}
	return c.learn(ctx, in, object)
}

// learn describes a table and keeps the description.
func (c *Conn) learn(ctx context.Context, in tableName, name string) (*table, error) {
	in.name = name
	t, err := c.lookup(ctx, in, name)
	if err != nil {
		return nil, err
	}
	c.tablesLock.Lock()
	c.tables[in] = t
	c.tablesLock.Unlock()
	return t, nil
}

// profile is the company a view looks at.
func (c *Conn) profile(view *connector.View) string {
	if name := view.Options["profile"]; name != "" {
		return name
	}
	return c.cfg.profile
}

// forget drops what is known of the tables: one of them changed.
func (c *Conn) forget() {
	c.tablesLock.Lock()
	clear(c.tables)
	c.tablesLock.Unlock()
}

// lookup describes one table. A name with a point in it may be schema.table.
func (c *Conn) lookup(ctx context.Context, in tableName, name string) (*table, error) {
	in.name = ""
	t, err := c.lookupIn(ctx, in, name)
	if err != nil || t != nil {
		return t, err
	}
	if schema, rest, ok := strings.Cut(name, "."); ok {
		in.schema = schema
		if t, err = c.lookupIn(ctx, in, rest); err != nil || t != nil {
			return t, err
		}
	}
	return nil, tandem.Errorf(tandem.Schema, "there is no table or view %s, or no right to read it", name).At(name)
}

func (c *Conn) lookupIn(ctx context.Context, in tableName, name string) (*table, error) {
	tables, err := c.describe(ctx, in, []string{strings.ToLower(name)})
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		if t.name.name == name || t.shown == name {
			return t, nil
		}
	}
	// People write names in any case; one that fits is meant.
	if len(tables) == 1 {
		return tables[0], nil
	}
	return nil, nil //nolint:nilnil // not there is a proper answer
}

// describe asks the catalogue.
func (c *Conn) describe(ctx context.Context, in tableName, names []string) ([]*table, error) {
	ctx, cancel := c.bounded(ctx)
	defer cancel()
	d := describer{conn: c, in: in, byName: map[string]*table{}}
	query, args := c.dialect.tables(in, names)
	if err := d.each(ctx, query, args, d.table); err != nil {
		return nil, err
	}
	query, args = c.dialect.columns(in, names)
	if err := d.each(ctx, query, args, d.column); err != nil {
		return nil, err
	}
	query, args = c.dialect.keys(in, names)
	if err := d.each(ctx, query, args, d.index); err != nil {
		return nil, err
	}
	d.finish()
	return d.tables, nil
}

// describer puts the rows of the catalogue together.
type describer struct {
	conn    *Conn
	in      tableName
	tables  []*table
	byName  map[string]*table
	indexes []index
}

// index is a unique index as the catalogue lists it.
type index struct {
	table   *table
	name    string
	primary bool
	columns []string
}

func (d *describer) each(ctx context.Context, query string, args []any, do func(line []string)) error {
	lines, err := collect(ctx, d.conn.db, query, args...)
	if err != nil {
		return d.conn.fail(ctx, "", err)
	}
	for _, line := range lines {
		do(line)
	}
	return nil
}

func (d *describer) table(line []string) {
	name := strings.TrimRight(line[0], " ")
	t := &table{name: d.in, shown: d.shown(name), view: strings.TrimSpace(line[1]) == "v", readonly: line[3] == "0"}
	t.name.name = name
	t.rows, _ = strconv.ParseInt(line[2], 10, 64) // a count that is not known is 0
	d.tables = append(d.tables, t)
	d.byName[name] = t
}

func (d *describer) column(line []string) {
	t, ok := d.byName[strings.TrimRight(line[0], " ")]
	if !ok {
		return
	}
	number := func(s string, fallback int) int {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil {
			return fallback
		}
		return n
	}
	native := strings.TrimRight(line[1], " ")
	col := column{
		name: d.shown(native), native: native,
		base: strings.TrimSpace(line[2]), declared: strings.TrimSpace(line[3]),
		length: number(line[4], 0), precision: number(line[5], 0), scale: number(line[6], -1),
		nullable: line[7] == "1", defaulted: line[8] == "1", generated: line[9] == "1",
	}
	d.conn.dialect.classify(&col)
	t.columns = append(t.columns, col)
}

func (d *describer) index(line []string) {
	t, ok := d.byName[strings.TrimRight(line[0], " ")]
	if !ok {
		return
	}
	name := strings.TrimRight(line[1], " ")
	if n := len(d.indexes); n == 0 || d.indexes[n-1].table != t || d.indexes[n-1].name != name {
		d.indexes = append(d.indexes, index{table: t, name: name, primary: line[2] == "1"})
	}
	last := &d.indexes[len(d.indexes)-1]
	last.columns = append(last.columns, d.shown(strings.TrimRight(line[3], " ")))
}

// finish chooses the keys: the primary key, or the first unique index whose
// columns are never null.
func (d *describer) finish() {
	for i := range d.indexes {
		x := &d.indexes[i]
		x.table.unique = append(x.table.unique, x.columns)
		if len(x.columns) == 1 {
			if col, ok := x.table.column(x.columns[0]); ok {
				col.unique = true
			}
		}
		if x.primary || (x.table.key == nil && x.neverNull()) {
			x.table.key = x.columns
		}
	}
}

func (x *index) neverNull() bool {
	for _, name := range x.columns {
		if col, ok := x.table.column(name); !ok || col.nullable {
			return false
		}
	}
	return true
}

// shown is a name as people write it: where names without quotes mean upper
// case, those that are all upper case are shown in lower case.
func (d *describer) shown(name string) string {
	if d.conn.dialect.traits().foldsUpper && name == strings.ToUpper(name) {
		return strings.ToLower(name)
	}
	return name
}

// qualified is the table as SQL names it.
func (c *Conn) qualified(t tableName) string {
	text := c.dialect.quote(t.name)
	if t.schema != "" {
		text = c.dialect.quote(t.schema) + "." + text
	}
	if t.catalog != "" {
		if t.schema == "" {
			text = "." + text
		}
		text = c.dialect.quote(t.catalog) + "." + text
	}
	return text
}

// splitType takes "varchar(35)" or "decimal(10,2)" apart.
func splitType(declared string) (base string, length, precision, scale int) {
	base, rest, ok := strings.Cut(declared, "(")
	base = strings.TrimSpace(base)
	if !ok {
		return base, 0, 0, -1
	}
	inside, _, _ := strings.Cut(rest, ")")
	first, second, two := strings.Cut(inside, ",")
	n, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return base, 0, 0, -1
	}
	if !two {
		return base, n, n, 0
	}
	scale, err = strconv.Atoi(strings.TrimSpace(second))
	if err != nil {
		scale = -1
	}
	return base, 0, n, scale
}
