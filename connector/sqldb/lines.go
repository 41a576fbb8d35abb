package sqldb

import (
	"context"
	"slices"
	"strings"

	"tandem"
	"tandem/connector"
)

// lineLayout is how the lines of a view's documents are read.
type lineLayout struct {
	view     *connector.Lines
	source   string       // the table of lines with its joins
	sources  []string     // the same for who follows a table: lines that have a row there
	table    *table       // of the lines
	tables   []*table     // it and those joined to it
	parents  []lineColumn // what points at the document
	fields   []lineColumn
	order    []lineColumn
	owner    []int // positions within the document's selected columns
	decoders []decoder
	tomb     *lineColumn // lines may bear the tombstone of their documents; nil = they do not
}

// lineColumn is a column of the table of lines or of one joined to it.
type lineColumn struct {
	*column

	ref   string
	table int // 0 = the table of lines, n = the nth join
}

// lineAliases name the table of lines and what is joined to it.
func lineAlias(n int) string { return "l" + strings.Repeat("j", n) }

func (c *Conn) lineLayout(ctx context.Context, l *layout) (*lineLayout, error) {
	v := l.view.Lines
	tables := make([]*table, 0, 1+len(v.Joins))
	for _, object := range append([]string{v.Object}, joined(v)...) {
		t, err := c.table(ctx, l.view, object)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	f := lineFinder{conn: c, tables: tables, objects: append([]string{v.Object}, joined(v)...)}
	ll := &lineLayout{view: v, table: tables[0], tables: tables}
	for _, pair := range v.Parent {
		ll.parents = append(ll.parents, f.find(pair[0]))
		at, err := l.need(pair[1])
		if err != nil {
			return nil, err
		}
		ll.owner = append(ll.owner, at)
	}
	for i, name := range v.Fields {
		col := f.find(name)
		ll.fields = append(ll.fields, col)
		if f.err == nil {
			want := typeAt(v.Types, i)
			if want == "" {
				want = col.typ
			}
			ll.decoders = append(ll.decoders, c.decoder(col.column, want))
		}
	}
	for _, name := range v.Key {
		ll.order = append(ll.order, f.find(name))
	}
	ll.source = f.from(v, 0)
	for i := range tables {
		ll.sources = append(ll.sources, f.from(v, i))
	}
	if ts := l.view.Tombstone; ts != nil && ts.Column != "" {
		if _, ok := tables[0].column(ts.Column); ok {
			col := f.find(ts.Column)
			ll.tomb = &col
		}
	}
	return ll, f.err
}

func joined(v *connector.Lines) []string {
	names := make([]string, len(v.Joins))
	for i, j := range v.Joins {
		names[i] = j.Object
	}
	return names
}

// lineFinder finds columns among the table of lines and its joins.
type lineFinder struct {
	conn    *Conn
	tables  []*table
	objects []string
	err     error
}

// find looks for a column in the table of lines, then in the joined tables in
// order. "sorels.forderqty" says which.
func (f *lineFinder) find(name string) lineColumn {
	for i, t := range f.tables {
		rest, qualified := strings.CutPrefix(name, f.objects[i]+".")
		col, ok := t.column(name)
		if !ok && qualified {
			col, ok = t.column(rest)
		}
		if ok {
			d := f.conn.dialect
			return lineColumn{column: col, table: i, ref: d.quote(lineAlias(i)) + "." + d.quote(col.native)}
		}
	}
	if f.err == nil {
		f.err = tandem.Errorf(tandem.Schema, "%s has no column %s", strings.Join(f.objects, " and "), name).At(f.objects[0] + "." + name)
	}
	return lineColumn{column: &column{}}
}

// from names the table of lines with what is joined to it. Who follows a joined
// table needs a row there: told so, any database can begin with that table's index.
func (f *lineFinder) from(v *connector.Lines, followed int) string {
	d := f.conn.dialect
	var b strings.Builder
	b.WriteString(f.conn.qualified(f.tables[0].name) + " " + d.quote(lineAlias(0)))
	for i, j := range v.Joins {
		alias := d.quote(lineAlias(i + 1))
		if i+1 != followed {
			b.WriteString(" LEFT")
		}
		b.WriteString(" JOIN " + f.conn.qualified(f.tables[i+1].name) + " " + alias + " ON ")
		for k, pair := range j.On {
			if k > 0 {
				b.WriteString(" AND ")
			}
			col, ok := f.tables[i+1].column(pair[0])
			if !ok {
				f.find(j.Object + "." + pair[0]) // notes the error
				col = &column{}
			}
			b.WriteString(alias + "." + d.quote(col.native) + " = " + f.find(pair[1]).ref)
		}
	}
	return b.String()
}

// owners are the values by which the rows of a page own their lines.
type owners struct {
	values []tandem.Value
	width  int
}

func (o *owners) reset() { o.values = o.values[:0] }

func (o *owners) add(row tandem.Record, positions []int) {
	o.width = len(positions)
	for _, at := range positions {
		o.values = append(o.values, row[at])
	}
}

// skip adds a row that has no lines.
func (o *owners) skip(width int) {
	o.width = width
	for range width {
		o.values = append(o.values, tandem.Value{})
	}
}

func (o *owners) of(row int) []tandem.Value { return o.values[row*o.width : (row+1)*o.width] }

// ownerKey writes the values that tie lines to a document as one text, whatever their types on either side.
func ownerKey(dst []byte, values []tandem.Value) []byte {
	for _, v := range values {
		dst = append(v.Append(dst), 0)
	}
	return dst
}

// finish completes a page: its documents get their lines.
func (r *reader) finish(ctx context.Context) error {
	if r.lines == nil || r.page.Len() == 0 {
		return nil
	}
	g := lineGroups{reader: r, byOwner: map[string]int{}}
	sets := g.collect()
	size := max(r.conn.dialect.traits().inList/max(r.owners.width, 1)/2, 1)
	for chunk := range slices.Chunk(sets, size) {
		if err := g.read(ctx, chunk); err != nil {
			return err
		}
	}
	g.hand()
	return nil
}

// lineGroups gathers lines by document.
type lineGroups struct {
	*reader

	byOwner map[string]int
	lines   [][]tandem.Record
	faults  []error
	buf     []byte
}

// collect makes a group for each document and returns what they own lines by.
func (g *lineGroups) collect() [][]tandem.Value {
	var sets [][]tandem.Value
	for i := range g.page.Len() {
		values := g.owners.of(i)
		if g.page.IsGone(i) || slices.ContainsFunc(values, tandem.Value.IsEmpty) {
			continue
		}
		g.buf = ownerKey(g.buf[:0], values)
		if _, ok := g.byOwner[string(g.buf)]; !ok {
			g.byOwner[string(g.buf)] = len(sets)
			sets = append(sets, values)
		}
	}
	g.lines = make([][]tandem.Record, len(sets))
	g.faults = make([]error, len(sets))
	return sets
}

// read reads the lines of some documents.
func (g *lineGroups) read(ctx context.Context, sets [][]tandem.Value) error {
	q, err := g.query(sets)
	if err != nil {
		return err
	}
	ctx, cancel := g.conn.bounded(ctx)
	defer cancel()
	result, err := g.from.query(ctx, q.text, q.args)
	if err != nil {
		return g.conn.readError(ctx, g.layout.lines.table.shown, err)
	}
	ll := g.layout.lines
	owner := make([]tandem.Value, len(ll.parents))
	parents := make([]decoder, len(ll.parents))
	for i, col := range ll.parents {
		// Read as the document's column is, so that both write the same.
		parents[i] = g.decoders[ll.owner[i]]
		parents[i].form, parents[i].padded = col.form, col.padded
	}
	for result.next() {
		cells := result.cells()
		for i := range parents {
			owner[i], _ = parents[i].decode(&g.arena, cells[i]) // what cannot be read belongs to no document
		}
		g.buf = ownerKey(g.buf[:0], owner)
		if at, ok := g.byOwner[string(g.buf)]; ok {
			g.line(at, cells[len(parents):])
		}
	}
	if err := result.close(); err != nil {
		return g.conn.readError(ctx, ll.table.shown, err)
	}
	return nil
}

// line adds a line to a document's.
func (g *lineGroups) line(at int, cells [][]byte) {
	ll := g.layout.lines
	record := make(tandem.Record, len(ll.decoders))
	for i := range ll.decoders {
		v, err := ll.decoders[i].decode(&g.arena, cells[i])
		if err != nil {
			g.faults[at] = placed(err, ll.table.shown, "")
			return
		}
		record[i] = v
	}
	g.lines[at] = append(g.lines[at], record)
}

func (g *lineGroups) query(sets [][]tandem.Value) (statement, error) {
	ll, d, b := g.layout.lines, g.conn.dialect, g.conn.builder()
	var list, refs, order []string
	var columns []*column
	for _, col := range ll.parents {
		list = append(list, d.read(col.column, col.ref))
		refs, columns = append(refs, col.ref), append(columns, col.column)
	}
	for _, col := range ll.fields {
		list = append(list, d.read(col.column, col.ref))
	}
	for _, col := range ll.order {
		order = append(order, col.ref)
	}
	b.write("SELECT ", strings.Join(list, ", "), " FROM ", ll.source, " WHERE ", b.oneOf(refs, columns, sets))
	if ll.tomb != nil {
		mark := b.value(ll.tomb.column, tandem.TextValue(g.view.Tombstone.Value))
		b.write(" AND (", ll.tomb.ref, " <> ", mark, " OR ", ll.tomb.ref, " IS NULL)")
	}
	if len(order) > 0 {
		b.write(" ORDER BY ", strings.Join(order, ", "))
	}
	return b.statement(), b.err
}

// hand writes the lines into their documents.
func (g *lineGroups) hand() {
	width := len(g.layout.lines.decoders)
	for i := range g.page.Len() {
		if g.page.IsGone(i) || hasFault(g.page, i) {
			continue
		}
		var lines []tandem.Record
		g.buf = ownerKey(g.buf[:0], g.owners.of(i))
		if at, ok := g.byOwner[string(g.buf)]; ok {
			if err := g.faults[at]; err != nil {
				clear(g.page.Row(i))
				g.page.Fault(i, placed(err, g.table.shown, g.page.Keys[i]))
				continue
			}
			lines = g.lines[at]
		}
		g.buf = tandem.AppendLines(g.buf[:0], width, lines)
		g.page.Row(i)[g.fields] = tandem.ListValue(g.arena.copy(g.buf))
	}
}

func hasFault(p *tandem.Page, row int) bool {
	for _, f := range p.Faults {
		if f.Row == row {
			return true
		}
	}
	return false
}
