package wsdl

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tandem/soap/source"
	"tandem/soap/xmltree"
	"tandem/soap/xsd"
)

// maxTime bounds the loading of one description.
const maxTime = 60 * time.Second

// loader collects the documents of one description.
type loader struct {
	source    *source.Source
	schemas   *xsd.Loader
	visited   map[string]bool
	messages  map[xmltree.Name]*node
	portTypes map[xmltree.Name]*node
	bindings  map[xmltree.Name]*node
	order     []*node // bindings as they stand
	services  []*node
}

// node is a component of a document.
type node struct {
	*xmltree.Element
	name    xmltree.Name
	space   string // the target namespace of the document
	address string
}

// Load reads the description at an address and all it imports. An error means
// that nothing could be read at all, or that a limit was passed; what is merely missing is
// named by Definitions.Missing.
func Load(ctx context.Context, address string, fetch source.Fetch, limits source.Limits) (*Definitions, error) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	src := source.New(fetch, limits)
	root, err := src.Load(ctx, address, 0)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	if err := isWSDL(root); err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	l := &loader{
		source: src, schemas: xsd.NewLoader(src), visited: map[string]bool{},
		messages: map[xmltree.Name]*node{}, portTypes: map[xmltree.Name]*node{}, bindings: map[xmltree.Name]*node{},
	}
	if err := l.add(ctx, root, address, 0); err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	d := &Definitions{Name: root.Attr("name"), Namespace: root.Attr("targetNamespace"), Doc: documentation(root)}
	d.Schema = l.schemas.Finish(func() { l.build(d) })
	return d, nil
}

// isWSDL refuses what is something else, by its name.
func isWSDL(root *xmltree.Element) error {
	switch {
	case root.Name.Local == "definitions":
		return nil
	case root.Name.Local == "description":
		return errors.New("this is WSDL 2.0; only WSDL 1.1 can be read, which most services offer as well")
	case root.Name.Local == "schema":
		return errors.New("this is a schema; a WSDL is needed, which may import it")
	case strings.EqualFold(root.Name.Local, "html"):
		return errors.New("this is a web page, not a WSDL; the WSDL is often at the same address with ?wsdl behind it")
	}
	return fmt.Errorf("this is no WSDL: its root is %s", root.Name)
}

// add collects what stands in a document and in those that it imports.
func (l *loader) add(ctx context.Context, root *xmltree.Element, address string, depth int) error {
	if l.visited[address] {
		return nil
	}
	l.visited[address] = true
	for _, schema := range xsd.Schemas(root) {
		if err := l.schemas.Add(ctx, schema, address, depth); err != nil {
			return err
		}
	}
	space := root.Attr("targetNamespace")
	for _, c := range root.Children {
		n := &node{Element: c, name: xmltree.Name{Space: space, Local: c.Attr("name")}, space: space, address: address}
		switch c.Name.Local {
		case "import":
			if err := l.imports(ctx, n, depth); err != nil {
				return err
			}
		case "message":
			put(l.messages, n)
		case "portType":
			put(l.portTypes, n)
		case "binding":
			put(l.bindings, n)
			l.order = append(l.order, n)
		case "service":
			l.services = append(l.services, n)
		}
	}
	return nil
}

func put(table map[xmltree.Name]*node, n *node) {
	if _, taken := table[n.name]; !taken {
		table[n.name] = n
	}
}

// imports reads a document that a WSDL imports: another WSDL, or, which is not
// what the standard says, a schema.
func (l *loader) imports(ctx context.Context, n *node, depth int) error {
	location := n.Attr("location")
	if location == "" {
		location = n.Attr("schemaLocation")
	}
	address, err := source.Resolve(n.address, location)
	var root *xmltree.Element
	if err == nil {
		root, err = l.source.Load(ctx, address, depth+1)
	}
	if err != nil {
		if errors.Is(err, source.ErrLimit) || ctx.Err() != nil {
			return err
		}
		l.schemas.Missingf("document %q of namespace %q, imported by %s: %v", location, n.Attr("namespace"), n.address, err)
		return nil
	}
	if root.Name.Local == "schema" {
		return l.schemas.Add(ctx, root, address, depth+1)
	}
	if err := isWSDL(root); err != nil {
		l.schemas.Missingf("document %q, imported by %s: %v", location, n.address, err)
		return nil
	}
	return l.add(ctx, root, address, depth+1)
}

// refer finds what a reference means: what it says, or the only component of
// that local name.
func (l *loader) refer(kind string, table map[xmltree.Name]*node, from *node, at *xmltree.Element, value string) *node {
	name, declared := at.QName(value)
	if n, ok := table[name]; ok && declared {
		return n
	}
	if n, ok := table[xmltree.Name{Space: from.space, Local: name.Local}]; ok {
		l.schemas.Warnf("%s: %s %s is taken for %s", from.address, kind, name, n.name)
		return n
	}
	var only *node
	for other, n := range table {
		if other.Local == name.Local {
			if only != nil {
				only = nil
				break
			}
			only = n
		}
	}
	if only != nil {
		l.schemas.Warnf("%s: %s %s is taken for %s", from.address, kind, name, only.name)
		return only
	}
	l.schemas.Missingf("%s %s, named in %s", kind, name, from.address)
	return nil
}

// build makes the model of what was collected.
func (l *loader) build(d *Definitions) {
	made := map[*node]*Binding{}
	for _, n := range l.order {
		if b := l.binding(n); b != nil {
			made[n] = b
			d.Bindings = append(d.Bindings, b)
		}
	}
	for _, n := range l.services {
		s := &Service{Name: n.name, Doc: documentation(n.Element)}
		for _, p := range children(n.Element, "port") {
			if port := l.port(n, p, made); port != nil {
				s.Ports = append(s.Ports, port)
			}
		}
		d.Services = append(d.Services, s)
	}
	if len(d.Bindings) == 0 {
		l.schemas.Warnf("nothing in it is bound to SOAP")
	}
}

func (l *loader) port(service *node, p *xmltree.Element, made map[*node]*Binding) *Port {
	n := l.refer("binding", l.bindings, service, p, p.Attr("binding"))
	b := made[n]
	if b == nil {
		return nil // not SOAP, or it was named as missing
	}
	port := &Port{Name: p.Attr("name"), Binding: b}
	if i := slices.IndexFunc(p.Children, func(c *xmltree.Element) bool { return c.Name.Local == "address" }); i >= 0 {
		port.Address = strings.TrimSpace(p.Children[i].Attr("location"))
	}
	return port
}

func children(e *xmltree.Element, local string) []*xmltree.Element {
	var found []*xmltree.Element
	for _, c := range e.Children {
		if c.Name.Local == local {
			found = append(found, c)
		}
	}
	return found
}

func documentation(e *xmltree.Element) string {
	return strings.Join(strings.Fields(e.Child("documentation").Content()), " ")
}
