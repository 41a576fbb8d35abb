package server

import "strings"

// schema writes the types that the shown operations need, and their messages.
func (w *description) schema() {
	w.Start("xs:schema")
	w.Attr("targetNamespace", w.Namespace)
	w.Attr("elementFormDefault", "qualified")
	needed := w.needed()
	for i := range w.Types {
		if t := &w.Types[i]; needed[t.Name] {
			w.typ(t)
		}
	}
	w.typ(&Type{Name: "FieldError", Doc: "What is wrong with one field.", Fields: []Field{
		{Name: "field", Type: "xs:string"},
		{Name: "message", Type: "xs:string"},
	}})
	for _, o := range w.operations {
		w.wrapper(o.Name, o.In)
		w.wrapper(o.Name+"Response", o.Out)
	}
	w.wrapper("ServiceFault", []Field{
		{Name: "code", Type: "xs:string"},
		{Name: "message", Type: "xs:string"},
		{Name: "requestId", Type: "xs:string", Optional: true},
		{Name: "fieldError", Type: "FieldError", Optional: true, Many: true},
	})
	w.End()
}

// needed follows the types from the shown operations on.
func (w *description) needed() map[string]bool {
	byName := make(map[string]*Type, len(w.Types))
	for i := range w.Types {
		byName[w.Types[i].Name] = &w.Types[i]
	}
	needed := map[string]bool{}
	var follow func(fields []Field)
	follow = func(fields []Field) {
		for _, f := range fields {
			if t := byName[f.Type]; t != nil && !needed[t.Name] {
				needed[t.Name] = true
				follow(t.Fields)
			}
		}
	}
	for _, o := range w.operations {
		follow(o.In)
		follow(o.Out)
	}
	return needed
}

func (w *description) typ(t *Type) {
	if len(t.Values) > 0 {
		w.enumeration(t)
		return
	}
	w.Start("xs:complexType")
	w.Attr("name", t.Name)
	w.annotation(t.Doc)
	w.sequence(t.Fields)
	w.End()
}

func (w *description) enumeration(t *Type) {
	w.Start("xs:simpleType")
	w.Attr("name", t.Name)
	w.annotation(t.Doc)
	w.Start("xs:restriction")
	w.Attr("base", "xs:string")
	for _, value := range t.Values {
		w.Start("xs:enumeration")
		w.Attr("value", value)
		w.End()
	}
	w.End()
	w.End()
}

func (w *description) wrapper(name string, fields []Field) {
	w.Start("xs:element")
	w.Attr("name", name)
	w.Start("xs:complexType")
	w.sequence(fields)
	w.End()
	w.End()
}

func (w *description) sequence(fields []Field) {
	w.Start("xs:sequence")
	for i := range fields {
		w.field(&fields[i])
	}
	w.End()
}

func (w *description) field(f *Field) {
	w.Start("xs:element")
	w.Attr("name", f.Name)
	if strings.HasPrefix(f.Type, "xs:") {
		w.Attr("type", f.Type)
	} else {
		w.Attr("type", "tns:"+f.Type)
	}
	if f.Optional {
		w.Attr("minOccurs", "0")
	}
	if f.Many {
		w.Attr("maxOccurs", "unbounded")
	}
	if f.Nillable {
		w.Attr("nillable", "true")
	}
	w.annotation(f.Doc)
	w.End()
}

func (w *description) annotation(text string) {
	if text == "" {
		return
	}
	w.Start("xs:annotation")
	w.Leaf("xs:documentation", text)
	w.End()
}
