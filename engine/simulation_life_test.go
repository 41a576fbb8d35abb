package engine

import (
	"fmt"

	"tandem"
	"tandem/connector/memory"
)

// life is what people do, on our side and on the others, and what must be
// remembered of it: which things exist that nobody deleted, and which edit was
// made in sight of which value.
type life struct {
	w     *world
	door  *Engine
	tags  int
	texts int

	born    map[string]string // tag -> where somebody made it: "" ours, else the system
	killed  map[string]bool   // somebody deleted it somewhere
	ousted  map[string]bool   // values that somebody saw and replaced
	edits   map[string]int    // how often a thing was edited in other systems
	refused int
}

func newLife(w *world) *life {
	return &life{w: w, born: map[string]string{}, killed: map[string]bool{}, ousted: map[string]bool{}, edits: map[string]int{}}
}

// act lets one person do one thing somewhere.
func (l *life) act() {
	w := l.w
	if w.busy {
		return
	}
	w.busy = true
	defer func() { w.busy = false }()
	if l.door == nil {
		l.door = w.newEngine(w.store, nil)
	}
	if where := w.rand.IntN(len(w.remotes) + 1); where < len(w.remotes) {
		l.actThere(w.remotes[where])
	} else {
		l.actHere()
	}
}

func (l *life) newTag() string {
	l.tags++
	return fmt.Sprintf("T%d", l.tags)
}

// value draws a value for a field: mostly one that was never seen before, so
// that it can be traced.
func (l *life) value(f simulatedField) tandem.Value {
	r := l.w.rand
	l.texts++
	switch {
	case f.values != nil:
		return tandem.TextValue(pick(r, "active", "hold", "inactive"))
	case !f.required && chance(r, 0.15):
		return tandem.NullValue()
	case f.kind == "integer":
		return tandem.IntegerValue(int64(l.texts))
	default:
		return tandem.TextValue(fmt.Sprintf("%s %d", f.ours, l.texts))
	}
}

// replaced notes that somebody saw one value and wrote another.
func (l *life) replaced(field, tag string, before, after tandem.Value) {
	if !before.IsEmpty() && before != after {
		l.ousted[traceOf(field, tag, before)] = true
	}
}

func traceOf(field, tag string, v tandem.Value) string { return field + "/" + tag + "/" + v.String() }

// fill puts a value that has been seen nowhere into some fields of a row of theirs.
func (l *life) fill(m *remote, point string, row memory.Row, before memory.Row) {
	for _, f := range fieldsOf(point) {
		if before != nil && !chance(l.w.rand, 0.3) {
			continue
		}
		v := l.value(f)
		switch {
		case f.reference != "":
			v = l.anyKey(m, f)
			if v.IsAbsent() {
				continue
			}
		case f.values != nil:
			v = tandem.TextValue(f.values[v.Text()])
		case v.IsNull() && !f.nullable:
			v = tandem.TextValue("")
		}
		row[f.theirs] = v
		if before != nil {
			l.replaced(f.ours, before["tag"].Text(), before[f.theirs], v)
		}
	}
	if len(row) > 1 {
		row["changed"] = tandem.InstantOf(l.w.clock())
	}
}

// anyKey draws a company to point at.
func (l *life) anyKey(m *remote, f simulatedField) tandem.Value {
	rows := m.tables[f.reference].Rows()
	if !f.required && (len(rows) == 0 || chance(l.w.rand, 0.3)) {
		return tandem.NullValue()
	}
	if len(rows) == 0 {
		return tandem.Value{}
	}
	return rows[l.w.rand.IntN(len(rows))]["id"]
}

// actThere does something in another system.
func (l *life) actThere(m *remote) {
	point := pick(l.w.rand, companies, people)
	rows := m.tables[point].Rows()
	switch {
	case len(rows) == 0 || chance(l.w.rand, 0.3):
		l.createThere(m, point, l.newTag())
	case chance(l.w.rand, 0.2):
		l.removeThere(m, point, rows[l.w.rand.IntN(len(rows))])
	default:
		before := rows[l.w.rand.IntN(len(rows))]
		row := memory.Row{"id": before["id"]}
		l.fill(m, point, row, before)
		_, err := m.tables[point].Put(row)
		l.w.must(err)
		l.edits[before["tag"].Text()]++
		l.w.tellf("%s: somebody edits %s %s (%s): %v", m.name, point, before["id"], before["tag"], row)
	}
}

func (l *life) createThere(m *remote, point, tag string) {
	row := memory.Row{"tag": tandem.TextValue(tag)}
	l.fill(m, point, row, nil)
	if _, ok := row["company"]; point == people && !ok {
		return // there is no company to belong to
	}
	key, err := m.tables[point].Put(row)
	l.w.must(err)
	l.w.tellf("%s: somebody creates %s %s: %v", m.name, point, key, row)
	l.born[tag] = m.name
}

func (l *life) removeThere(m *remote, point string, row memory.Row) {
	if point == companies {
		for _, table := range m.tables {
			for _, other := range table.Rows() {
				if other["company"] == row["id"] || other["above"] == row["id"] {
					return // somebody still needs it
				}
			}
		}
	}
	l.w.must(m.tables[point].Remove(tandem.KeyOf(row["id"])))
	l.w.tellf("%s: somebody deletes %s %s (%s)", m.name, point, row["id"], row["tag"])
	l.killed[row["tag"].Text()] = true
}

// actHere does something with our own records, through the one door.
func (l *life) actHere() {
	point := pick(l.w.rand, companies, people)
	rows := l.w.ours(point)
	switch {
	case len(rows.IDs) == 0 || chance(l.w.rand, 0.3):
		l.createHere(point, l.newTag())
	case chance(l.w.rand, 0.2):
		l.removeHere(point, rows, l.w.rand.IntN(len(rows.IDs)))
	default:
		l.editHere(point, rows, l.w.rand.IntN(len(rows.IDs)))
	}
}

// write goes through the door and reports whether it was let through.
func (l *life) write(point string, edit Edit) (int64, bool) {
	written, err := l.door.Write(l.w.ctx, 1, tandem.Actor{Origin: tandem.ByPerson, Name: "agent", Role: tandem.Agent}, objectOf(point), []Edit{edit})
	l.w.must(err)
	if err := written[0].Err; err != nil {
		if code := tandem.CodeOf(err); code != tandem.Forbidden {
			l.w.failf("an edit of %s %d was refused: %v", objectOf(point), edit.ID, err)
		}
		l.refused++
		return 0, false
	}
	return written[0].ID, true
}

func (l *life) createHere(point, tag string) {
	edit := Edit{Op: tandem.Create, Fields: []FieldValue{{"external_number", tandem.TextValue(tag)}}}
	for _, f := range fieldsOf(point) {
		v := l.value(f)
		if f.reference != "" {
			if v = l.anyID(f); v.IsAbsent() {
				return
			}
		}
		edit.Fields = append(edit.Fields, FieldValue{f.ours, v})
	}
	if id, ok := l.write(point, edit); ok {
		l.w.tellf("ours: somebody creates %s %d (%s): %v", point, id, tag, edit.Fields)
		l.born[tag] = ""
	}
}

func (l *life) editHere(point string, rows *tandem.Rows, at int) {
	edit := Edit{Op: tandem.Update, ID: rows.IDs[at]}
	before := map[string]tandem.Value{}
	for i, f := range fieldsOf(point) {
		if !chance(l.w.rand, 0.3) {
			continue
		}
		v := l.value(f)
		if f.reference != "" {
			if v = l.anyID(f); v.IsAbsent() {
				continue
			}
		}
		edit.Fields = append(edit.Fields, FieldValue{f.ours, v})
		before[f.ours] = rows.Row(at)[i+1]
	}
	if len(edit.Fields) == 0 {
		return
	}
	if _, ok := l.write(point, edit); ok {
		tag := rows.Row(at)[0].Text()
		l.w.tellf("ours: somebody edits %s %d (%s): %v", point, edit.ID, tag, edit.Fields)
		for _, f := range edit.Fields {
			l.replaced(f.Field, tag, before[f.Field], f.Value)
		}
	}
}

func (l *life) removeHere(point string, rows *tandem.Rows, at int) {
	id := rows.IDs[at]
	if point == companies {
		for _, other := range []string{companies, people} {
			children := l.w.ours(other)
			last := len(fieldsOf(other))
			for i := range children.IDs {
				if children.Row(i)[last].Int() == id {
					return // somebody still needs it
				}
			}
		}
	}
	if _, ok := l.write(point, Edit{Op: tandem.Delete, ID: id}); ok {
		l.w.tellf("ours: somebody deletes %s %d (%s)", point, id, rows.Row(at)[0])
		l.killed[rows.Row(at)[0].Text()] = true
	}
}

// anyID draws a customer of ours to point at.
func (l *life) anyID(f simulatedField) tandem.Value {
	rows := l.w.ours(f.reference)
	if !f.required && (len(rows.IDs) == 0 || chance(l.w.rand, 0.3)) {
		return tandem.NullValue()
	}
	if len(rows.IDs) == 0 {
		return tandem.Value{}
	}
	return tandem.ReferenceValue(rows.IDs[l.w.rand.IntN(len(rows.IDs))])
}

// ours reads all our records of a point: the tag, then the fields of fieldsOf.
func (w *world) ours(point string) *tandem.Rows {
	shape := &tandem.Shape{Object: objectOf(point), Fields: []string{"external_number"}}
	for _, f := range fieldsOf(point) {
		shape.Fields = append(shape.Fields, f.ours)
	}
	var rows, all tandem.Rows
	all.Reset(len(shape.Fields))
	// A lane without links leaves none out.
	lane := tandem.Lane{Account: 1, Point: 1 << 30, Object: shape.Object}
	for after := int64(0); ; after = rows.IDs[len(rows.IDs)-1] {
		rows.Reset(len(shape.Fields))
		w.must(w.store.Unlinked(w.ctx, lane, shape, after, 1000, &rows))
		if len(rows.IDs) == 0 {
			return &all
		}
		for i, id := range rows.IDs {
			copy(all.Append(id, rows.Versions[i]), rows.Row(i))
		}
	}
}
