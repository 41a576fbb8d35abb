package wsdl

import (
	"slices"
	"strings"

	"tandem/soap"
	"tandem/soap/xmltree"
)

const (
	nsSOAP11 = "http://schemas.xmlsoap.org/wsdl/soap/"
	nsSOAP12 = "http://schemas.xmlsoap.org/wsdl/soap12/"
)

// extension returns the child that binds to SOAP, nil if there is none.
func extension(e *xmltree.Element, local string) *xmltree.Element {
	for _, c := range e.Children {
		if c.Name.Local == local && (c.Name.Space == nsSOAP11 || c.Name.Space == nsSOAP12) {
			return c
		}
	}
	return nil
}

// binding makes the model of a binding, nil if it does not speak SOAP.
func (l *loader) binding(n *node) *Binding {
	ext := extension(n.Element, "binding")
	if ext == nil {
		return nil
	}
	b := &Binding{Name: n.name, Version: soap.V11}
	if ext.Name.Space == nsSOAP12 {
		b.Version = soap.V12
	}
	portType := l.refer("port type", l.portTypes, n, n.Element, n.Attr("type"))
	if portType == nil {
		return b
	}
	for _, op := range children(n.Element, "operation") {
		abstract := match(portType, op)
		if abstract == nil {
			l.schemas.Missingf("operation %s of port type %s, bound by %s in %s", op.Attr("name"), portType.name, n.name, n.address)
			continue
		}
		o := l.operation(n, op, &node{Element: abstract, space: portType.space, address: portType.address})
		o.Version = b.Version
		if style := ext.Attr("style"); style == "rpc" && styleOf(op) == "" {
			o.Style = RPC
		}
		o.finish()
		b.Operations = append(b.Operations, o)
	}
	return b
}

// match finds the operation that is bound. Where several have one name, those
// of their messages tell them apart.
func match(portType *node, op *xmltree.Element) *xmltree.Element {
	var found *xmltree.Element
	for _, candidate := range children(portType.Element, "operation") {
		if candidate.Attr("name") != op.Attr("name") {
			continue
		}
		in, want := candidate.Child("input"), op.Child("input")
		if found == nil || in != nil && want != nil && want.Attr("name") != "" && in.Attr("name") == want.Attr("name") {
			found = candidate
		}
	}
	return found
}

func styleOf(op *xmltree.Element) string {
	if ext := extension(op, "operation"); ext != nil {
		return ext.Attr("style")
	}
	return ""
}

// operation makes the model of an operation from its binding and its port type.
func (l *loader) operation(binding *node, op *xmltree.Element, abstract *node) *Operation {
	o := &Operation{Name: op.Attr("name"), Doc: documentation(abstract.Element)}
	if ext := extension(op, "operation"); ext != nil {
		o.Action = ext.Attr("soapAction")
	}
	if styleOf(op) == "rpc" {
		o.Style = RPC
	}
	if in := abstract.Child("input"); in != nil {
		o.In = l.message(binding, op.Child("input"), abstract, in)
	}
	if out := abstract.Child("output"); out != nil {
		o.Out = l.message(binding, op.Child("output"), abstract, out)
	}
	for _, f := range children(abstract.Element, "fault") {
		fault := &Fault{Name: f.Attr("name")}
		if m := l.refer("message", l.messages, abstract, f, f.Attr("message")); m != nil {
			if parts := l.parts(m); len(parts) > 0 {
				fault.Part = parts[0]
			}
		}
		o.Faults = append(o.Faults, fault)
	}
	if o.In == nil {
		o.In = &Message{}
	}
	return o
}

// finish names the elements around the parts of an rpc message.
func (o *Operation) finish() {
	if o.Style != RPC {
		return
	}
	o.In.Wrapper = o.Name
	if o.Out != nil {
		o.Out.Wrapper = o.Name + "Response"
	}
}

// message makes the model of one direction. Bound says how it travels and may
// be nil; ref is where the port type names the message.
func (l *loader) message(binding *node, bound *xmltree.Element, abstract *node, ref *xmltree.Element) *Message {
	m := &Message{Space: binding.space}
	definition := l.refer("message", l.messages, abstract, ref, ref.Attr("message"))
	var parts []*Part
	if definition != nil {
		parts = l.parts(definition)
	}
	var inHeaders []string
	var body *xmltree.Element
	if bound != nil {
		body = findBody(bound)
		inHeaders = l.headers(m, binding, bound, definition)
	}
	if body != nil {
		m.Encoded = body.Attr("use") == "encoded"
		if space, ok := body.Lookup("", "namespace"); ok {
			m.Space = space
		}
	}
	m.Parts = l.inBody(binding, body, parts, inHeaders)
	return m
}

// inBody picks the parts that travel in the body: where the binding lists them
// these, and elsewhere all that do not travel in a header. A list of parts
// that are not there, as gSOAP writes it for rpc, is none.
func (l *loader) inBody(binding *node, body *xmltree.Element, parts []*Part, inHeaders []string) []*Part {
	if body != nil {
		if listed, ok := body.Lookup("", "parts"); ok {
			names := strings.Fields(listed)
			picked := slices.DeleteFunc(slices.Clone(parts), func(p *Part) bool { return !slices.Contains(names, p.Name) })
			if len(picked) > 0 || len(names) == 0 {
				return picked
			}
			l.schemas.Warnf("%s: binding %s lists parts %q, which the message does not have", binding.address, binding.name, listed)
		}
	}
	return slices.DeleteFunc(parts, func(p *Part) bool { return slices.Contains(inHeaders, p.Name) })
}

// findBody finds soap:body, which attachments may be wrapped around.
func findBody(e *xmltree.Element) *xmltree.Element {
	if body := extension(e, "body"); body != nil {
		return body
	}
	for _, related := range children(e, "multipartRelated") {
		for _, part := range children(related, "part") {
			if body := extension(part, "body"); body != nil {
				return body
			}
		}
	}
	return nil
}

// headers adds the headers, and returns the parts of the body's own message
// that travel in them.
func (l *loader) headers(m *Message, binding *node, bound *xmltree.Element, own *node) (used []string) {
	for _, h := range bound.Children {
		if h.Name.Local != "header" || h.Name.Space != nsSOAP11 && h.Name.Space != nsSOAP12 {
			continue
		}
		definition := l.refer("message", l.messages, binding, h, h.Attr("message"))
		if definition == nil {
			continue
		}
		for _, p := range l.parts(definition) {
			if p.Name == h.Attr("part") || h.Attr("part") == "" {
				p.Encoded = h.Attr("use") == "encoded"
				m.Headers = append(m.Headers, p)
			}
		}
		if definition == own {
			used = append(used, h.Attr("part"))
		}
	}
	return used
}

// parts makes the model of a message's parts.
func (l *loader) parts(n *node) []*Part {
	var parts []*Part
	for _, p := range children(n.Element, "part") {
		part := &Part{Name: p.Attr("name")}
		switch {
		case p.Attr("element") != "":
			part.Element = l.schemas.Element(p, p.Attr("element"), n.space, n.address)
		case p.Attr("type") != "":
			part.Type = l.schemas.Type(p, p.Attr("type"), n.space, n.address)
		default:
			l.schemas.Missingf("element or type of part %s of message %s, in %s", part.Name, n.name, n.address)
			continue
		}
		parts = append(parts, part)
	}
	return parts
}
