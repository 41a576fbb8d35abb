package routine

import (
	"context"
	"slices"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

// document is a record as a routine reads it: its fields by name.
type document struct {
	object  *dictionary.Object
	id      int64
	version int64
	fields  []string
	values  tandem.Record
}

// load reads a record, and with a version holds it to that.
func (c *call) load(ctx context.Context, object string, id, version int64) (*document, error) {
	dict, err := c.Records.Dictionary(ctx, c.account)
	if err != nil {
		return nil, err
	}
	o, ok := dict.Object(object)
	if !ok {
		return nil, tandem.Errorf(tandem.Internal, "there is no object %q", object)
	}
	shape := wholeShape(o)
	var rows tandem.Rows
	if err := c.Records.Records(ctx, c.account, shape, []int64{id}, &rows); err != nil {
		return nil, err
	}
	if len(rows.IDs) == 0 {
		return nil, tandem.Errorf(tandem.NotFound, "there is no such record").At(place(object, id))
	}
	if version != 0 && version != rows.Versions[0] {
		return nil, tandem.Errorf(tandem.Stale, "it was changed by somebody else: version %d is not %d any more", version, rows.Versions[0]).
			At(place(object, id)).WithHint("read it again and repeat the edit")
	}
	return &document{object: o, id: id, version: rows.Versions[0], fields: shape.Fields, values: rows.Row(0)}, nil
}

// wholeShape is every field of an object but large contents.
func wholeShape(o *dictionary.Object) *tandem.Shape {
	s := &tandem.Shape{Object: o.Name}
	for i := range o.Fields {
		if o.Fields[i].Type != dictionary.Bytes {
			s.Fields = append(s.Fields, o.Fields[i].Name)
		}
	}
	if o.Lines != nil {
		s.LineFields = o.Lines.FieldNames()
	}
	return s
}

func (d *document) get(field string) tandem.Value {
	if i := slices.Index(d.fields, field); i >= 0 {
		return d.values[i]
	}
	return tandem.Value{}
}

func (d *document) place() string { return place(d.object.Name, d.id) }

func place(object string, id int64) string { return object + " " + tandem.IntegerValue(id).String() }

// update is an edit of the record as it was read.
func (d *document) update(fields ...engine.FieldValue) engine.ObjectEdit {
	return engine.ObjectEdit{Object: d.object.Name, Edit: engine.Edit{Op: tandem.Update, ID: d.id, Version: d.version, Fields: fields}}
}

// write carries edits out together.
func (c *call) write(ctx context.Context, note string, edits ...engine.ObjectEdit) ([]engine.Written, error) {
	return c.Writer.WriteTogether(ctx, c.account, c.caller.Actor, &engine.Together{Note: note, Edits: edits})
}

func set(field string, v tandem.Value) engine.FieldValue {
	return engine.FieldValue{Field: field, Value: v}
}
