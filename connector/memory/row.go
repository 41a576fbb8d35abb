package memory

import (
	"slices"
	"strconv"
	"strings"

	"tandem"
	"tandem/dictionary"
)

// live returns the row with that key unless it is a tombstone.
func (t *Table) live(key tandem.Key) (*row, bool) {
	r, ok := t.rows[key]
	return r, ok && !t.isGone(r)
}

// isGone reports whether the row is a tombstone.
func (t *Table) isGone(r *row) bool {
	if t.def.Tombstone == nil || t.def.Tombstone.Column == "" {
		return false
	}
	return r.values[t.def.position(t.def.Tombstone.Column)].String() == t.def.Tombstone.Value
}

// blank makes the values of a row about which nothing was said.
func (t *Table) blank() tandem.Record {
	values := make(tandem.Record, len(t.def.Fields))
	for i := range values {
		values[i] = tandem.NullValue()
		if t.def.Fields[i].Default && t.def.Fields[i].Name != t.def.Generated {
			values[i] = t.system.zero(t.def.Fields[i].Type)
		}
	}
	return values
}

// zero is what the system fills in where a field has a default.
func (s *System) zero(of dictionary.Type) tandem.Value {
	switch of.Kind() {
	case tandem.Text:
		return tandem.TextValue("")
	case tandem.Integer:
		return tandem.IntegerValue(0)
	case tandem.Decimal:
		return tandem.DecimalValue(0, 0)
	case tandem.Bool:
		return tandem.BoolValue(false)
	case tandem.Date:
		return tandem.DateOf(s.options.Clock().UTC())
	case tandem.Instant:
		return tandem.InstantOf(s.options.Clock())
	default:
		return tandem.NullValue()
	}
}

// keyOf makes the key of a row.
func (t *Table) keyOf(values tandem.Record) tandem.Key {
	var dst []byte
	for i, name := range t.def.Key {
		dst = tandem.AppendKey(dst, values[t.def.position(name)], i == 0)
	}
	return tandem.Key(dst)
}

// generate numbers a key field; text is padded with zeros to width characters.
func (t *Table) generate(values tandem.Record, field string, width int) {
	t.number++
	values[t.def.position(field)] = t.numbered(field, t.number, width)
}

// numbered writes a number as the field holds it.
func (t *Table) numbered(field string, n int64, width int) tandem.Value {
	f, _ := t.def.Field(field)
	if f.Type.Kind() == tandem.Integer {
		return tandem.IntegerValue(n)
	}
	digits := strconv.FormatInt(n, 10)
	return tandem.TextValue(strings.Repeat("0", max(0, width-len(digits))) + digits)
}

// highest returns the highest number in a key field. What stands in an open
// transaction counts: whoever takes the same number waits for it, and is refused.
func (t *Table) highest(field string) int64 {
	at, highest := t.def.position(field), int64(0)
	look := func(r *row) {
		if n, ok := tandem.ParseInteger(r.values[at].String()); ok {
			highest = max(highest, n.Int())
		}
	}
	for _, r := range t.rows {
		look(r)
	}
	for _, p := range t.system.pending {
		if p.table == t {
			look(p.row)
		}
	}
	return highest
}

// finishRow stamps and checks values and makes a row of them.
func (t *Table) finishRow(values tandem.Record) (*row, error) {
	if t.def.Cursor != "" {
		values[t.def.position(t.def.Cursor)] = t.system.tick(t.def.cursorKind())
	}
	t.pad(values)
	r := &row{key: t.keyOf(values), values: values}
	return r, t.check(r)
}

// pad fills fixed-width columns up with blanks.
func (t *Table) pad(values tandem.Record) {
	for i, f := range t.def.Fields {
		if f.Padded && values[i].Kind() == tandem.Text {
			text := values[i].Text()
			values[i] = tandem.TextValue(text + strings.Repeat(" ", max(0, f.Length-characters(text))))
		}
	}
}

// place makes r the present version of its row.
func (t *Table) place(r *row) {
	if old, ok := t.rows[r.key]; ok {
		t.unindex(old)
	} else {
		at, _ := slices.BinarySearch(t.keys, r.key)
		t.keys = slices.Insert(t.keys, at, r.key)
	}
	t.rows[r.key] = r
	delete(t.removed, r.key)
	for field, taken := range t.unique {
		if v := r.values[t.def.position(field)]; !v.IsNull() {
			taken[v] = r.key
		}
	}
	if t.def.Generated != "" {
		if n, ok := tandem.ParseInteger(r.values[t.def.position(t.def.Generated)].String()); ok {
			t.number = max(t.number, n.Int())
		}
	}
}

// remove deletes a row the way the table does: a mark, a line in a log, or
// nothing. Whether others refer to it was asked before.
func (t *Table) remove(r *row) error {
	values := slices.Clone(r.values)
	if t.def.Cursor != "" {
		values[t.def.position(t.def.Cursor)] = t.system.tick(t.def.cursorKind())
	}
	tomb := t.def.Tombstone
	if tomb != nil && tomb.Column != "" {
		field, _ := t.def.Field(tomb.Column)
		mark, ok := convert(tandem.TextValue(tomb.Value), field.Type)
		if !ok {
			return tandem.Errorf(tandem.Config, "%s.%s cannot hold the mark %q", t.def.Name, tomb.Column, tomb.Value)
		}
		values[t.def.position(tomb.Column)] = mark
		t.place(&row{key: r.key, values: values})
		return nil
	}
	t.unindex(r)
	delete(t.rows, r.key)
	if at, ok := slices.BinarySearch(t.keys, r.key); ok {
		t.keys = slices.Delete(t.keys, at, at+1)
	}
	t.removed[r.key] = &row{key: r.key, values: values}
	if tomb != nil && tomb.Log != "" {
		return t.logRemoved(r)
	}
	return nil
}

// logRemoved writes the key of a deleted row into the table that lists them.
func (t *Table) logRemoved(r *row) error {
	log, err := t.system.find(t.def.Profile, t.def.Tombstone.Log)
	if err != nil {
		return err
	}
	values := log.blank()
	for _, name := range t.def.Key {
		values[log.def.position(name)] = r.values[t.def.position(name)]
	}
	if log.def.Generated != "" {
		log.generate(values, log.def.Generated, 0)
	}
	entry, err := log.finishRow(values)
	if err != nil {
		return err
	}
	log.place(entry)
	return nil
}

// index gathers the values of unique fields.
func (t *Table) index() {
	t.unique = map[string]map[tandem.Value]tandem.Key{}
	for i, f := range t.def.Fields {
		if !f.Unique {
			continue
		}
		taken := map[tandem.Value]tandem.Key{}
		for key, r := range t.rows {
			if !r.values[i].IsNull() {
				taken[r.values[i]] = key
			}
		}
		t.unique[f.Name] = taken
	}
}

// unindex gives the unique values of a row free.
func (t *Table) unindex(r *row) {
	for field, taken := range t.unique {
		delete(taken, r.values[t.def.position(field)])
	}
}

func notThere(t *Table, key tandem.Key) *tandem.Error {
	return tandem.Errorf(tandem.NotFound, "there is no such row").At(t.def.Name + " " + key.String())
}
