package memory

import (
	"cmp"
	"slices"

	"tandem"
)

// replace makes the encoded lines the lines of a document. Lines that stay keep
// what the view does not show. All of them are checked before any is written.
func (l *lineShape) replace(document tandem.Record, encoded tandem.Value) error {
	lines, err := encoded.Lines()
	if err != nil {
		return tandem.Errorf(tandem.Invalid, "the lines cannot be read").At(l.table.def.Name).Because(err)
	}
	present := l.gather()[l.family(document)]
	old := map[tandem.Key]*row{}
	for _, r := range present {
		old[l.lineKey(r.values)] = r
	}
	next := make([]*row, len(lines))
	kept := map[tandem.Key]bool{}
	for i, line := range lines {
		if next[i], err = l.line(document, line, int64(i+1), old); err != nil {
			return err
		}
		if kept[next[i].key] {
			return tandem.Errorf(tandem.Invalid, "two lines have the key %s", next[i].key).At(l.table.def.Name)
		}
		kept[next[i].key] = true
	}
	leaving := slices.DeleteFunc(slices.Clone(present), func(r *row) bool { return kept[r.key] })
	for _, r := range leaving {
		if err := l.table.unreferenced(r, nil); err != nil {
			return err
		}
	}
	for _, r := range leaving {
		if err := l.table.remove(r); err != nil {
			return err
		}
	}
	for _, r := range next {
		if r != l.table.rows[r.key] {
			l.table.place(r)
		}
	}
	return nil
}

// line makes the next version of one line; it is the present row where nothing changed.
func (l *lineShape) line(document, line tandem.Record, number int64, old map[tandem.Key]*row) (*row, error) {
	if len(line) != len(l.fields) {
		return nil, tandem.Errorf(tandem.Invalid, "a line has %d values, not %d", len(l.fields), len(line)).At(l.table.def.Name)
	}
	values := l.table.blank()
	if err := l.lay(values, line); err != nil {
		return nil, err
	}
	for i, at := range l.childAt {
		values[at] = document[l.parentAt[i]]
	}
	l.numberLine(values, number)
	present, ok := old[l.lineKey(values)]
	if !ok {
		if g := l.table.def.Generated; g != "" && values[l.table.def.position(g)].IsNull() {
			l.table.generate(values, g, 0)
		}
		return l.table.finishRow(values)
	}
	values = append(tandem.Record(nil), present.values...)
	if err := l.lay(values, line); err != nil {
		return nil, err
	}
	if equal(values, present.values) {
		return present, nil
	}
	return l.table.finishRow(values)
}

// lay writes a line's own fields over values; those of joined tables are theirs
// to keep, null key fields are numbered.
func (l *lineShape) lay(values, line tandem.Record) error {
	for i, f := range l.fields {
		if f.join != nil || line[i].IsAbsent() || (line[i].IsNull() && l.isKey(f.at)) {
			continue
		}
		v, ok := convert(line[i], l.table.def.Fields[f.at].Type)
		if !ok {
			return tandem.Errorf(tandem.Invalid, "%q is not %s", line[i], l.table.def.Fields[f.at].Type).At(l.table.def.Name + "." + l.spec.Fields[i])
		}
		values[f.at] = v.Clone()
	}
	return nil
}

// isKey reports whether a position is part of the line's key.
func (l *lineShape) isKey(at int) bool {
	return slices.Contains(l.keyAt, at)
}

// numberLine gives a line without a key its place in the document.
func (l *lineShape) numberLine(values tandem.Record, number int64) {
	for _, at := range l.keyAt {
		name := l.table.def.Fields[at].Name
		if values[at].IsNull() && name != l.table.def.Generated {
			values[at] = l.table.numbered(name, number, l.table.def.Fields[at].Length)
		}
	}
}

func equal(a, b tandem.Record) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func compareKeys(a, b tandem.Key) int { return cmp.Compare(a, b) }
