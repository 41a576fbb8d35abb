package sqldb

import (
	"context"
	"strings"

	"tandem"
	"tandem/connector"
)

// Get reads rows by key. The view's filter is not applied: whoever asks for a
// row wants to know that it is there.
func (c *Conn) Get(ctx context.Context, view *connector.View, keys []tandem.Key) (*tandem.Page, error) {
	if err := c.allowed(); err != nil {
		return nil, err
	}
	l, err := c.layout(ctx, view)
	if err != nil {
		return nil, err
	}
	if len(l.key) == 0 {
		return nil, errKeyless
	}
	r := newReader(l)
	if err := r.get(ctx, keys); err != nil {
		return nil, err
	}
	return r.page, r.finish(ctx)
}

// get reads rows by key onto the page, some hundred to a statement.
func (r *reader) get(ctx context.Context, keys []tandem.Key) error {
	r.page.Grow(len(keys))
	size := max(r.conn.dialect.traits().inList/max(len(r.key), 1)/2, 1)
	for len(keys) > 0 {
		n := min(size, len(keys))
		s, err := r.byKeys(keys[:n])
		if err != nil {
			return err
		}
		if s.text != "" {
			if err := r.whole(ctx, s); err != nil {
				return err
			}
		}
		keys = keys[n:]
	}
	return nil
}

// byKeys is the statement that reads rows by key; "" when no row can have such a key.
func (r *reader) byKeys(keys []tandem.Key) (statement, error) {
	var sets [][]tandem.Value
	for _, key := range keys {
		values, err := r.keyArgs(key)
		if tandem.CodeOf(err) == tandem.NotFound {
			continue
		}
		if err != nil {
			return statement{}, err
		}
		sets = append(sets, values)
	}
	if len(sets) == 0 {
		return statement{}, nil
	}
	b := r.conn.builder()
	b.write(r.selectList(), " WHERE ", r.oneOf(b, r.keyColumns(), sets))
	if b.err != nil {
		// A key that does not fit its column is not there; the others are still wanted.
		if len(keys) == 1 {
			return statement{}, nil
		}
		return statement{}, placed(b.err, r.table.shown, keys[0])
	}
	return b.statement(), nil
}

// oneOf is the condition that columns have the values of one of the sets.
func (l *layout) oneOf(b *builder, columns []*column, sets [][]tandem.Value) string {
	refs := make([]string, len(columns))
	for i, col := range columns {
		refs[i] = l.ref(col)
	}
	return b.oneOf(refs, columns, sets)
}

func (b *builder) oneOf(refs []string, columns []*column, sets [][]tandem.Value) string {
	t := b.conn.dialect.traits()
	if len(columns) == 1 {
		values := make([]tandem.Value, len(sets))
		for i, set := range sets {
			values[i] = set[0]
		}
		if t.anyArray && len(values) > 1 {
			return refs[0] + " = ANY(" + b.array(columns[0], values) + ")"
		}
		return b.equal(refs[0], columns[0], values...)
	}
	parts := make([]string, len(sets))
	if t.tuples {
		for i, set := range sets {
			marks := make([]string, len(columns))
			for j, col := range columns {
				marks[j] = b.value(col, set[j])
			}
			parts[i] = "(" + strings.Join(marks, ", ") + ")"
		}
		return "(" + strings.Join(refs, ", ") + ") IN (" + strings.Join(parts, ", ") + ")"
	}
	for i, set := range sets {
		equal := make([]string, len(columns))
		for j, col := range columns {
			equal[j] = b.equal(refs[j], col, set[j])
		}
		parts[i] = "(" + strings.Join(equal, " AND ") + ")"
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

// array adds values as one argument in PostgreSQL's notation for arrays: a
// statement then reads the same whatever their number.
func (b *builder) array(col *column, values []tandem.Value) string {
	args := make([]any, len(values))
	for i, v := range values {
		arg, err := b.conn.dialect.bind(col, v, b.conn.cfg.zone)
		if err != nil && b.err == nil {
			b.err = err
		}
		args[i] = arg
	}
	return b.placeholder(arrayText(args))
}

// arrayText writes arguments as PostgreSQL's text form of an array.
func arrayText(args []any) string {
	var text strings.Builder
	text.WriteByte('{')
	for i, arg := range args {
		if i > 0 {
			text.WriteByte(',')
		}
		if arg == nil {
			text.WriteString("NULL")
			continue
		}
		text.WriteByte('"')
		for _, octet := range encodeArg(arg) {
			if octet == '"' || octet == '\\' {
				text.WriteByte('\\')
			}
			text.WriteByte(octet)
		}
		text.WriteByte('"')
	}
	text.WriteByte('}')
	return text.String()
}

// Find reads rows whose field has one of the values.
func (c *Conn) Find(ctx context.Context, view *connector.View, field string, values []tandem.Value) (*tandem.Page, error) {
	if err := c.allowed(); err != nil {
		return nil, err
	}
	l, err := c.layout(ctx, view)
	if err != nil {
		return nil, err
	}
	if len(l.key) == 0 {
		return nil, errKeyless
	}
	col, err := l.column(field)
	if err != nil {
		return nil, err
	}
	found := newReader(l)
	for size := c.dialect.traits().inList / 2; len(values) > 0; {
		n := min(size, len(values))
		s, err := found.byValues(col, values[:n])
		if err != nil {
			return nil, err
		}
		if err := found.whole(ctx, s); err != nil {
			return nil, err
		}
		values = values[n:]
	}
	return found.page, found.finish(ctx)
}

func (r *reader) byValues(col *column, values []tandem.Value) (statement, error) {
	b := r.conn.builder()
	sets := make([][]tandem.Value, 0, len(values))
	null := false
	for _, v := range values {
		if v.IsNull() {
			null = true
			continue
		}
		sets = append(sets, []tandem.Value{v})
	}
	var parts []string
	if len(sets) > 0 {
		parts = append(parts, r.oneOf(b, []*column{col}, sets))
	}
	if null {
		parts = append(parts, r.ref(col)+" IS NULL")
	}
	b.write(r.selectList(), " WHERE ", strings.Join(parts, " OR "))
	if b.err != nil {
		return statement{}, b.err
	}
	return b.statement(), nil
}
