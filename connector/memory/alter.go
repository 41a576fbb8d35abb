package memory

import (
	"slices"

	"tandem"
	"tandem/dictionary"
)

// AddField adds a column at the end; it is null in all rows, or the default.
func (t *Table) AddField(f dictionary.Field) error {
	t.system.mu.Lock()
	defer t.system.mu.Unlock()
	return t.addField(f)
}

func (t *Table) addField(f dictionary.Field) error {
	if t.def.position(f.Name) >= 0 {
		return tandem.Errorf(tandem.Conflict, "%s has a field %q already", t.def.Name, f.Name)
	}
	fill := tandem.NullValue()
	if f.Default {
		fill = t.system.zero(f.Type)
	}
	t.commitAll()
	t.def.Fields = append(t.def.Fields, f)
	t.rewrite(func(values tandem.Record) tandem.Record { return append(values, fill) })
	return nil
}

// DropField takes a column away; the key and the cursor stay.
func (t *Table) DropField(name string) error {
	t.system.mu.Lock()
	defer t.system.mu.Unlock()
	at := t.def.position(name)
	if at < 0 {
		return tandem.Errorf(tandem.NotFound, "%s has no field %q", t.def.Name, name)
	}
	tomb := t.def.Tombstone
	if slices.Contains(t.def.Key, name) || name == t.def.Cursor || (tomb != nil && name == tomb.Column) {
		return tandem.Errorf(tandem.Invalid, "%s cannot do without its field %q", t.def.Name, name)
	}
	t.commitAll()
	t.def.Fields = slices.Delete(slices.Clone(t.def.Fields), at, at+1)
	t.rewrite(func(values tandem.Record) tandem.Record { return slices.Delete(values, at, at+1) })
	return nil
}

// AlterField changes how a column is described and checked from now on; its type stays.
func (t *Table) AlterField(name string, change func(*dictionary.Field)) error {
	t.system.mu.Lock()
	defer t.system.mu.Unlock()
	f, ok := t.def.Field(name)
	if !ok {
		return tandem.Errorf(tandem.NotFound, "%s has no field %q", t.def.Name, name)
	}
	next := *f
	change(&next)
	if next.Name != f.Name || next.Type != f.Type {
		return tandem.Errorf(tandem.Invalid, "%s.%s keeps its name and type", t.def.Name, name)
	}
	*f = next
	t.index()
	return nil
}

// commitAll ends the transactions that hold rows of the table, as changing a
// table waits for whoever writes it.
func (t *Table) commitAll() {
	for _, p := range slices.Clone(t.system.pending) {
		if p.table == t {
			t.system.finish(p)
		}
	}
}

// rewrite changes the values of all rows.
func (t *Table) rewrite(change func(tandem.Record) tandem.Record) {
	for _, rows := range []map[tandem.Key]*row{t.rows, t.removed} {
		for key, r := range rows {
			rows[key] = &row{key: key, values: change(slices.Clone(r.values))}
		}
	}
	t.index()
}
