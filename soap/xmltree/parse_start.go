package xmltree

import "strings"

const xmlSpace = "http://www.w3.org/XML/1998/namespace"

// start reads a start tag.
func (p *parser) start() error {
	p.flush()
	begin := p.at
	p.at++
	name, err := p.name()
	if err != nil {
		return err
	}
	empty, err := p.attributes()
	if err != nil {
		return err
	}
	if p.limits.Names > 0 && p.at-begin > p.limits.Names && p.nameBytes(name) > p.limits.Names {
		return &LimitError{What: "bytes of names in one tag", Limit: int64(p.limits.Names)}
	}
	if p.count++; p.limits.Elements > 0 && p.count > p.limits.Elements {
		return &LimitError{What: "elements", Limit: int64(p.limits.Elements)}
	}
	e, err := p.element(name)
	if err != nil {
		return err
	}
	if p.root == nil {
		p.root = e
	} else {
		p.open[len(p.open)-1].Add(e)
	}
	if empty {
		return nil
	}
	if p.limits.Depth > 0 && len(p.open) >= p.limits.Depth {
		return &LimitError{What: "levels of elements", Limit: int64(p.limits.Depth)}
	}
	p.open, p.names = append(p.open, e), append(p.names, name)
	return nil
}

// nameBytes counts the names and declared namespaces of the tag.
func (p *parser) nameBytes(name string) int {
	n := len(name)
	for _, a := range p.raw {
		n += len(a.name)
		if _, ok := declares(a.name); ok {
			n += len(a.value)
		}
	}
	return n
}

// attributes reads up to the end of a start tag into p.raw.
func (p *parser) attributes() (empty bool, err error) {
	p.raw = p.raw[:0]
	for {
		p.space()
		rest := p.s[p.at:]
		switch {
		case rest == "":
			return false, p.fail("a start tag has no end")
		case rest[0] == '>':
			p.at++
			return false, nil
		case strings.HasPrefix(rest, "/>"):
			p.at += 2
			return true, nil
		}
		if p.limits.Attributes > 0 && len(p.raw) >= p.limits.Attributes {
			return false, &LimitError{What: "attributes in one element", Limit: int64(p.limits.Attributes)}
		}
		a, err := p.attribute()
		if err != nil {
			return false, err
		}
		p.raw = append(p.raw, a)
	}
}

func (p *parser) attribute() (a rawAttr, err error) {
	if a.name, err = p.name(); err != nil {
		return a, err
	}
	p.space()
	if p.at >= len(p.s) || p.s[p.at] != '=' {
		return a, p.fail("attribute %s has no value", a.name)
	}
	p.at++
	p.space()
	if p.at >= len(p.s) || (p.s[p.at] != '"' && p.s[p.at] != '\'') {
		return a, p.fail("the value of attribute %s is not in quotes", a.name)
	}
	n := strings.IndexByte(p.s[p.at+1:], p.s[p.at])
	if n < 0 {
		return a, p.fail("the value of attribute %s has no end", a.name)
	}
	raw := p.s[p.at+1 : p.at+1+n]
	if strings.IndexByte(raw, '<') >= 0 {
		return a, p.fail("the value of attribute %s holds a <", a.name)
	}
	a.value, err = p.unescape(raw, true)
	p.at += n + 2
	return a, err
}

// element makes the element of a start tag, its names resolved.
func (p *parser) element(name string) (*Element, error) {
	if len(p.slab) == 0 {
		p.slab = make([]Element, min(64, 4+p.count))
	}
	e := &p.slab[0]
	p.slab = p.slab[1:]
	if len(p.open) > 0 {
		e.scope = p.open[len(p.open)-1].scope
	}
	declarations := 0
	for _, a := range p.raw {
		if prefix, ok := declares(a.name); ok {
			e.scope = &scope{prefix: prefix, space: a.value, outer: e.scope}
			declarations++
		}
	}
	var err error
	if e.Name, err = p.expand(e, name, true); err != nil {
		return nil, err
	}
	if len(p.raw) > declarations {
		err = p.setAttrs(e, len(p.raw)-declarations)
	}
	return e, err
}

func (p *parser) setAttrs(e *Element, n int) error {
	e.Attrs = make([]Attr, 0, n)
	for _, a := range p.raw {
		if _, ok := declares(a.name); ok {
			continue
		}
		name, err := p.expand(e, a.name, false)
		if err != nil {
			return err
		}
		e.Attrs = append(e.Attrs, Attr{Name: name, Value: a.value})
	}
	return p.unique(e)
}

// unique refuses an element with two attributes of one name. Few attributes
// are compared each with each; many, which nobody sends in good faith, by a map.
func (p *parser) unique(e *Element) error {
	if len(e.Attrs) <= 8 {
		for i := range e.Attrs {
			for j := range i {
				if e.Attrs[i].Name == e.Attrs[j].Name {
					return p.fail("there are two attributes %s", e.Attrs[i].Name)
				}
			}
		}
		return nil
	}
	seen := make(map[Name]bool, len(e.Attrs))
	for i := range e.Attrs {
		if seen[e.Attrs[i].Name] {
			return p.fail("there are two attributes %s", e.Attrs[i].Name)
		}
		seen[e.Attrs[i].Name] = true
	}
	return nil
}

// declares returns the prefix that an attribute declares.
func declares(name string) (prefix string, ok bool) {
	if name == "xmlns" {
		return "", true
	}
	return strings.CutPrefix(name, "xmlns:")
}

// expand resolves a name as written. Attributes without a prefix have no namespace.
func (p *parser) expand(e *Element, name string, isElement bool) (Name, error) {
	prefix, local, found := strings.Cut(name, ":")
	if !found {
		if !isElement {
			return Name{Local: name}, nil
		}
		space, _ := e.scope.find("")
		return Name{Space: space, Local: name}, nil
	}
	space, ok := e.scope.find(prefix)
	switch {
	case local == "" || prefix == "" || strings.IndexByte(local, ':') >= 0:
		return Name{}, p.fail("%s is not a qualified name", name)
	case ok && space != "":
	default:
		if space, ok = p.known(e, prefix); !ok {
			return Name{}, p.fail("the prefix of %s is not declared", name)
		}
	}
	return Name{Space: space, Local: local}, nil
}

// known looks up a prefix that the document forgot to declare, and declares it.
func (p *parser) known(e *Element, prefix string) (string, bool) {
	if p.limits.Prefix == nil {
		return "", false
	}
	space, ok := p.limits.Prefix(prefix)
	if ok {
		e.scope = &scope{prefix: prefix, space: space, outer: e.scope}
	}
	return space, ok
}
