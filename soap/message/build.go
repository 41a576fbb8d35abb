package message

import (
	"fmt"
	"strings"

	"tandem/soap"
	"tandem/soap/wsdl"
	"tandem/soap/xmltree"
	"tandem/soap/xsd"
)

// Problem is something about a value that the schema does not allow.
type Problem struct {
	Path, Text string
}

// String writes path and text.
func (p Problem) String() string {
	if p.Path == "" {
		return p.Text
	}
	return p.Path + ": " + p.Text
}

// Request is what Build makes: the elements of header and body. What is wrong
// with the values stands in Problems; the elements are made as well as can be.
type Request struct {
	Header   []*xmltree.Element
	Body     []*xmltree.Element
	Problems []Problem
}

// Build makes the message that asks for an operation. Values holds the content
// of the one element of the body, or, for rpc and for several parts, a field for each part;
// headers a field for each header of the operation, by the name of its element or part.
func Build(schema *xsd.Set, o *wsdl.Operation, values, headers *Value) *Request {
	b := &builder{schema: schema, version: o.Version, encoded: o.In.Encoded, seen: map[string]bool{}}
	r := &Request{}
	if values == nil {
		values = Group()
	}
	if o.Style == wsdl.RPC {
		r.Body = b.rpc(o.In, values)
	} else {
		r.Body = b.document(o.In, values)
	}
	for _, part := range o.In.Headers {
		if value, ok := headers.part(part); ok {
			b.encoded = part.Encoded
			e := b.part(part, value, "header "+part.Name)
			r.Header = append(r.Header, e...)
		}
	}
	r.Problems = b.problems
	return r
}

// builder is one message under way.
type builder struct {
	schema   *xsd.Set
	version  soap.Version
	encoded  bool
	problems []Problem
	seen     map[string]bool
	steps    int
	depth    int
}

// maxSteps bounds the work on one message, whatever its schema looks like.
const maxSteps = 2_000_000

func (b *builder) problemf(path, format string, args ...any) {
	p := Problem{path, fmt.Sprintf(format, args...)}
	if len(b.problems) < 100 && !b.seen[p.String()] {
		b.seen[p.String()] = true
		b.problems = append(b.problems, p)
	}
}

// step counts work; false ends it.
func (b *builder) step() bool {
	if b.steps++; b.steps == maxSteps {
		b.problemf("", "the schema is too intricate for this message")
	}
	return b.steps < maxSteps
}

// document makes the body of a document/literal message.
func (b *builder) document(m *wsdl.Message, values *Value) []*xmltree.Element {
	if len(m.Parts) == 1 {
		return b.part(m.Parts[0], values, "")
	}
	var body []*xmltree.Element
	used := uses{}
	for _, part := range m.Parts {
		value, ok := values.part(part)
		if !ok {
			b.problemf(part.Name, "is missing")
			continue
		}
		used.mark(part.Name)
		if part.Element != nil {
			used.mark(part.Element.Name.Local)
		}
		body = append(body, b.part(part, value, part.Name)...)
	}
	b.unknown(values, used, "")
	return body
}

// part returns the value for a part of a message.
func (v *Value) part(p *wsdl.Part) (*Value, bool) {
	if value := v.Field(p.Name); value != nil {
		return value, true
	}
	if p.Element == nil {
		return nil, false
	}
	value := v.Field(p.Element.Name.Local)
	return value, value != nil
}

// part makes the elements of a part that is no accessor of rpc.
func (b *builder) part(p *wsdl.Part, value *Value, path string) []*xmltree.Element {
	if p.Element != nil {
		return []*xmltree.Element{b.element(p.Element, value, path)}
	}
	// A part of a type in a document message: the body itself is of that type.
	e := xmltree.New("", p.Name, "")
	b.fill(e, p.Type, value, path)
	if len(e.Children) == 0 {
		return []*xmltree.Element{e}
	}
	return e.Children
}

// rpc makes the element that is named after the operation, with an accessor
// for each part.
func (b *builder) rpc(m *wsdl.Message, values *Value) []*xmltree.Element {
	wrapper := xmltree.New(m.Space, m.Wrapper, "")
	if b.encoded && len(m.Parts) > 0 {
		wrapper.Attrs = []xmltree.Attr{{Name: xmltree.Name{Space: b.version.Envelope(), Local: "encodingStyle"}, Value: b.version.Encoding()}}
	}
	used := uses{}
	for _, part := range m.Parts {
		used.mark(part.Name)
		value, ok := values.part(part)
		switch {
		case part.Element != nil:
			used.mark(part.Element.Name.Local)
			wrapper.Add(b.element(part.Element, value, part.Name))
		case ok:
			accessor := &xsd.Element{Name: xmltree.Name{Local: part.Name}, Type: part.Type}
			for _, item := range itemsFor(accessor, value) {
				wrapper.Add(b.element(accessor, item, part.Name))
			}
		case b.encoded:
			wrapper.Add(b.element(&xsd.Element{Name: xmltree.Name{Local: part.Name}, Type: part.Type}, Null(), part.Name))
		default:
			b.problemf(part.Name, "is missing")
		}
	}
	b.unknown(values, used, "")
	return []*xmltree.Element{wrapper}
}

// itemsFor returns the values of an accessor: a list is one value of an array,
// and several of anything else.
func itemsFor(e *xsd.Element, value *Value) []*Value {
	if item, _ := e.Type.ArrayItem(); item != nil {
		return []*Value{value}
	}
	return value.Items()
}

// uses notes which fields of a group went into the message.
type uses map[string]bool

func (u uses) mark(name string) { u[name] = true }

// unknown reports fields that did not.
func (b *builder) unknown(v *Value, used uses, path string) {
	for _, f := range v.Fields() {
		if !used[f.Name] {
			b.problemf(join(path, f.Name), "the schema has no such field here")
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// qualified makes an attribute whose value is a qualified name.
func qualified(space, local string, value xmltree.Name) xmltree.Attr {
	return xmltree.Attr{Name: xmltree.Name{Space: space, Local: local}, Value: value.Local, Space: value.Space}
}

// parseName reads "{namespace}name" or a name alone.
func parseName(s string) (name xmltree.Name, bare bool) {
	if rest, ok := strings.CutPrefix(s, "{"); ok {
		if space, local, ok := strings.Cut(rest, "}"); ok {
			return xmltree.Name{Space: space, Local: local}, false
		}
	}
	if _, local, found := strings.Cut(s, ":"); found {
		s = local
	}
	return xmltree.Name{Local: s}, true
}
