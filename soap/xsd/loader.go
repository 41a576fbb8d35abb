package xsd

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tandem/soap"
	"tandem/soap/source"
	"tandem/soap/xmltree"
)

// maxComponents bounds the model of one description.
const maxComponents = 200_000

const nsWSDL = "http://schemas.xmlsoap.org/wsdl/"

// Loader collects schemas and makes a Set of them.
type Loader struct {
	source     *source.Source
	set        *Set
	groups     map[Name]*group
	attrGroups map[Name]*attrGroup
	pending    []func() // what to compile once everything is collected
	visited    map[visit]bool
	unread     []unread
	told       map[string]bool
	locals     map[string][]Name // names by kind and local name
	components int
	full       bool
}

// visit is a schema that was added, as one of a namespace.
type visit struct {
	schema *xmltree.Element
	space  string
}

// attrGroup is a named group of attributes.
type attrGroup struct {
	node  *xmltree.Element
	doc   *document
	state mark
}

// unread is a document that could not be read.
type unread struct {
	space, what string
	err         error
}

// document is the schema around a declaration: it says how names are meant.
type document struct {
	address   string
	space     string
	borrowed  bool // the namespace is that of the document that included it (chameleon)
	elements  bool // local elements are qualified
	attrs     bool // local attributes are
	originals map[string]any
}

// NewLoader begins a Set.
func NewLoader(from *source.Source) *Loader {
	l := &Loader{
		source: from, groups: map[Name]*group{}, attrGroups: map[Name]*attrGroup{}, visited: map[visit]bool{},
		told: map[string]bool{}, locals: map[string][]Name{},
		set: &Set{Elements: map[Name]*Element{}, Types: map[Name]*Type{}, Attributes: map[Name]*Attribute{}},
	}
	l.set.builtins = builtins()
	return l
}

// Add collects a schema that was read from an address, and what it includes
// and imports. The error is for what ends the loading; what is merely missing
// is noted in the Set.
func (l *Loader) Add(ctx context.Context, schema *xmltree.Element, address string, depth int) error {
	return l.add(ctx, schema, &document{address: address, space: schema.Attr("targetNamespace")}, depth)
}

// Missingf notes what a description lacks.
func (l *Loader) Missingf(format string, args ...any) {
	l.tell(&l.set.Missing, fmt.Sprintf(format, args...))
}

// Warnf notes what was understood although it was written wrongly.
func (l *Loader) Warnf(format string, args ...any) {
	l.tell(&l.set.Warnings, fmt.Sprintf(format, args...))
}

func (l *Loader) tell(list *[]string, text string) {
	if !l.told[text] && len(*list) < 1000 {
		l.told[text] = true
		*list = append(*list, text)
	}
}

func (l *Loader) add(ctx context.Context, schema *xmltree.Element, d *document, depth int) error {
	key := visit{schema, d.space}
	if l.visited[key] {
		return nil
	}
	l.visited[key] = true
	d.elements = schema.Attr("elementFormDefault") == "qualified"
	d.attrs = schema.Attr("attributeFormDefault") == "qualified"
	for _, child := range schema.Children {
		var err error
		switch child.Name.Local {
		case "include", "redefine", "override":
			err = l.include(ctx, child, d, depth)
		case "import":
			err = l.imports(ctx, child, d, depth)
		default:
			l.declare(child, d)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// include takes a document of the same namespace. One without a namespace
// takes on that of the document which includes it. What is redefined takes the
// place of what stands there, which only it can still refer to.
func (l *Loader) include(ctx context.Context, node *xmltree.Element, d *document, depth int) error {
	address, root, err := l.load(ctx, node.Attr("schemaLocation"), d, depth)
	if err != nil {
		return l.unreadable(d.space, fmt.Sprintf("schema %q, included by %s", node.Attr("schemaLocation"), d.address), err)
	}
	if err := l.addRoot(ctx, root, address, d.space, depth+1); err != nil {
		return err
	}
	if node.Name.Local == "include" {
		return nil
	}
	changed := *d
	changed.originals = map[string]any{}
	for _, child := range node.Children {
		l.redeclare(child, &changed)
	}
	return nil
}

func (l *Loader) imports(ctx context.Context, node *xmltree.Element, d *document, depth int) error {
	location, space := node.Attr("schemaLocation"), node.Attr("namespace")
	if location == "" || open(space) {
		return nil
	}
	address, root, err := l.load(ctx, location, d, depth)
	if err != nil {
		return l.unreadable(space, fmt.Sprintf("schema %q of namespace %q, imported by %s", location, space, d.address), err)
	}
	return l.addRoot(ctx, root, address, "", depth+1)
}

func (l *Loader) load(ctx context.Context, location string, d *document, depth int) (string, *xmltree.Element, error) {
	address, err := source.Resolve(d.address, location)
	if err != nil {
		return "", nil, err
	}
	root, err := l.source.Load(ctx, address, depth+1)
	return address, root, err
}

// unreadable notes a document that is not there. Only limits and a caller who
// gave up end the loading.
func (l *Loader) unreadable(space, what string, err error) error {
	if errors.Is(err, source.ErrLimit) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", what, err)
	}
	l.unread = append(l.unread, unread{space, what, err})
	return nil
}

// addRoot adds a document that was loaded: a schema, or a WSDL that holds some.
func (l *Loader) addRoot(ctx context.Context, root *xmltree.Element, address, borrowed string, depth int) error {
	switch {
	case isSchema(root.Name.Space) && root.Name.Local == "schema":
		d := &document{address: address, space: root.Attr("targetNamespace")}
		if d.space == "" && borrowed != "" {
			d.space, d.borrowed = borrowed, true
		}
		return l.add(ctx, root, d, depth)
	case root.Name.Local == "definitions":
		for _, schema := range Schemas(root) {
			if err := l.Add(ctx, schema, address, depth); err != nil {
				return err
			}
		}
	default:
		l.Missingf("%s is no schema: its root is %s", address, root.Name)
	}
	return nil
}

// Schemas returns the schemas that stand in a WSDL document.
func Schemas(definitions *xmltree.Element) []*xmltree.Element {
	var all []*xmltree.Element
	for _, types := range definitions.Children {
		if types.Name.Local != "types" {
			continue
		}
		for _, schema := range types.Children {
			if schema.Name.Local == "schema" && isSchema(schema.Name.Space) {
				all = append(all, schema)
			}
		}
	}
	return all
}

// Finish compiles what was collected. Refer, if not nil, may ask for types and
// elements by then.
func (l *Loader) Finish(refer func()) *Set {
	l.index()
	if refer != nil {
		refer()
	}
	for i := 0; i < len(l.pending) && !l.full; i++ { // compiling may add more
		l.pending[i]()
	}
	if l.full {
		l.Missingf("everything beyond %d components", maxComponents)
	}
	l.breakCircles()
	for _, u := range l.unread {
		if l.defines(u.space) {
			l.Warnf("%s could not be read: %v", u.what, u.err)
		} else {
			l.Missingf("%s: %v", u.what, u.err)
		}
	}
	return l.set
}

// defines says whether anything of a namespace is there.
func (l *Loader) defines(space string) bool {
	for _, names := range l.locals {
		if slices.ContainsFunc(names, func(n Name) bool { return n.Space == space }) {
			return true
		}
	}
	return false
}

func builtins() map[string]*Type {
	name := func(local string) Name { return Name{Space: soap.XSD, Local: local} }
	all := map[string]*Type{}
	all["anyType"] = &Type{Name: name("anyType"), Mixed: true, anyAttribute: true}
	all["anySimpleType"] = &Type{Name: name("anySimpleType"), Simple: true}
	for line := range linesOf(builtinTypes) {
		all[line[0]] = &Type{Name: name(line[0]), Simple: true, Base: all[line[1]]}
	}
	return all
}

func (l *Loader) any() *Type { return l.set.builtins["anyType"] }
