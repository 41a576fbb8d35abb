package routine

import (
	"context"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/expr"
)

// references are the edits of all records that refer to the customer that goes.
func (m *merger) references(ctx context.Context) (edits []engine.ObjectEdit, err error) {
	dict, err := m.c.Records.Dictionary(ctx, m.c.account)
	if err != nil {
		return nil, err
	}
	for i := range dict.Objects {
		found, err := m.referencesOf(ctx, &dict.Objects[i])
		if err != nil {
			return nil, err
		}
		edits = append(edits, found...)
	}
	return edits, nil
}

// referring lists the fields of an object, or of a line, that refer to customers.
func referring(o *dictionary.Object) (names []string) {
	if o == nil {
		return nil
	}
	for i := range o.Fields {
		if f := &o.Fields[i]; f.Type == dictionary.Reference && f.Target == customer {
			names = append(names, f.Name)
		}
	}
	return names
}

// mergePage is how many records are read at once.
const mergePage = 1000

func (m *merger) referencesOf(ctx context.Context, o *dictionary.Object) (edits []engine.ObjectEdit, err error) {
	shape := &tandem.Shape{Object: o.Name, Fields: referring(o)}
	filter := make(expr.Or, 0, len(shape.Fields))
	for _, name := range shape.Fields {
		filter = append(filter, expr.Comparison{Field: name, Op: expr.Equal, Value: tandem.ReferenceValue(m.merged)})
	}
	var which expr.Filter = filter
	if len(referring(o.Lines)) > 0 { // nothing but reading them tells which lines refer
		which = expr.And{}
		shape.Fields, shape.LineFields = append(shape.Fields, linesField(o)), o.Lines.FieldNames()
	}
	if len(shape.Fields) == 0 {
		return nil, nil
	}
	for after := int64(0); ; {
		var rows tandem.Rows
		if err := m.c.Records.Find(ctx, m.c.account, shape, which, after, mergePage, &rows); err != nil {
			return nil, err
		}
		for i, id := range rows.IDs {
			after = id
			fields, err := m.moved(o, shape, rows.Row(i))
			if err != nil {
				return nil, err
			}
			if len(fields) > 0 && (o.Name != customer || id != m.survivor && id != m.merged) {
				edits = append(edits, engine.ObjectEdit{Object: o.Name, Edit: engine.Edit{Op: tandem.Update, ID: id, Version: rows.Versions[i], Fields: fields}})
			}
		}
		if len(rows.IDs) < mergePage {
			return edits, nil
		}
	}
}

// moved are the fields of a record that refer to the customer that goes, moved.
func (m *merger) moved(o *dictionary.Object, shape *tandem.Shape, record tandem.Record) (fields []engine.FieldValue, err error) {
	for i, name := range shape.Fields {
		v := record[i]
		if v.Kind() == tandem.List {
			if v, err = m.movedLines(o.Lines, v); err != nil {
				return nil, err
			}
		} else if v == tandem.ReferenceValue(m.merged) {
			v = tandem.ReferenceValue(m.survivor)
		}
		if v != record[i] {
			fields = append(fields, set(name, v))
		}
	}
	return fields, nil
}

func (m *merger) movedLines(o *dictionary.Object, v tandem.Value) (tandem.Value, error) {
	lines, err := v.Lines()
	if err != nil {
		return v, err
	}
	changed := false
	for _, line := range lines {
		for i := range o.Fields {
			if f := &o.Fields[i]; f.Target == customer && line[i] == tandem.ReferenceValue(m.merged) {
				line[i], changed = tandem.ReferenceValue(m.survivor), true
			}
		}
	}
	if !changed {
		return v, nil
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, len(o.Fields), lines))), nil
}

// linesField is the field of a document that holds its lines.
func linesField(o *dictionary.Object) string {
	for i := range o.Fields {
		if o.Fields[i].Type == dictionary.Lines {
			return o.Fields[i].Name
		}
	}
	return ""
}
