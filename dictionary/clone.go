package dictionary

// Clone returns a copy that shares nothing with d.
func (d *Dictionary) Clone() *Dictionary {
	c := &Dictionary{Objects: make([]Object, len(d.Objects))}
	for i := range d.Objects {
		c.Objects[i] = *d.Objects[i].Clone()
	}
	return c
}

// Clone returns a copy that shares nothing with o.
func (o *Object) Clone() *Object {
	c := *o
	c.Key = append([]string(nil), o.Key...)
	c.Columns = append([]string(nil), o.Columns...)
	c.Fields = append([]Field(nil), o.Fields...)
	for i := range c.Fields {
		c.Fields[i].Values = append([]string(nil), c.Fields[i].Values...)
	}
	if o.Lines != nil {
		c.Lines = o.Lines.Clone()
	}
	return &c
}

// ObjectOrLines returns the object of that name, also what the lines of a
// document look like: "invoice_line".
func (d *Dictionary) ObjectOrLines(name string) (*Object, bool) {
	for i := range d.Objects {
		o := &d.Objects[i]
		if o.Name == name {
			return o, true
		}
		if o.Lines != nil && o.Lines.Name == name {
			return o.Lines, true
		}
	}
	return nil, false
}

// names returns the names of all objects, lines included.
func (d *Dictionary) names() []string {
	var names []string
	for i := range d.Objects {
		names = append(names, d.Objects[i].Name)
		if lines := d.Objects[i].Lines; lines != nil {
			names = append(names, lines.Name)
		}
	}
	return names
}
