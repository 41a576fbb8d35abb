package api

import (
	"context"

	"tandem"
	"tandem/engine"
	"tandem/routine"
)

// get reads one record.
func (s *server) get(ctx context.Context, caller *routine.Caller, v *view, id int64, dst *tandem.Rows) error {
	if err := caller.May(tandem.SeeRecords); err != nil {
		return err
	}
	if err := s.Records.Records(ctx, caller.Account.ID, v.shape, []int64{id}, dst); err != nil {
		return err
	}
	if len(dst.IDs) == 0 {
		return tandem.Errorf(tandem.NotFound, "there is no such record").At(v.object.place(id))
	}
	return nil
}

// write carries out one edit.
func (s *server) write(ctx context.Context, caller *routine.Caller, o *object, edit engine.Edit) (*engine.Written, error) {
	written, err := s.writeAll(ctx, caller, o, []engine.Edit{edit})
	if err != nil {
		return nil, err
	}
	return &written[0], written[0].Err
}

// writeAll carries out edits, each by itself.
func (s *server) writeAll(ctx context.Context, caller *routine.Caller, o *object, edits []engine.Edit) ([]engine.Written, error) {
	if err := caller.May(tandem.EditRecords); err != nil {
		return nil, err
	}
	written, err := s.Writer.Write(ctx, caller.Account.ID, caller.Actor, o.Name, edits)
	for i := range written {
		written[i].Err = moved(written[i].Err, edits[i].Version != 0)
	}
	return written, err
}

// moved words the error of a record that moved while it was being written: to
// whom named a version that is the same as having named an old one.
func moved(err error, versioned bool) error {
	if versioned && tandem.CodeOf(err) == tandem.Conflict {
		return tandem.Errorf(tandem.Stale, "it was changed by somebody else").WithHint("read it again and repeat the edit").Because(err)
	}
	return err
}

// draft is a record as a request has it.
type draft struct {
	id, version int64 // 0 = not said
	fields      []engine.FieldValue
}

// value is the value of a field; absent when nothing was said.
func (d *draft) value(field string) tandem.Value {
	for i := range d.fields {
		if d.fields[i].Field == field {
			return d.fields[i].Value
		}
	}
	return tandem.Value{}
}

// readDraft reads a record as JSON. Its id and version may stand in it, as they
// do in what was read; the other system fields may not.
func (o *object) readDraft(raw []byte) (*draft, error) {
	m, err := readMembers(raw, "the record")
	if err != nil {
		return nil, err
	}
	d := &draft{}
	for name, value := range m {
		if name == "id" || name == "version" {
			continue
		}
		f, ok := o.Field(name)
		if !ok {
			return nil, o.unwritable(name)
		}
		v, err := readValue(o.Object, f, value)
		if err != nil {
			return nil, err
		}
		d.fields = append(d.fields, engine.FieldValue{Field: name, Value: v})
	}
	for name, to := range map[string]*int64{"id": &d.id, "version": &d.version} {
		if raw, ok := m[name]; ok {
			f, _ := o.system.Field(name)
			v, err := readValue(o.system, f, raw)
			if err != nil {
				return nil, err
			}
			*to = v.Int()
		}
	}
	return d, nil
}

// unwritable says why a field cannot be written.
func (o *object) unwritable(name string) error {
	if _, ok := o.system.Field(name); ok {
		return tandem.Errorf(tandem.Invalid, "is kept by the system and cannot be written").At(o.Name + "." + name)
	}
	return unknownField(o.Object, name)
}
