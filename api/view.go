package api

import (
	"strconv"

	"tandem"
	"tandem/dictionary"
)

// view is some fields of an object, ready to be read and written out.
type view struct {
	object *object
	shape  *tandem.Shape
	fields []*dictionary.Field // of shape.Fields
	shown  int                 // how many of them are shown; what follows serves an order
	keys   []string            // `,"name":`
	lines  []string            // the same within a line
}

// newView makes a view of fields by name.
func newView(o *object, names []string) (*view, error) {
	v := &view{object: o, shape: &tandem.Shape{Object: o.Name}}
	for _, name := range names {
		if name == "id" || name == "version" {
			continue // every record is shown with them
		}
		if err := v.add(name); err != nil {
			return nil, err
		}
	}
	v.shown = len(v.fields)
	return v, nil
}

func (v *view) add(name string) error {
	f, ok := v.object.system.Field(name)
	if !ok {
		return unknownField(v.object.system, name)
	}
	v.fields = append(v.fields, f)
	v.shape.Fields = append(v.shape.Fields, name)
	v.keys = append(v.keys, `,"`+name+`":`)
	if f.Type == dictionary.Lines {
		v.shape.LineFields = v.object.Lines.FieldNames()
		for i, name := range v.shape.LineFields {
			v.lines = append(v.lines, map[bool]string{true: `{"`, false: `,"`}[i == 0]+name+`":`)
		}
	}
	return nil
}

// ordered is the view with the field that a list is ordered by, and where it stands.
func (v *view) ordered(field string) (*view, int, error) {
	for i, name := range v.shape.Fields {
		if name == field {
			return v, i, nil
		}
	}
	w := &view{object: v.object, shown: v.shown, lines: v.lines}
	w.shape = &tandem.Shape{Object: v.shape.Object, Fields: append([]string{}, v.shape.Fields...), LineFields: v.shape.LineFields}
	w.fields, w.keys = append(w.fields, v.fields...), append(w.keys, v.keys...)
	return w, len(w.fields), w.add(field)
}

// append writes record i of rows as a JSON object.
func (v *view) append(dst []byte, rows *tandem.Rows, i int) []byte {
	dst = append(dst, `{"id":`...)
	dst = strconv.AppendInt(dst, rows.IDs[i], 10)
	dst = append(dst, `,"version":`...)
	dst = strconv.AppendInt(dst, rows.Versions[i], 10)
	for j, value := range rows.Row(i)[:v.shown] {
		dst = append(dst, v.keys[j]...)
		if v.fields[j].Type == dictionary.Lines {
			dst = v.appendLines(dst, value)
			continue
		}
		dst = value.AppendJSON(dst)
	}
	return append(dst, '}')
}

func (v *view) appendLines(dst []byte, value tandem.Value) []byte {
	dst = append(dst, '[')
	lines, err := value.Lines()
	if err != nil {
		lines = nil // the store keeps none that cannot be read; nothing at all is no list
	}
	for i, line := range lines {
		if i > 0 {
			dst = append(dst, ',')
		}
		for j, part := range line {
			dst = append(dst, v.lines[j]...)
			dst = part.AppendJSON(dst)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}
