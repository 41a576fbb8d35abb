package access

import (
	"tandem"
	"tandem/dictionary"
)

// Dictionary is what a role sees of a dictionary: hidden fields are not in it,
// and what the role may not write is read-only.
func (r *Rules) Dictionary(role tandem.Role, d *dictionary.Dictionary) *dictionary.Dictionary {
	seen := &dictionary.Dictionary{Objects: make([]dictionary.Object, len(d.Objects))}
	for i := range d.Objects {
		seen.Objects[i] = *r.Object(role, &d.Objects[i])
	}
	return seen
}

// Object is what a role sees of an object, down to the lines of a document.
func (r *Rules) Object(role tandem.Role, o *dictionary.Object) *dictionary.Object {
	seen := *o
	seen.Fields = make([]dictionary.Field, 0, len(o.Fields))
	for _, f := range o.Fields {
		level := r.fieldLevel(role, o, &f)
		if level == tandem.Hidden {
			continue
		}
		f.ReadOnly = f.ReadOnly || level == tandem.MayRead
		seen.Fields = append(seen.Fields, f)
	}
	if o.Lines != nil {
		seen.Lines = r.Object(role, o.Lines)
	}
	return &seen
}

// fieldLevel is Level, and for lines the lowest that one of their fields leaves:
// they are written as a whole, so who may not write all of a line writes none.
func (r *Rules) fieldLevel(role tandem.Role, o *dictionary.Object, f *dictionary.Field) tandem.Level {
	level := r.Level(role, o.Name, f.Name)
	if level == tandem.MayWrite && f.Type == dictionary.Lines && r.lineKept(role, o) != "" {
		return tandem.MayRead
	}
	return level
}

// lineKept names the first field of a document's lines that the role may not write.
func (r *Rules) lineKept(role tandem.Role, o *dictionary.Object) string {
	if o.Lines == nil {
		return ""
	}
	for i := range o.Lines.Fields {
		if name := o.Lines.Fields[i].Name; r.Level(role, o.Lines.Name, name) != tandem.MayWrite {
			return o.Lines.Name + "." + name
		}
	}
	return ""
}

// Strip takes out of a record what a role may not see: its values become
// absent, those within lines too.
func (r *Rules) Strip(role tandem.Role, o *dictionary.Object, shape *tandem.Shape, record tandem.Record) error {
	for i, name := range shape.Fields {
		f, ok := o.Field(name)
		switch {
		case !ok: // kept by the system: id, version, who changed it
		case r.Level(role, o.Name, name) == tandem.Hidden:
			record[i] = tandem.Value{}
		case f.Type == dictionary.Lines && o.Lines != nil:
			stripped, err := r.stripLines(role, o.Lines, shape.LineFields, record[i])
			if err != nil {
				return err
			}
			record[i] = stripped
		}
	}
	return nil
}

// stripLines takes out of each line what a role may not see.
func (r *Rules) stripLines(role tandem.Role, line *dictionary.Object, fields []string, v tandem.Value) (tandem.Value, error) {
	var out []int
	for i, name := range fields {
		if _, ok := line.Field(name); ok && r.Level(role, line.Name, name) == tandem.Hidden {
			out = append(out, i)
		}
	}
	if len(out) == 0 || v.IsEmpty() {
		return v, nil
	}
	lines, err := v.Lines()
	if err != nil {
		return tandem.Value{}, err
	}
	for _, record := range lines {
		if len(record) != len(fields) {
			return tandem.Value{}, nil // of an older shape: nobody knows what stands where
		}
		for _, i := range out {
			record[i] = tandem.Value{}
		}
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, len(fields), lines))), nil
}

// StripChange takes out of a row of the change log what a role may not see.
// Lines stand in it with all their fields.
func (r *Rules) StripChange(role tandem.Role, o *dictionary.Object, c *tandem.Change) error {
	seen := make([]tandem.FieldChange, 0, len(c.Fields))
	for _, f := range c.Fields {
		if _, ok := o.Field(f.Field); ok && r.Level(role, o.Name, f.Field) == tandem.Hidden {
			continue
		}
		shape := tandem.Shape{Object: o.Name, Fields: []string{f.Field}}
		if o.Lines != nil {
			shape.LineFields = o.Lines.FieldNames()
		}
		for _, v := range []*tandem.Value{&f.Before, &f.After} {
			record := tandem.Record{*v}
			if err := r.Strip(role, o, &shape, record); err != nil {
				return err
			}
			*v = record[0]
		}
		seen = append(seen, f)
	}
	c.Fields = seen
	return nil
}
