package xsd

import (
	"strconv"
	"strings"

	"tandem/soap/xmltree"
)

// element compiles a declaration of an element.
func (l *Loader) element(e *Element, node *xmltree.Element, d *document) {
	if !l.one() {
		e.Type = l.any()
		return
	}
	e.Doc = documentation(node)
	e.Nillable = isTrue(node.Attr("nillable"))
	e.Abstract = isTrue(node.Attr("abstract"))
	e.Value = fixture(node)
	head := l.heads(e, node, d)
	switch {
	case node.Attr("type") != "":
		e.Type = l.typeOf(d, node, node.Attr("type"))
	case inner(node) != nil:
		e.Type = l.anonymous(inner(node), d)
	case head != nil:
		e.Type = l.any() // until all heads are compiled
		l.later(func() { e.Type = head.Type })
	default:
		e.Type = l.any()
	}
}

// heads enters an element into the substitution groups that it names.
func (l *Loader) heads(e *Element, node *xmltree.Element, d *document) (first *Element) {
	for value := range strings.FieldsSeq(node.Attr("substitutionGroup")) {
		head := l.elementOf(d, node, value)
		head.Members = append(head.Members, e)
		if first == nil {
			first = head
		}
	}
	return first
}

// inner returns the type that a declaration holds.
func inner(node *xmltree.Element) *xmltree.Element {
	for _, c := range node.Children {
		if c.Name.Local == "complexType" || c.Name.Local == "simpleType" {
			return c
		}
	}
	return nil
}

func (l *Loader) anonymous(node *xmltree.Element, d *document) *Type {
	t := &Type{}
	l.later(func() { l.typ(t, node, d) })
	return t
}

// typ compiles a type.
func (l *Loader) typ(t *Type, node *xmltree.Element, d *document) {
	if !l.one() {
		return
	}
	t.Doc = documentation(node)
	if node.Name.Local == "simpleType" {
		l.simpleType(t, node, d)
		return
	}
	t.Abstract = isTrue(node.Attr("abstract"))
	t.Mixed = isTrue(node.Attr("mixed"))
	for _, c := range node.Children {
		if c.Name.Local == "simpleContent" || c.Name.Local == "complexContent" {
			t.simpleContent = c.Name.Local == "simpleContent"
			t.Mixed = t.Mixed || isTrue(c.Attr("mixed"))
			l.derive(t, c, d)
			return
		}
	}
	t.Base = l.any()
	l.body(t, node, d)
}

// derive compiles a type that is made from another.
func (l *Loader) derive(t *Type, content *xmltree.Element, d *document) {
	for _, step := range content.Children {
		switch step.Name.Local {
		case "extension":
			t.Derivation = Extension
		case "restriction":
			t.Derivation = Restriction
		default:
			continue
		}
		t.Base = l.typeOf(d, step, step.Attr("base"))
		if t.simpleContent {
			if own := step.Child("simpleType"); own != nil {
				t.Base = l.anonymous(own, d)
			}
			t.Facets = facets(step)
		}
		l.body(t, step, d)
		return
	}
	t.Base = l.any()
}

// body compiles content and attributes.
func (l *Loader) body(t *Type, node *xmltree.Element, d *document) {
	if !t.simpleContent {
		t.content = l.model(node, d)
	}
	l.attributesOf(t, node, d)
}

// attributesOf adds the attributes that stand in a node.
func (l *Loader) attributesOf(t *Type, node *xmltree.Element, d *document) {
	for _, c := range node.Children {
		switch c.Name.Local {
		case "attribute":
			if a := l.use(c, d); a != nil {
				t.attributes = append(t.attributes, a)
			}
		case "attributeGroup":
			l.attributeGroup(t, c, d)
		case "anyAttribute":
			t.anyAttribute = true
		}
	}
}

func (l *Loader) attributeGroup(t *Type, node *xmltree.Element, d *document) {
	name, declared := d.name(node, node.Attr("ref"))
	g, ok := lookup(l, d, "attributeGroup", l.attrGroups, name, declared)
	switch {
	case !ok && open(name.Space):
		t.anyAttribute = true
	case !ok:
		l.Missingf("attribute group %s, named in %s", name, d.address)
	case g.state == entered:
		l.Missingf("attribute group %s holds itself, in %s", name, d.address)
	case l.one():
		g.state = entered
		l.attributesOf(t, g.node, g.doc)
		g.state = left
	}
}

// use compiles an attribute of a type; nil for one that is forbidden.
func (l *Loader) use(node *xmltree.Element, d *document) *Attribute {
	if node.Attr("use") == "prohibited" || !l.one() {
		return nil
	}
	a := &Attribute{Required: node.Attr("use") == "required", Value: fixture(node)}
	if ref := node.Attr("ref"); ref != "" {
		l.attributeRef(a, node, d, ref)
	} else {
		a.Name = Name{Local: node.Attr("name")}
		if form := node.Attr("form"); form == "qualified" || form == "" && d.attrs {
			a.Name.Space = d.space
		}
		l.attribute(a, node, d)
	}
	if value, ok := node.Lookup(nsWSDL, "arrayType"); ok {
		a.ArrayType = value
		if name, _, found := strings.Cut(value, "["); found {
			a.Array = l.typeOf(d, node, name)
		}
	}
	return a
}

func (l *Loader) attributeRef(a *Attribute, node *xmltree.Element, d *document, ref string) {
	name, declared := d.name(node, ref)
	a.Name, a.Type = name, l.simple("string")
	global, ok := lookup(l, d, "attribute", l.set.Attributes, name, declared)
	switch {
	case ok:
		a.Name = global.Name
		l.later(func() { // the global one may not be compiled yet
			a.Type, a.Doc = global.Type, global.Doc
			if !a.Value.Given {
				a.Value = global.Value
			}
		})
	case !open(name.Space):
		l.Missingf("attribute %s, named in %s", name, d.address)
	}
}

// attribute compiles what a declaration of an attribute says of its type.
func (l *Loader) attribute(a *Attribute, node *xmltree.Element, d *document) {
	a.Doc = documentation(node)
	a.Value = fixture(node)
	switch {
	case node.Attr("type") != "":
		a.Type = l.typeOf(d, node, node.Attr("type"))
	case inner(node) != nil:
		a.Type = l.anonymous(inner(node), d)
	default:
		a.Type = l.simple("string")
	}
}

// simpleType compiles a simple type.
func (l *Loader) simpleType(t *Type, node *xmltree.Element, d *document) {
	t.Simple = true
	t.Base = l.set.builtins["anySimpleType"]
	for _, c := range node.Children {
		switch c.Name.Local {
		case "restriction":
			t.Base = l.part(c, "base", d)
			t.Facets = facets(c)
		case "list":
			t.Derivation = ListOf
			t.Item = l.part(c, "itemType", d)
		case "union":
			t.Derivation = UnionOf
			for value := range strings.FieldsSeq(c.Attr("memberTypes")) {
				t.Union = append(t.Union, l.typeOf(d, c, value))
			}
			for _, member := range c.Children {
				if member.Name.Local == "simpleType" {
					t.Union = append(t.Union, l.anonymous(member, d))
				}
			}
		}
	}
}

// part returns the type that an attribute names or that stands inside.
func (l *Loader) part(node *xmltree.Element, attribute string, d *document) *Type {
	if value := node.Attr(attribute); value != "" {
		return l.typeOf(d, node, value)
	}
	if own := inner(node); own != nil {
		return l.anonymous(own, d)
	}
	return l.set.builtins["anySimpleType"]
}

func documentation(node *xmltree.Element) string {
	text := node.Child("annotation").Child("documentation").Content()
	return strings.Join(strings.Fields(text), " ")
}

func fixture(node *xmltree.Element) Fixture {
	if text, ok := node.Lookup("", "fixed"); ok {
		return Fixture{Text: text, Given: true, Fixed: true}
	}
	text, ok := node.Lookup("", "default")
	return Fixture{Text: text, Given: ok}
}

func isTrue(s string) bool { return s == "true" || s == "1" }

// occurs reads how often a particle comes.
func occurs(node *xmltree.Element) (least, most int) {
	least, most = 1, 1
	if n, err := strconv.Atoi(strings.TrimSpace(node.Attr("minOccurs"))); err == nil && n >= 0 {
		least = n
	}
	switch text := strings.TrimSpace(node.Attr("maxOccurs")); text {
	case "":
		most = max(1, least)
	case "unbounded", "*":
		most = Unbounded
	default:
		if n, err := strconv.Atoi(text); err == nil && n >= 0 {
			most = n
		}
	}
	return least, most
}
