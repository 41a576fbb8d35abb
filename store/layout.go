package store

import (
	"context"
	"strings"

	"tandem"
)

// layout is a shape resolved against the tables of an account.
type layout struct {
	table   *table
	columns []*column // by position; nil where the lines stand
	list    int       // position of the lines; -1 = none
	lines   []*column // by position within a line
	custom  bool      // some column is a custom field
}

// layout resolves a shape. A field that is not known may be a custom one that
// another process has added, so it is looked for once more.
func (s *Store) layout(ctx context.Context, account int64, shape *tandem.Shape) (*layout, error) {
	m, err := s.model(ctx, account)
	if err != nil {
		return nil, err
	}
	lay, err := m.layout(shape)
	if tandem.CodeOf(err) != tandem.Schema {
		return lay, err
	}
	if m, err = s.reloadModel(ctx, account); err != nil {
		return nil, err
	}
	return m.layout(shape)
}

func (m *model) layout(shape *tandem.Shape) (*layout, error) {
	t, ok := m.tables[shape.Object]
	if !ok {
		return nil, tandem.Errorf(tandem.Usage, "there is no object %q", shape.Object)
	}
	return t.layout(shape)
}

func (t *table) layout(shape *tandem.Shape) (*layout, error) {
	lay := &layout{table: t, columns: make([]*column, len(shape.Fields)), list: -1}
	for i, name := range shape.Fields {
		if t.lines != nil && name == t.listAt {
			lay.list = i
			continue
		}
		c, ok := t.column(name)
		if !ok {
			return nil, unknownField(t.name, name)
		}
		lay.columns[i] = c
		lay.custom = lay.custom || c.custom
	}
	if lay.list < 0 {
		return lay, nil
	}
	return lay, lay.resolveLines(shape.LineFields)
}

// resolveLines finds the columns of lines. No fields named means all of them.
func (lay *layout) resolveLines(names []string) error {
	t := lay.table.lines
	if len(names) == 0 {
		names = t.object.FieldNames()
	}
	for _, name := range names {
		c, ok := t.column(name)
		if !ok {
			return unknownField(t.name, name)
		}
		lay.lines = append(lay.lines, c)
	}
	return nil
}

func unknownField(object, name string) error {
	return tandem.Errorf(tandem.Schema, "%s has no field %q", object, name).At(object + "." + name)
}

// selection writes the columns a record is read from: id, version, those of
// the layout, and the custom fields together as the last.
func (lay *layout) selection() string {
	var b strings.Builder
	b.WriteString("r.id, r.version")
	for _, c := range lay.columns {
		if c != nil && !c.custom {
			b.WriteString(", r.")
			b.WriteString(quote(c.name))
		}
	}
	if lay.custom {
		b.WriteString(", r.custom")
	}
	return b.String()
}

// read fills a record from a row of the selection, behind id and version.
func (lay *layout) read(r row, record tandem.Record, a *arena) error {
	for i, c := range lay.columns {
		if c != nil && !c.custom {
			record[i] = r.value(c.kind, a)
		}
	}
	if !lay.custom {
		return nil
	}
	return readCustom(r.text(), lay.columns, record)
}
