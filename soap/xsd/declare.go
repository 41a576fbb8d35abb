package xsd

import (
	"iter"
	"strings"

	"tandem/soap/xmltree"
)

// linesOf splits a table into the words of its lines.
func linesOf(table string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			if !yield(strings.Fields(line)) {
				return
			}
		}
	}
}

// declare registers a global component by its name. It is compiled later, when
// whatever it refers to is known as well.
func (l *Loader) declare(node *xmltree.Element, d *document) {
	name := Name{Space: d.space, Local: node.Attr("name")}
	if name.Local == "" {
		return
	}
	switch node.Name.Local {
	case "element":
		if _, taken := l.set.Elements[name]; !taken {
			e := &Element{Name: name}
			l.set.Elements[name] = e
			l.later(func() { l.element(e, node, d) })
		}
	case "complexType", "simpleType":
		if _, taken := l.set.Types[name]; !taken {
			t := &Type{Name: name}
			l.set.Types[name] = t
			l.later(func() { l.typ(t, node, d) })
		}
	case "attribute":
		if _, taken := l.set.Attributes[name]; !taken {
			a := &Attribute{Name: name}
			l.set.Attributes[name] = a
			l.later(func() { l.attribute(a, node, d) })
		}
	case "group":
		if _, taken := l.groups[name]; !taken {
			g := &group{name: name}
			l.groups[name] = g
			l.later(func() { g.particle = l.model(node, d) })
		}
	case "attributeGroup":
		if _, taken := l.attrGroups[name]; !taken {
			l.attrGroups[name] = &attrGroup{node: node, doc: d}
		}
	}
}

// redeclare registers a component in place of one of the same name, which the
// new one may refer to by that name.
func (l *Loader) redeclare(node *xmltree.Element, d *document) {
	name := Name{Space: d.space, Local: node.Attr("name")}
	switch node.Name.Local {
	case "complexType", "simpleType":
		if t, ok := l.set.Types[name]; ok {
			original := *t
			original.Name.Local += " (redefined)"
			d.originals["type "+name.Local] = &original
			l.moved(t, &original)
			delete(l.set.Types, name)
			l.replace(t, node, d)
			return
		}
	case "group":
		if g, ok := l.groups[name]; ok {
			original := &group{name: name}
			d.originals["group "+name.Local] = original
			l.later(func() { original.particle = g.particle })
			l.later(func() { g.particle = l.model(node, d) })
			return
		}
	case "attributeGroup":
		if g, ok := l.attrGroups[name]; ok {
			original := *g
			d.originals["attributeGroup "+name.Local] = &original
			g.node, g.doc = node, d
			return
		}
	}
	l.declare(node, d)
}

// moved compiles the original of a redefined type: what was compiled into its
// place is taken over before the new one is.
func (l *Loader) moved(place, original *Type) {
	l.later(func() {
		name := original.Name
		*original = *place
		original.Name = name
	})
}

func (l *Loader) replace(place *Type, node *xmltree.Element, d *document) {
	name := Name{Space: d.space, Local: node.Attr("name")}
	l.set.Types[name] = place
	l.later(func() {
		*place = Type{Name: name}
		l.typ(place, node, d)
	})
}

// later puts off a step of compiling.
func (l *Loader) later(step func()) { l.pending = append(l.pending, step) }

// one counts a component.
func (l *Loader) one() bool {
	l.components++
	l.full = l.full || l.components > maxComponents
	return !l.full
}

// index notes all names by their local names, for references that got their
// namespace wrong.
func (l *Loader) index() {
	for name := range l.set.Elements {
		l.note("element", name)
	}
	for name := range l.set.Types {
		l.note("type", name)
	}
	for name := range l.set.Attributes {
		l.note("attribute", name)
	}
	for name := range l.groups {
		l.note("group", name)
	}
	for name := range l.attrGroups {
		l.note("attributeGroup", name)
	}
}

func (l *Loader) note(kind string, name Name) {
	key := kind + " " + name.Local
	l.locals[key] = append(l.locals[key], name)
}
