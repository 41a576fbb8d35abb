package memory

import (
	"maps"
	"slices"

	"tandem"
	"tandem/dictionary"
)

// Row is a row as a test reads and writes it: values by field name.
type Row map[string]tandem.Value

// Table is a table of a System, as the people at the other side see it.
type Table struct {
	system  *System
	def     Definition
	rows    map[tandem.Key]*row
	keys    []tandem.Key // of rows, sorted
	removed map[tandem.Key]*row
	unique  map[string]map[tandem.Value]tandem.Key // by field
	number  int64                                  // the last generated key
	refuse  func(Row) error
}

// row is one version of a row. It is never changed, only replaced.
type row struct {
	key    tandem.Key
	values tandem.Record
}

// NewTable adds a table to the system.
func (s *System) NewTable(def Definition) (*Table, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	def.Fields = slices.Clone(def.Fields)
	if err := def.check(s); err != nil {
		return nil, err
	}
	for _, other := range s.tables {
		if other.def.Name == def.Name && other.def.Profile == def.Profile {
			return nil, tandem.Errorf(tandem.Config, "there are two tables %s", def.Name)
		}
	}
	for i := range def.Fields {
		f := &def.Fields[i]
		if f.Name == def.Cursor || f.Name == def.Generated {
			f.ReadOnly, f.Default = true, true
		}
	}
	t := &Table{system: s, def: def, rows: map[tandem.Key]*row{}, removed: map[tandem.Key]*row{}}
	t.index()
	s.tables = append(s.tables, t)
	return t, nil
}

// Name returns the table's name.
func (t *Table) Name() string { return t.def.Name }

// Rows returns all rows in key order, tombstones left out.
func (t *Table) Rows() []Row {
	t.system.mu.Lock()
	defer t.system.mu.Unlock()
	t.system.settle()
	var rows []Row
	for _, key := range t.keys {
		if r := t.rows[key]; !t.isGone(r) {
			rows = append(rows, t.show(r))
		}
	}
	return rows
}

// Row returns one row; a tombstone is not there.
func (t *Table) Row(key tandem.Key) (Row, bool) {
	t.system.mu.Lock()
	defer t.system.mu.Unlock()
	t.system.settle()
	r, ok := t.live(key)
	if !ok {
		return nil, false
	}
	return t.show(r), true
}

// Put creates the row with that key or changes the fields named, as somebody
// at the other side would; Faults may have it committed late. It returns the key.
func (t *Table) Put(r Row) (tandem.Key, error) {
	t.system.mu.Lock()
	defer t.system.mu.Unlock()
	t.system.settle()
	next, err := t.edit(r)
	if err != nil {
		return "", err
	}
	if within, ok := t.system.faults.commitsLate(t.def.Name); ok {
		t.system.commitLater(t, next, t.system.options.Clock().Add(within))
		return next.key, nil
	}
	t.place(next)
	return next.key, nil
}

// PutLate is Put in a transaction that stays open until commit is called: the
// row already carries its cursor value but nobody sees it yet.
func (t *Table) PutLate(r Row) (key tandem.Key, commit func(), err error) {
	t.system.mu.Lock()
	defer t.system.mu.Unlock()
	t.system.settle()
	next, err := t.edit(r)
	if err != nil {
		return "", nil, err
	}
	p := t.system.commitOnDemand(t, next)
	return next.key, func() {
		t.system.mu.Lock()
		defer t.system.mu.Unlock()
		t.system.finish(p)
	}, nil
}

// Remove deletes a row as somebody at the other side would.
func (t *Table) Remove(key tandem.Key) error {
	t.system.mu.Lock()
	defer t.system.mu.Unlock()
	t.system.settle()
	t.system.commitRow(t, key)
	r, ok := t.live(key)
	if !ok {
		return notThere(t, key)
	}
	if err := t.unreferenced(r, nil); err != nil {
		return err
	}
	return t.remove(r)
}

// Refuse has the system look at every row written through a connection and
// refuse those for which check returns an error, as a trigger of theirs would.
func (t *Table) Refuse(check func(Row) error) {
	t.system.mu.Lock()
	defer t.system.mu.Unlock()
	t.refuse = check
}

// edit makes the next version of a row out of the fields named. It bears its
// cursor value and has passed all checks but is not placed yet.
func (t *Table) edit(r Row) (*row, error) {
	for _, name := range slices.Sorted(maps.Keys(r)) {
		if t.def.position(name) < 0 {
			return nil, tandem.Errorf(tandem.Schema, "%s has no field %q", t.def.Name, name)
		}
	}
	values := t.blank()
	t.lay(values, r)
	if t.def.Generated != "" && values[t.def.position(t.def.Generated)].IsNull() {
		t.generate(values, t.def.Generated, 0)
	}
	t.system.commitRow(t, t.keyOf(values))
	if present, ok := t.live(t.keyOf(values)); ok {
		values = slices.Clone(present.values)
		t.lay(values, r)
	}
	return t.finishRow(values)
}

// lay writes the fields of r over values.
func (t *Table) lay(values tandem.Record, r Row) {
	for i := range t.def.Fields {
		if v, ok := r[t.def.Fields[i].Name]; ok && !v.IsAbsent() {
			values[i] = v.Clone()
		}
	}
}

// show makes a Row of a row.
func (t *Table) show(r *row) Row {
	out := make(Row, len(r.values))
	for i, v := range r.values {
		out[t.def.Fields[i].Name] = v
	}
	return out
}

// describe returns the table as Describe shows it.
func (t *Table) describe() dictionary.Object {
	o := t.def.Object
	o.Fields = slices.Clone(o.Fields)
	o.Key = slices.Clone(o.Key)
	o.Rows = t.count()
	return o
}

// count returns how many rows there are, tombstones left out.
func (t *Table) count() int64 {
	n := int64(0)
	for _, r := range t.rows {
		if !t.isGone(r) {
			n++
		}
	}
	return n
}

// seenBy reports whether a connection to that profile sees the table.
func (t *Table) seenBy(profile string) bool { return t.def.Profile == "" || t.def.Profile == profile }
