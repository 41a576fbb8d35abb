package message

import (
	"errors"
	"fmt"
	"strings"

	"tandem/soap"
	"tandem/soap/wsdl"
	"tandem/soap/xmltree"
	"tandem/soap/xsd"
)

// Reply is what an answer says.
type Reply struct {
	Value  *Value // the content of the one element of the body; for rpc and several parts a field for each part
	Header *Value // a field for each header
	Fault  *soap.Fault
}

// Parse reads the answer to an operation. Elements are found by their names,
// by their local ones where the service got the namespace wrong; what the schema does not
// know is kept.
func Parse(schema *xsd.Set, o *wsdl.Operation, envelope *soap.Envelope) (*Reply, error) {
	if fault := envelope.Fault(); fault != nil {
		return &Reply{Fault: fault}, nil //nolint:nilerr // a fault is what the service answered
	}
	r := &Reply{Header: Group()}
	p := &parser{schema: schema, ids: map[string]*xmltree.Element{}}
	out := o.Out
	if out == nil {
		out = &wsdl.Message{}
	}
	p.index(envelope.Body, 0)
	p.headers(r.Header, out, envelope)
	switch {
	case len(envelope.Body) == 0:
		r.Value = Group()
	case o.Style == wsdl.RPC:
		r.Value = p.rpc(out, envelope.First())
	default:
		r.Value = p.document(out, envelope.Body)
	}
	return r, p.err
}

// parser is one answer that is being read.
type parser struct {
	schema *xsd.Set
	ids    map[string]*xmltree.Element // elements that others refer to
	count  int
	depth  int
	err    error
}

// maxValues bounds what an answer may become: references can make much of little.
const maxValues = 500_000

func (p *parser) document(m *wsdl.Message, body []*xmltree.Element) *Value {
	if len(m.Parts) <= 1 {
		d := p.anonymous(body[0])
		if len(m.Parts) == 1 && m.Parts[0].Element != nil {
			d = m.Parts[0].Element
		} else if len(m.Parts) == 1 {
			d = &xsd.Element{Name: body[0].Name, Type: m.Parts[0].Type}
		}
		return p.element(d, body[0])
	}
	group := Group()
	for _, e := range body {
		d := p.anonymous(e)
		for _, part := range m.Parts {
			if part.Element != nil && part.Element.Name.Local == e.Name.Local {
				d = part.Element
			}
		}
		group.add(e.Name.Local, p.element(d, e), false)
	}
	return group
}

// rpc reads the accessors within the element that is named after the operation.
func (p *parser) rpc(m *wsdl.Message, wrapper *xmltree.Element) *Value {
	group := Group()
	for i, e := range wrapper.Children {
		d := p.anonymous(e)
		for j, part := range m.Parts {
			isMeant := part.Name == e.Name.Local || part.Element != nil && part.Element.Name.Local == e.Name.Local
			// One result may come under any name.
			isOnly := len(m.Parts) == 1 && len(wrapper.Children) == 1 && i == j
			if !isMeant && !isOnly {
				continue
			}
			d = part.Element
			if d == nil {
				d = &xsd.Element{Name: e.Name, Type: part.Type}
			}
			group.add(part.Name, p.element(d, e), false)
			d = nil
			break
		}
		if d != nil {
			group.add(e.Name.Local, p.element(d, e), false)
		}
	}
	return group
}

func (p *parser) headers(group *Value, m *wsdl.Message, envelope *soap.Envelope) {
	for _, e := range envelope.Header {
		d := p.anonymous(e)
		for _, part := range m.Headers {
			if part.Element != nil && part.Element.Name.Local == e.Name.Local {
				d = part.Element
			}
		}
		group.add(e.Name.Local, p.element(d, e), false)
	}
}

// index notes the elements that have an id.
func (p *parser) index(elements []*xmltree.Element, depth int) {
	for _, e := range elements {
		for _, name := range []xmltree.Name{{Local: "id"}, {Space: soap.Encoding12, Local: "id"}} {
			if id, ok := e.Lookup(name.Space, name.Local); ok {
				p.ids[id] = e
			}
		}
		if depth < maxDepth {
			p.index(e.Children, depth+1)
		}
	}
}

// follow returns the element that one of SOAP's encoding refers to.
func (p *parser) follow(e *xmltree.Element) *xmltree.Element {
	ref, ok := e.Lookup("", "href")
	if !ok {
		if ref, ok = e.Lookup(soap.Encoding12, "ref"); !ok {
			return e
		}
	}
	if target := p.ids[strings.TrimPrefix(ref, "#")]; target != nil && len(e.Children) == 0 {
		return target
	}
	return e
}

// anonymous declares an element of which nothing is known.
func (p *parser) anonymous(e *xmltree.Element) *xsd.Element {
	if global, ok := p.schema.Elements[e.Name]; ok && global.Type != nil {
		return global
	}
	return &xsd.Element{Name: e.Name, Type: p.schema.Builtin("anyType")}
}

// element reads one element by its declaration.
func (p *parser) element(d *xsd.Element, e *xmltree.Element) *Value {
	if p.count++; p.count > maxValues && p.err == nil {
		p.err = fmt.Errorf("the answer has more than %d values", maxValues)
	}
	if p.depth > maxDepth && p.err == nil {
		p.err = errors.New("the answer is nested too deep, or refers to itself")
	}
	if p.err != nil {
		return Null()
	}
	p.depth++
	defer func() { p.depth-- }()
	at := p.follow(e)
	if soap.IsNil(e) || soap.IsNil(at) {
		return Null()
	}
	t := p.typeOf(d, at)
	if items, element := t.ArrayItem(); items != nil {
		return p.array(at, items, element)
	}
	return p.content(t, at)
}

// typeOf returns the type of an element: a known one that it names, or the
// declared one. Some clients and services name what does not exist.
func (p *parser) typeOf(d *xsd.Element, e *xmltree.Element) *xsd.Type {
	value, ok := e.Lookup(soap.XSI, "type")
	if !ok {
		return d.Type
	}
	name, ok := e.QName(value)
	if !ok {
		return d.Type
	}
	if t := p.schema.Types[name]; t != nil && t.Derives(d.Type) {
		return t
	}
	if t := p.schema.Builtin(name.Local); t != nil && d.Type.IsAny() && name.Space == soap.XSD {
		return t
	}
	return d.Type
}

// array reads an array of SOAP's encoding.
func (p *parser) array(e *xmltree.Element, item *xsd.Type, element *xsd.Element) *Value {
	d := &xsd.Element{Type: item}
	if element != nil && element.Type == item {
		d = element
	}
	list := List()
	for _, c := range e.Children {
		list.items = append(list.items, p.element(d, c))
	}
	return list
}

// content reads what an element of a type holds.
func (p *parser) content(t *xsd.Type, e *xmltree.Element) *Value {
	group := p.attributes(t, e)
	text := t.Text()
	isLeaf := len(e.Children) == 0 && (text != nil || t.Content() == nil || t.IsAny())
	if isLeaf {
		value := Text(clean(text, e))
		switch {
		case len(group.fields) == 0 && (value.text != "" || text != nil):
			return value
		case value.text != "":
			group.Set(TextField, value)
		}
		return group
	}
	p.children(group, t, e)
	if rest := strings.TrimSpace(e.Content()); rest != "" {
		group.Set(TextField, Text(rest))
	}
	return group
}

// clean cuts the white space around a text, unless its type wants it kept.
func clean(t *xsd.Type, e *xmltree.Element) string {
	content := e.Content()
	for ; t != nil; t = t.Base {
		if t.Name.Space == soap.XSD && t.Name.Local == "string" {
			return content
		}
	}
	return strings.TrimSpace(content)
}

// attributes reads those that mean something: not the schema's and the
// encoding's own.
func (p *parser) attributes(t *xsd.Type, e *xmltree.Element) *Value {
	group := Group()
	for _, a := range e.Attrs {
		switch a.Name.Space {
		case soap.XSI:
			if name, ok := e.QName(a.Value); ok && a.Name.Local == "type" && p.schema.Types[name] == t && t.Base != nil && !t.Base.IsAny() && !t.Simple {
				group.Set(TypeField, Text(name.String()))
			}
			continue
		case soap.Encoding11, soap.Encoding12, soap.Envelope11, soap.Envelope12:
			continue
		}
		if a.Name.Space == "" && a.Name.Local == "id" && p.ids[a.Value] == e && isMultiRef(e) {
			continue
		}
		group.Set("@"+a.Name.Local, Text(a.Value))
	}
	return group
}

func isMultiRef(e *xmltree.Element) bool {
	_, ok := e.Lookup(soap.Encoding11, "root")
	return ok || e.Name.Local == "multiRef"
}

// children reads the elements that an element holds.
func (p *parser) children(group *Value, t *xsd.Type, e *xmltree.Element) {
	known := p.declared(t)
	for _, c := range e.Children {
		use, ok := known.find(c.Name)
		if !ok {
			group.add(c.Name.Local, p.element(p.anonymous(c), c), false)
			continue
		}
		group.add(c.Name.Local, p.element(use.element, c), use.repeats)
	}
}
