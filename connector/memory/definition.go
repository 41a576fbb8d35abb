package memory

import (
	"slices"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
)

// Definition says what a table looks like and how the system keeps it.
//
// Of the fields' properties the system enforces Length, Scale, Values,
// Nullable, Unique, ReadOnly and Target (a row of that table must be there), it
// pads what is Padded and fills what has a Default. Object.ReadOnly refuses
// writes through a connection; the people at the other side may still edit.
type Definition struct {
	dictionary.Object
	Profile   string               // the company it belongs to; "" = all of them see it
	Generated string               // key field the system numbers itself; "" = a row brings its key
	Cursor    string               // Integer: counts all changes of the system; Instant: the time of change; "" = none
	Tombstone *connector.Tombstone // nil = deleted rows vanish
}

// check finds what is wrong with a definition.
func (d *Definition) check(s *System) error {
	names := slices.Clone(d.Key)
	for _, name := range []string{d.Generated, d.Cursor} {
		if name != "" {
			names = append(names, name)
		}
	}
	if d.Tombstone != nil && d.Tombstone.Column != "" {
		names = append(names, d.Tombstone.Column)
	}
	for _, name := range names {
		if _, ok := d.Field(name); !ok {
			return tandem.Errorf(tandem.Config, "table %s has no field %q", d.Name, name)
		}
	}
	if d.Name == "" || len(d.Fields) == 0 || len(d.Key) == 0 {
		return tandem.Errorf(tandem.Config, "table %q needs a name, fields and a key", d.Name)
	}
	if d.Cursor != "" && d.cursorKind() != tandem.Integer && d.cursorKind() != tandem.Instant {
		return tandem.Errorf(tandem.Config, "cursor %s.%s must be an integer or an instant", d.Name, d.Cursor)
	}
	return d.checkLog(s)
}

// checkLog finds what is wrong with the table that lists deleted rows.
func (d *Definition) checkLog(s *System) error {
	if d.Tombstone == nil || d.Tombstone.Log == "" {
		return nil
	}
	log, err := s.find(d.Profile, d.Tombstone.Log)
	if err != nil {
		return err
	}
	for _, name := range append(slices.Clone(d.Key), d.Tombstone.LogCursor) {
		if _, ok := log.def.Field(name); !ok {
			return tandem.Errorf(tandem.Config, "log %s of %s has no field %q", log.def.Name, d.Name, name)
		}
	}
	// One position must serve both tables.
	if log.def.Cursor != d.Tombstone.LogCursor || log.def.cursorKind() != d.cursorKind() {
		return tandem.Errorf(tandem.Config, "log %s must count with the same kind of cursor as %s", log.def.Name, d.Name)
	}
	return nil
}

// cursorKind is the kind of value in the cursor column, Absent without one.
func (d *Definition) cursorKind() tandem.Kind {
	if f, ok := d.Field(d.Cursor); ok {
		return f.Type.Kind()
	}
	return tandem.Absent
}

// position returns where a field stands, -1 for none.
func (d *Definition) position(name string) int {
	return slices.IndexFunc(d.Fields, func(f dictionary.Field) bool { return f.Name == name })
}
