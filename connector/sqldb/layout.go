package sqldb

import (
	"context"
	"slices"
	"strings"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
)

// layout is a view prepared for one call: what to select, in which order, and
// how to read it.
type layout struct {
	conn     *Conn
	view     *connector.View
	table    *table
	source   string    // the table as SQL names it
	selected []*column // the view's fields first, then what else is needed
	decoders []decoder // of selected
	fields   int
	key      []int // positions within selected
	cursor   int   // -1 = none
	tomb     int   // -1 = none
	lines    *lineLayout
}

// layout checks a view against the table. What does not fit is looked up once
// more: their tables may have changed since they were described.
func (c *Conn) layout(ctx context.Context, view *connector.View) (*layout, error) {
	l, err := c.layoutAsKnown(ctx, view)
	if tandem.CodeOf(err) == tandem.Schema {
		c.forget()
		l, err = c.layoutAsKnown(ctx, view)
	}
	return l, err
}

func (c *Conn) layoutAsKnown(ctx context.Context, view *connector.View) (*layout, error) {
	t, err := c.table(ctx, view, view.Object)
	if err != nil {
		return nil, err
	}
	l := &layout{conn: c, view: view, table: t, source: c.qualified(t.name), fields: len(view.Fields), cursor: -1, tomb: -1}
	for i, name := range view.Fields {
		if _, err := l.add(name, typeAt(view.Types, i)); err != nil {
			return nil, err
		}
	}
	if err := l.extras(); err != nil {
		return nil, err
	}
	if view.Lines != nil {
		if l.lines, err = c.lineLayout(ctx, l); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func typeAt(types []dictionary.Type, i int) dictionary.Type {
	if i < len(types) {
		return types[i]
	}
	return ""
}

// extras selects key, cursor and tombstone where the fields do not hold them.
func (l *layout) extras() error {
	names := l.view.Key
	if len(names) == 0 {
		names = l.table.key
	}
	for _, name := range names {
		at, err := l.need(name)
		if err != nil {
			return err
		}
		l.key = append(l.key, at)
	}
	var err error
	if l.view.Cursor != "" {
		if l.cursor, err = l.need(l.view.Cursor); err != nil {
			return err
		}
	}
	if ts := l.view.Tombstone; ts != nil && ts.Column != "" {
		if l.tomb, err = l.need(ts.Column); err != nil {
			return err
		}
	}
	return nil
}

// need returns the position of a column, selecting it if it is not.
func (l *layout) need(name string) (int, error) {
	for i, field := range l.view.Fields {
		if field == name {
			return i, nil
		}
	}
	col, err := l.column(name)
	if err != nil {
		return 0, err
	}
	if at := slices.Index(l.selected, col); at >= 0 {
		return at, nil
	}
	return l.add(name, "")
}

func (l *layout) add(name string, want dictionary.Type) (int, error) {
	col, err := l.column(name)
	if err != nil {
		return 0, err
	}
	if want == "" {
		want = col.typ
	}
	l.selected = append(l.selected, col)
	l.decoders = append(l.decoders, l.conn.decoder(col, want))
	return len(l.selected) - 1, nil
}

func (l *layout) column(name string) (*column, error) {
	col, ok := l.table.column(name)
	if !ok {
		return nil, tandem.Errorf(tandem.Schema, "%s has no column %s", l.table.shown, name).At(l.table.shown + "." + name)
	}
	return col, nil
}

// ref is a column as SQL names it.
func (l *layout) ref(col *column) string { return l.conn.dialect.quote(col.native) }

// keyColumns are the columns of the key, in order.
func (l *layout) keyColumns() []*column {
	columns := make([]*column, len(l.key))
	for i, at := range l.key {
		columns[i] = l.selected[at]
	}
	return columns
}

// selectList is what stands between SELECT and WHERE.
func (l *layout) selectList() string {
	var b strings.Builder
	b.WriteString("SELECT ")
	for i, col := range l.selected {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(l.conn.dialect.read(col, l.ref(col)))
	}
	b.WriteString(" FROM ")
	b.WriteString(l.source)
	return b.String()
}

// appendKey makes the key of a row out of the values of its key columns.
func (l *layout) appendKey(dst []byte, values tandem.Record) []byte {
	for i, v := range values {
		dst = tandem.AppendKey(dst, v, i == 0)
	}
	return dst
}

// keyArgs takes a key apart into arguments for its columns.
func (l *layout) keyArgs(key tandem.Key) ([]tandem.Value, error) {
	if len(l.key) == 0 {
		return nil, tandem.Errorf(tandem.Config, "%s has no key", l.table.shown).At(l.table.shown)
	}
	parts := []string{string(key)}
	if len(l.key) > 1 {
		parts = key.Parts()
	}
	if len(parts) != len(l.key) {
		return nil, tandem.Errorf(tandem.Invalid, "a key of %s has %d parts, this one has %d", l.table.shown, len(l.key), len(parts)).At(key.String())
	}
	values := make([]tandem.Value, len(parts))
	for i, part := range parts {
		v, ok := keyPart(l.selected[l.key[i]], part)
		if !ok {
			return nil, tandem.Errorf(tandem.NotFound, "no row of %s has such a key", l.table.shown).At(key.String())
		}
		values[i] = v
	}
	return values, nil
}

// keyPart reads one part of a key as the value it was made of.
func keyPart(col *column, part string) (tandem.Value, bool) {
	switch col.typ {
	case dictionary.Integer:
		if n, ok := tandem.IntegerPart(part); ok {
			return tandem.IntegerValue(n), true
		}
		return tandem.ParseInteger(part)
	case dictionary.Decimal:
		if n, ok := tandem.IntegerPart(part); ok && part[0] < ' ' {
			return tandem.IntegerValue(n), true
		}
		return tandem.ParseDecimal(part)
	case dictionary.Date:
		return tandem.ParseDate(part)
	case dictionary.Instant:
		return tandem.ParseInstant(part, nil)
	case dictionary.Bool:
		return tandem.ParseBool(part)
	case dictionary.Bytes:
		return decodeBase64(part)
	default:
		return tandem.TextValue(part), true
	}
}
