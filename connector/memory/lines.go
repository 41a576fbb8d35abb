package memory

import (
	"slices"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
)

// lineShape is the line part of a view laid over the table that holds the lines.
type lineShape struct {
	spec     *connector.Lines
	table    *Table
	parentAt []int // positions in the document of Parent's right sides
	childAt  []int // positions in the line of Parent's left sides
	keyAt    []int
	fields   []lineField
}

// lineField is where one field of a line comes from.
type lineField struct {
	at   int
	kind dictionary.Type
	join *joinShape // nil = the line's own table
}

// joinShape is a further table fields of a line come from.
type joinShape struct {
	table  *Table
	ownAt  []int // positions in the joined table
	lineAt []int // positions in the line
}

// families are the lines of documents by the values that bind them, in line order.
type families map[string][]*row

// lineShapeOf lays a view's lines over their tables.
func (s *System) lineShapeOf(profile string, document *shape) (*lineShape, error) {
	spec := document.view.Lines
	table, err := s.find(profile, spec.Object)
	if err != nil {
		return nil, err
	}
	l := &lineShape{spec: spec, table: table}
	left, right := sides(spec.Parent)
	if l.childAt, err = table.positions(left); err != nil {
		return nil, err
	}
	if l.parentAt, err = document.table.positions(right); err != nil {
		return nil, err
	}
	if l.keyAt, err = table.positions(spec.Key); err != nil {
		return nil, err
	}
	joins, err := s.joinShapesOf(profile, l)
	if err != nil {
		return nil, err
	}
	for i, name := range spec.Fields {
		f, err := l.field(name, joins)
		if err != nil {
			return nil, err
		}
		f.kind = typeAt(spec.Types, i, f.kind)
		l.fields = append(l.fields, f)
	}
	return l, nil
}

// joinShapesOf lays a view's joins over their tables.
func (s *System) joinShapesOf(profile string, l *lineShape) ([]*joinShape, error) {
	var joins []*joinShape
	for _, join := range l.spec.Joins {
		table, err := s.find(profile, join.Object)
		if err != nil {
			return nil, err
		}
		own, line := sides(join.On)
		j := &joinShape{table: table}
		if j.ownAt, err = table.positions(own); err != nil {
			return nil, err
		}
		if j.lineAt, err = l.table.positions(line); err != nil {
			return nil, err
		}
		joins = append(joins, j)
	}
	return joins, nil
}

// field finds a field of a line: in its own table, else in the joined ones in order.
func (l *lineShape) field(name string, joins []*joinShape) (lineField, error) {
	if at := l.table.def.position(name); at >= 0 {
		return lineField{at: at, kind: l.table.def.Fields[at].Type}, nil
	}
	for _, j := range joins {
		if at := j.table.def.position(name); at >= 0 {
			return lineField{at: at, kind: j.table.def.Fields[at].Type, join: j}, nil
		}
	}
	return lineField{}, tandem.Errorf(tandem.Schema, "%s has no field %q", l.table.def.Name, name)
}

// gather sorts all lines under their documents.
func (l *lineShape) gather() families {
	all := families{}
	for _, key := range l.table.keys {
		r := l.table.rows[key]
		if l.table.isGone(r) {
			continue
		}
		f := binding(r.values, l.childAt)
		all[f] = append(all[f], r)
	}
	for _, lines := range all {
		slices.SortStableFunc(lines, func(a, b *row) int { return compareKeys(l.lineKey(a.values), l.lineKey(b.values)) })
	}
	return all
}

// family returns the values of a document that bind its lines.
func (l *lineShape) family(document tandem.Record) string { return binding(document, l.parentAt) }

// lineKey orders the lines of one document and tells them apart.
func (l *lineShape) lineKey(line tandem.Record) tandem.Key { return tandem.Key(binding(line, l.keyAt)) }

// read writes the lines of one document as a view shows them.
func (l *lineShape) read(rows []*row) (tandem.Value, error) {
	lines := make([]tandem.Record, len(rows))
	for i, r := range rows {
		line := make(tandem.Record, len(l.fields))
		for j, f := range l.fields {
			v, ok := convert(f.of(r), f.kind)
			if !ok {
				return tandem.Value{}, tandem.Errorf(tandem.Invalid, "not %s", f.kind).At(l.table.def.Name + "." + l.spec.Fields[j])
			}
			line[j] = v
		}
		lines[i] = line
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, len(l.fields), lines))), nil
}

// of returns the field's value in a line; null where the joined row is not there.
func (f lineField) of(line *row) tandem.Value {
	if f.join == nil {
		return line.values[f.at]
	}
	wanted := binding(line.values, f.join.lineAt)
	for _, key := range f.join.table.keys {
		if r := f.join.table.rows[key]; binding(r.values, f.join.ownAt) == wanted && !f.join.table.isGone(r) {
			return r.values[f.at]
		}
	}
	return tandem.NullValue()
}

// newest returns the highest cursor value of each document's lines, of lines
// that were removed too: a document whose lines changed has changed.
func (l *lineShape) newest(kind tandem.Kind) map[string]int64 {
	if l.table.def.cursorKind() != kind {
		return nil
	}
	at, newest := l.table.def.position(l.table.def.Cursor), map[string]int64{}
	for _, rows := range []map[tandem.Key]*row{l.table.rows, l.table.removed} {
		for _, r := range rows {
			f := binding(r.values, l.childAt)
			newest[f] = max(newest[f], r.values[at].Int())
		}
	}
	return newest
}

// sides parts pairs of fields into their left and right halves.
func sides(pairs [][2]string) (left, right []string) {
	for _, pair := range pairs {
		left, right = append(left, pair[0]), append(right, pair[1])
	}
	return left, right
}

// binding is some values of a row in one text, equal where the values are.
func binding(values tandem.Record, at []int) string {
	var dst []byte
	for i, position := range at {
		dst = tandem.AppendKey(dst, values[position], i == 0)
	}
	return string(dst)
}
