package store

import (
	"context"
	"strings"
	"sync"

	"tandem"
)

// layout is a shape resolved against the tables of an account.
type layout struct {
	table   *table
	columns []*column // by position; nil where the lines stand
	at      []int     // of each column of the table: its position; -1 = none
	list    int       // position of the lines; -1 = none
	lines   []*column // by position within a line
	custom  bool      // some column is a custom field
	whole   func() *writeLayout
}

// mostLayouts bounds how many layouts of a table are kept.
const mostLayouts = 256

// layouts keeps the layouts of a table: programs ask for the same few again and again.
type layouts struct {
	mu    sync.Mutex
	known map[string]*layout
}

// of returns the layout of a shape, made on first need.
func (l *layouts) of(shape *tandem.Shape, resolve func(*tandem.Shape) (*layout, error)) (*layout, error) {
	var space [1024]byte
	name := space[:0]
	for _, field := range shape.Fields {
		name = append(append(name, field...), ' ')
	}
	for _, field := range shape.LineFields {
		name = append(append(name, '|'), field...)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if lay, ok := l.known[string(name)]; ok {
		return lay, nil
	}
	lay, err := resolve(shape)
	if err != nil {
		return nil, err
	}
	if l.known == nil || len(l.known) >= mostLayouts {
		l.known = map[string]*layout{}
	}
	l.known[string(name)] = lay
	return lay, nil
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
	return t.layouts.of(shape, t.resolve)
}

func (t *table) resolve(shape *tandem.Shape) (*layout, error) {
	lay := &layout{table: t, columns: make([]*column, len(shape.Fields)), at: make([]int, len(t.columns)), list: -1}
	lay.whole = sync.OnceValue(lay.insertAll)
	for i := range lay.at {
		lay.at[i] = -1
	}
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
		lay.at[c.place] = i
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
