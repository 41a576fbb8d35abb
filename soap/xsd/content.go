package xsd

import "tandem/soap/xmltree"

// model compiles the content model that stands in a node, nil if there is none.
func (l *Loader) model(node *xmltree.Element, d *document) *Particle {
	for _, c := range node.Children {
		switch c.Name.Local {
		case "sequence", "choice", "all", "group":
			return l.particle(c, d)
		}
	}
	return nil
}

func (l *Loader) particle(node *xmltree.Element, d *document) *Particle {
	if !l.one() {
		return nil
	}
	p := &Particle{}
	p.Min, p.Max = occurs(node)
	switch node.Name.Local {
	case "sequence":
		p.Kind = Sequence
	case "choice":
		p.Kind = Choice
	case "all":
		p.Kind = All
	case "any":
		p.Kind, p.Space = Any, node.Attr("namespace")
		return p
	case "group":
		return l.groupRef(p, node, d)
	case "element":
		return l.single(p, node, d)
	default:
		return nil
	}
	for _, c := range node.Children {
		if part := l.particle(c, d); part != nil {
			p.Children = append(p.Children, part)
		}
	}
	return p
}

func (l *Loader) groupRef(p *Particle, node *xmltree.Element, d *document) *Particle {
	name, declared := d.name(node, node.Attr("ref"))
	g, ok := lookup(l, d, "group", l.groups, name, declared)
	if !ok {
		l.Missingf("group %s, named in %s", name, d.address)
		return nil
	}
	p.Kind, p.group = Ref, g
	return p
}

// single compiles an element within a content model.
func (l *Loader) single(p *Particle, node *xmltree.Element, d *document) *Particle {
	if p.Max == 0 {
		return nil
	}
	p.Kind = Single
	if ref := node.Attr("ref"); ref != "" {
		p.Element, p.Global = l.elementOf(d, node, ref), true
		return p
	}
	p.Element = &Element{Name: Name{Local: node.Attr("name")}}
	if form := node.Attr("form"); form == "qualified" || form == "" && d.elements {
		p.Element.Name.Space = d.space
	}
	l.element(p.Element, node, d)
	return p
}
