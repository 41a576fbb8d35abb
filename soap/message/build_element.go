package message

import (
	"strconv"
	"strings"

	"tandem/soap"
	"tandem/soap/xmltree"
	"tandem/soap/xsd"
)

// element makes one element.
func (b *builder) element(d *xsd.Element, value *Value, path string) *xmltree.Element {
	e := &xmltree.Element{Name: d.Name}
	if !b.step() || b.depth > maxDepth {
		b.problemf(path, "is nested too deep")
		return e
	}
	b.depth++
	defer func() { b.depth-- }()
	if value != nil && value.kind == KindXML && value.xml.Name == d.Name {
		return value.xml
	}
	if d.Abstract {
		b.problemf(path, "%s is abstract: one that stands for it is needed", d.Name.Local)
	}
	t := b.typeFor(e, d, value, path)
	if t.Missing {
		b.problemf(path, "its type %s is not part of the description", t.Name)
	}
	if value.IsNull() {
		if !d.Nillable && !b.encoded {
			b.problemf(path, "may not be null")
		}
		e.Attrs = append(e.Attrs, xmltree.Attr{Name: xmltree.Name{Space: soap.XSI, Local: "nil"}, Value: "true"})
		return e
	}
	if value.Text() == "" && value.isEmpty() && d.Value.Given && t.Text() != nil {
		value = Text(d.Value.Text)
	}
	b.fill(e, t, value, path)
	return e
}

// isEmpty says whether there is nothing in a value at all.
func (v *Value) isEmpty() bool {
	return v == nil || v.kind == KindGroup && len(v.fields) == 0
}

// typeFor returns the type that the element is written as, and says so where
// it is not the declared one or where the encoding wants to be told.
func (b *builder) typeFor(e *xmltree.Element, d *xsd.Element, value *Value, path string) *xsd.Type {
	t := d.Type
	if wanted := value.Field(TypeField); wanted != nil {
		chosen := b.find(wanted.Text(), d.Type)
		if chosen == nil {
			b.problemf(path, "there is no type %q that may stand here", wanted.Text())
			return t
		}
		e.Attrs = append(e.Attrs, qualified(soap.XSI, "type", chosen.Name))
		return chosen
	}
	if t.Abstract {
		b.problemf(path, "its type %s is abstract: %s must name another", t.Name.Local, TypeField)
	}
	if b.encoded {
		if item, _ := t.ArrayItem(); item != nil {
			e.Attrs = append(e.Attrs, qualified(soap.XSI, "type", xmltree.Name{Space: b.version.Encoding(), Local: "Array"}))
		} else if t.Name.Local != "" && !t.IsAny() {
			e.Attrs = append(e.Attrs, qualified(soap.XSI, "type", t.Name))
		}
	}
	return t
}

// find finds a type by name, one without a namespace among those that derive
// from the declared one.
func (b *builder) find(text string, declared *xsd.Type) *xsd.Type {
	name, bare := parseName(text)
	if !bare {
		if name.Space == soap.XSD {
			return b.schema.Builtin(name.Local)
		}
		return b.schema.Types[name]
	}
	if declared.Name.Local == name.Local {
		return declared
	}
	var found *xsd.Type
	for candidate, t := range b.schema.Types {
		if candidate.Local != name.Local || !t.Derives(declared) {
			continue
		}
		if found != nil {
			return nil // ambiguous
		}
		found = t
	}
	if found == nil && declared.IsAny() {
		return b.schema.Builtin(name.Local)
	}
	return found
}

// fill writes attributes and content of an element of a type.
func (b *builder) fill(e *xmltree.Element, t *xsd.Type, value *Value, path string) {
	if item, element := t.ArrayItem(); item != nil && b.encoded {
		b.array(e, item, element, value, path)
		return
	}
	if value != nil && value.kind == KindXML {
		e.Children = append(e.Children, value.xml)
		return
	}
	if value != nil && value.kind == KindList {
		b.problemf(path, "one value is expected, not a list")
		if len(value.items) == 0 {
			return
		}
		value = value.items[0]
	}
	used := uses{TypeField: true}
	b.attributes(e, t, value, used, path)
	switch {
	case t.Text() != nil:
		used.mark(TextField)
		b.text(e, t, value, path)
	case t.IsAny():
		b.anything(e, value, used, path)
	default:
		b.content(e, t, value, used, path)
	}
	b.unknown(value, used, path)
}

// text writes the text of an element, checked by its type.
func (b *builder) text(e *xmltree.Element, t *xsd.Type, value *Value, path string) {
	e.Text = value.Text()
	if e.Text == "" {
		return // an empty element: whether that is a value is up to the service
	}
	if err := t.Validate(e.Text); err != nil {
		b.problemf(path, "%v", err)
	}
}

func (b *builder) content(e *xmltree.Element, t *xsd.Type, value *Value, used uses, path string) {
	if t.Mixed {
		e.Text = value.Text()
		used.mark(TextField)
	} else if value != nil && value.kind == KindText && value.text != "" {
		b.problemf(path, "fields are expected, not the text %q", value.text)
	}
	isEmpty := value != nil && value.kind == KindText // an element that is there and holds nothing
	if p := t.Content(); p != nil && !isEmpty {
		b.particle(e, p, value, used, path)
	}
}

// attributes writes the attributes that are given, or required.
func (b *builder) attributes(e *xmltree.Element, t *xsd.Type, value *Value, used uses, path string) {
	declared, others := t.Attributes()
	for _, a := range declared {
		key := "@" + a.Name.Local
		given := value.Field(key)
		used.mark(key)
		switch {
		case given != nil:
			if err := a.Type.Validate(given.Text()); err != nil {
				b.problemf(join(path, key), "%v", err)
			}
			e.Attrs = append(e.Attrs, xmltree.Attr{Name: a.Name, Value: given.Text()})
		case a.Required && a.Value.Given:
			e.Attrs = append(e.Attrs, xmltree.Attr{Name: a.Name, Value: a.Value.Text})
		case a.Required:
			b.problemf(join(path, key), "is missing")
		}
	}
	for _, f := range value.Fields() {
		if name, isAttribute := strings.CutPrefix(f.Name, "@"); isAttribute && !used[f.Name] {
			used.mark(f.Name)
			if !others {
				b.problemf(join(path, f.Name), "the schema has no such attribute here")
			}
			expanded, _ := parseName(name)
			e.Attrs = append(e.Attrs, xmltree.Attr{Name: expanded, Value: f.Value.Text()})
		}
	}
}

// anything writes an element that may hold whatever it likes: fields become
// elements of its own namespace unless their names say otherwise.
func (b *builder) anything(e *xmltree.Element, value *Value, used uses, path string) {
	if value == nil {
		return
	}
	e.Text = value.Text()
	used.mark(TextField)
	for _, f := range value.fields {
		if f.Name == AnyField {
			used.mark(AnyField)
			b.fragments(e, f.Value, path)
		}
		if used[f.Name] {
			continue
		}
		used.mark(f.Name)
		name, bare := parseName(f.Name)
		if bare {
			name.Space = e.Name.Space
		}
		for _, item := range f.Value.Items() {
			e.Add(b.element(&xsd.Element{Name: name, Type: b.schema.Builtin("anyType"), Nillable: true}, item, join(path, f.Name)))
		}
	}
}

// fragments adds elements that are given as such, or as their text, which is
// parsed: no value can break out of its place.
func (b *builder) fragments(e *xmltree.Element, value *Value, path string) {
	for _, item := range value.Items() {
		if item.kind == KindXML {
			e.Add(item.xml)
			continue
		}
		fragment, err := xmltree.Parse([]byte(item.Text()), "utf-8", xmltree.MessageLimits())
		if err != nil {
			b.problemf(join(path, AnyField), "it is no XML element: %v", err)
			continue
		}
		e.Add(fragment)
	}
}

// array writes an array of SOAP's encoding.
func (b *builder) array(e *xmltree.Element, item *xsd.Type, element *xsd.Element, value *Value, path string) {
	d := &xsd.Element{Name: xmltree.Name{Local: "item"}, Type: item, Nillable: true}
	if element != nil {
		d.Name = element.Name
	}
	if value != nil && value.kind == KindGroup { // {"item": [...]} as well as [...]
		value = value.Field(d.Name.Local)
	}
	items := value.Items()
	if b.version == soap.V12 {
		e.Attrs = append(e.Attrs, qualified(soap.Encoding12, "itemType", item.Name),
			xmltree.Attr{Name: xmltree.Name{Space: soap.Encoding12, Local: "arraySize"}, Value: strconv.Itoa(len(items))})
	} else {
		name := item.Name
		name.Local += "[" + strconv.Itoa(len(items)) + "]"
		e.Attrs = append(e.Attrs, qualified(soap.Encoding11, "arrayType", name))
	}
	for i, v := range items {
		e.Add(b.element(d, v, path+"["+strconv.Itoa(i)+"]"))
	}
}
