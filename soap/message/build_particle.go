package message

import (
	"slices"
	"strconv"
	"strings"

	"tandem/soap/xmltree"
	"tandem/soap/xsd"
)

// particle writes a part of a content model, in the order of the schema.
func (b *builder) particle(e *xmltree.Element, p *xsd.Particle, value *Value, used uses, path string) {
	if !b.step() {
		return
	}
	switch p.Kind {
	case xsd.Single:
		b.single(e, p, value, used, path)
		return
	case xsd.Any:
		if fragments := value.Field(AnyField); fragments != nil && !used[AnyField] {
			used.mark(AnyField)
			b.fragments(e, fragments, path)
		}
		return
	case xsd.Sequence, xsd.Choice, xsd.All, xsd.Ref:
	}
	given := b.given(p, value)
	if p.Min == 0 && !given {
		return
	}
	if p.Repeats() && given {
		b.repeated(e, p, value, used, path)
		return
	}
	b.once(e, p, value, used, path)
}

func (b *builder) once(e *xmltree.Element, p *xsd.Particle, value *Value, used uses, path string) {
	if p.Kind == xsd.Choice {
		b.choice(e, p, value, used, path)
		return
	}
	for _, part := range p.Parts() {
		b.particle(e, part, value, used, path)
	}
}

// choice writes the branch that is given.
func (b *builder) choice(e *xmltree.Element, p *xsd.Particle, value *Value, used uses, path string) {
	var chosen *xsd.Particle
	for _, branch := range p.Parts() {
		if !b.given(branch, value) {
			continue
		}
		if chosen != nil {
			b.problemf(path, "only one of %s may be given", strings.Join(names(p), ", "))
			return
		}
		chosen = branch
	}
	if chosen != nil {
		b.particle(e, chosen, value, used, path)
		return
	}
	if slices.ContainsFunc(p.Parts(), b.optional) {
		return
	}
	if list := names(p); len(list) > 0 {
		b.problemf(path, "one of %s is needed", strings.Join(list, ", "))
	}
}

// repeated writes a group that comes several times. Of a choice the branches
// come as they are given; of a sequence the first comes with the first value of each
// of its fields, the second with the second, and so on.
func (b *builder) repeated(e *xmltree.Element, p *xsd.Particle, value *Value, used uses, path string) {
	if p.Kind == xsd.Choice {
		for _, f := range value.Fields() {
			for _, branch := range p.Parts() {
				one := Group(f)
				if used[f.Name] || !b.given(branch, one) {
					continue
				}
				b.items(e, branch, one, used, path)
			}
		}
		return
	}
	rounds := 1
	declared := map[string]bool{}
	b.each(p, func(d *xsd.Element) bool {
		declared[key(value, d.Name)] = true
		return true
	})
	for _, f := range value.Fields() {
		if declared[f.Name] {
			rounds = max(rounds, len(f.Value.Items()))
		}
	}
	for i := range rounds {
		one := Group()
		for _, f := range value.Fields() {
			if items := f.Value.Items(); declared[f.Name] && i < len(items) {
				one.Set(f.Name, items[i])
			}
		}
		b.once(e, p, one, uses{}, path)
	}
	for name := range declared {
		used.mark(name)
	}
}

// items writes a branch once for each of its values.
func (b *builder) items(e *xmltree.Element, branch *xsd.Particle, one *Value, used uses, path string) {
	f := one.fields[0]
	for _, item := range f.Value.Items() {
		b.particle(e, branch, Group(Field{f.Name, item}), uses{}, path)
	}
	used.mark(f.Name)
}

// single writes an element as often as it is given.
func (b *builder) single(e *xmltree.Element, p *xsd.Particle, value *Value, used uses, path string) {
	d, name := b.pick(p, value)
	given := value.Field(name)
	if given == nil || used[name] {
		if p.Min > 0 && given == nil {
			b.absent(e, p, path)
		}
		return
	}
	used.mark(name)
	at := join(path, name)
	items := given.Items()
	if !p.Repeats() {
		if item, _ := d.Type.ArrayItem(); item != nil && b.encoded {
			items = []*Value{given}
		}
	}
	switch {
	case p.Max != xsd.Unbounded && len(items) > p.Max:
		b.problemf(at, "comes %d times, at most %d are allowed", len(items), p.Max)
	case len(items) < p.Min:
		b.problemf(at, "comes %d times, at least %d are needed", len(items), p.Min)
	}
	for i, item := range items {
		if p.Repeats() {
			e.Add(b.element(d, item, at+"["+strconv.Itoa(i)+"]"))
		} else {
			e.Add(b.element(d, item, at))
		}
	}
}

// absent deals with an element that must be there and is not given.
func (b *builder) absent(e *xmltree.Element, p *xsd.Particle, path string) {
	d := p.Element
	switch {
	case d.Value.Given:
		e.Add(xmltree.New(d.Name.Space, d.Name.Local, d.Value.Text))
	case b.encoded:
		e.Add(b.element(d, Null(), join(path, d.Name.Local)))
	default:
		b.problemf(join(path, d.Name.Local), "is missing")
	}
}

// pick returns the element that is meant, one of its substitution group or
// itself, and the name of its field.
func (b *builder) pick(p *xsd.Particle, value *Value) (*xsd.Element, string) {
	if name := key(value, p.Element.Name); value.Field(name) != nil || !p.Global {
		return p.Element, name
	}
	if member := b.member(p.Element, value, 0); member != nil {
		return member, key(value, member.Name)
	}
	return p.Element, p.Element.Name.Local
}

func (b *builder) member(head *xsd.Element, value *Value, depth int) *xsd.Element {
	if depth > 20 {
		return nil
	}
	for _, m := range head.Members {
		if !b.step() {
			return nil
		}
		if value.Field(key(value, m.Name)) != nil {
			return m
		}
		if found := b.member(m, value, depth+1); found != nil {
			return found
		}
	}
	return nil
}

// key is the name of an element's field: with its namespace, where it is given so.
func key(value *Value, name xmltree.Name) string {
	if name.Space != "" && value.Field(name.String()) != nil {
		return name.String()
	}
	return name.Local
}

// given says whether a value holds any element of a particle.
func (b *builder) given(p *xsd.Particle, value *Value) bool {
	if value == nil || len(value.fields) == 0 || !b.step() {
		return false
	}
	switch p.Kind {
	case xsd.Single:
		_, name := b.pick(p, value)
		return value.Field(name) != nil
	case xsd.Any:
		return value.Field(AnyField) != nil
	case xsd.Sequence, xsd.Choice, xsd.All, xsd.Ref:
	}
	return slices.ContainsFunc(p.Parts(), func(part *xsd.Particle) bool { return b.given(part, value) })
}

// optional says whether a particle may stand for nothing.
func (b *builder) optional(p *xsd.Particle) bool {
	if p.Min == 0 || !b.step() {
		return true
	}
	switch p.Kind {
	case xsd.Single:
		return false
	case xsd.Any:
		return true
	case xsd.Sequence, xsd.Choice, xsd.All, xsd.Ref:
	}
	for _, part := range p.Parts() {
		isOptional := b.optional(part)
		if p.Kind == xsd.Choice && isOptional {
			return true
		}
		if p.Kind != xsd.Choice && !isOptional {
			return false
		}
	}
	return p.Kind != xsd.Choice
}

// each calls back for every element of a particle.
func (b *builder) each(p *xsd.Particle, found func(*xsd.Element) bool) bool {
	if !b.step() {
		return false
	}
	if p.Kind == xsd.Single {
		return found(p.Element)
	}
	for _, part := range p.Parts() {
		if !b.each(part, found) {
			return false
		}
	}
	return true
}

// names lists the elements that a choice begins with, for people.
func names(p *xsd.Particle) []string {
	var list []string
	for _, part := range p.Parts() {
		if len(list) == 10 {
			return append(list, "...")
		}
		if part.Kind == xsd.Single {
			list = append(list, part.Element.Name.Local)
		} else if inner := names(part); len(inner) > 0 {
			list = append(list, inner[0])
		}
	}
	return list
}
