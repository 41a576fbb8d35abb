package api

import (
	"strings"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/soap"
	soapserver "tandem/soap/server"
	"tandem/soap/xmltree"
)

// soapType is the type of SOAP for a field of the dictionary. Ids are texts:
// some clients have no whole numbers of that size.
func soapType(owner string, f *dictionary.Field, line string) string {
	switch f.Type {
	case dictionary.Integer:
		return "xs:long"
	case dictionary.Decimal:
		return "xs:decimal"
	case dictionary.Bool:
		return "xs:boolean"
	case dictionary.Date:
		return "xs:date"
	case dictionary.Instant:
		return "xs:dateTime"
	case dictionary.Bytes:
		return "xs:base64Binary"
	case dictionary.Lines:
		return line
	case dictionary.Enum:
		return owner + dictionary.TypeName(f.Name)
	default:
		return "xs:string"
	}
}

// soapFields describes fields. All may be absent: what is left out is not said.
func (b *soapBuilder) soapFields(owner string, fields []dictionary.Field, line string) []soapserver.Field {
	list := make([]soapserver.Field, 0, len(fields))
	for i := range fields {
		f := &fields[i]
		list = append(list, soapserver.Field{Name: f.Name, Type: soapType(owner, f, line), Doc: describe(f), Optional: true, Many: f.Type == dictionary.Lines})
	}
	return list
}

// words adds the types of enumerations.
func (b *soapBuilder) words(owner string, fields []dictionary.Field) {
	for i := range fields {
		if f := &fields[i]; f.Type == dictionary.Enum {
			b.service.Types = append(b.service.Types, soapserver.Type{Name: owner + dictionary.TypeName(f.Name), Doc: f.Doc, Values: f.Values})
		}
	}
}

// writeValue writes a value that is there; nothing is left out.
func writeValue(w *xmltree.Writer, name string, v tandem.Value) {
	if !v.IsAbsent() && !v.IsNull() {
		w.Leaf(name, v.String())
	}
}

// writeRecord writes record i of rows as an element.
func (v *view) writeRecord(w *xmltree.Writer, tag string, rows *tandem.Rows, i int) {
	w.Start(tag)
	w.Int("id", rows.IDs[i])
	w.Int("version", rows.Versions[i])
	row := rows.Row(i)
	for j := range v.object.system.Fields {
		f := &v.object.system.Fields[j]
		at := v.at(f.Name)
		switch {
		case at < 0:
		case f.Type == dictionary.Lines:
			v.writeLines(w, f.Name, row[at])
		default:
			writeValue(w, f.Name, row[at])
		}
	}
	w.End()
}

// at is where a field stands in the view; -1 = nowhere.
func (v *view) at(name string) int {
	for i, field := range v.shape.Fields {
		if field == name && i < v.shown {
			return i
		}
	}
	return -1
}

func (v *view) writeLines(w *xmltree.Writer, tag string, value tandem.Value) {
	lines, err := value.Lines()
	if err != nil {
		return
	}
	for _, line := range lines {
		w.Start(tag)
		for j, part := range line {
			writeValue(w, v.shape.LineFields[j], part)
		}
		w.End()
	}
}

// readElement reads the value of a field. An element that says it is nil is null.
func readElement(o *dictionary.Object, f *dictionary.Field, e *xmltree.Element) (tandem.Value, error) {
	if soap.IsNil(e) {
		return tandem.NullValue(), nil
	}
	text := e.Content()
	switch f.Type {
	case dictionary.Text, dictionary.Enum:
		return tandem.TextValue(text), nil
	case dictionary.Bytes:
		text = strings.Join(strings.Fields(text), "")
	case dictionary.Date:
		text = dayOnly(strings.TrimSpace(text))
	default:
		text = strings.TrimPrefix(strings.TrimSpace(text), "+")
	}
	return parseText(f, text, o.Name+"."+f.Name)
}

// dayOnly cuts the time zone off that a day may have in XML.
func dayOnly(text string) string {
	if len(text) > len("2026-11-29") {
		return text[:len("2026-11-29")]
	}
	return text
}

// readFields reads the fields of an object that an element holds.
func readFields(o *dictionary.Object, e *xmltree.Element) (fields []engine.FieldValue, err error) {
	var lines []tandem.Record
	list := ""
	for _, child := range e.Children {
		f, ok := o.Field(child.Name.Local)
		if !ok {
			return nil, unknownField(o, child.Name.Local)
		}
		if f.Type == dictionary.Lines && !soap.IsNil(child) {
			line, err := readLine(o.Lines, child)
			if err != nil {
				return nil, err
			}
			lines, list = append(lines, line), f.Name
			continue
		}
		v, err := readElement(o, f, child)
		if err != nil {
			return nil, err
		}
		fields = append(fields, engine.FieldValue{Field: f.Name, Value: v})
	}
	if list != "" {
		value := tandem.ListValue(string(tandem.AppendLines(nil, len(o.Lines.Fields), lines)))
		fields = append(fields, engine.FieldValue{Field: list, Value: value})
	}
	return fields, nil
}

func readLine(o *dictionary.Object, e *xmltree.Element) (tandem.Record, error) {
	line := emptyLine(o)
	for _, child := range e.Children {
		at := fieldAt(o.Fields, child.Name.Local)
		if at < 0 {
			return nil, unknownField(o, child.Name.Local)
		}
		v, err := readElement(o, &o.Fields[at], child)
		if err != nil {
			return nil, err
		}
		line[at] = v
	}
	return line, nil
}
