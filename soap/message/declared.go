package message

import (
	"tandem/soap/xmltree"
	"tandem/soap/xsd"
)

// use is an element of a content model, and whether it may come several times.
type use struct {
	element *xsd.Element
	repeats bool
}

// declared is what a type may hold, by name.
type declared struct {
	byName  map[xmltree.Name]use
	byLocal map[string]use
}

func (d declared) find(name xmltree.Name) (use, bool) {
	if u, ok := d.byName[name]; ok {
		return u, true
	}
	u, ok := d.byLocal[name.Local]
	return u, ok
}

// declared looks through a content model.
func (p *parser) declared(t *xsd.Type) declared {
	d := declared{map[xmltree.Name]use{}, map[string]use{}}
	if content := t.Content(); content != nil {
		steps := maxUses
		d.collect(content, false, &steps)
	}
	return d
}

// maxUses bounds the search of one content model, in which groups may nest.
const maxUses = 20_000

func (d declared) collect(p *xsd.Particle, repeats bool, steps *int) {
	if *steps--; *steps < 0 {
		return
	}
	repeats = repeats || p.Repeats()
	if p.Kind == xsd.Single {
		d.enter(p.Element, repeats, p.Global, 0)
		return
	}
	for _, part := range p.Parts() {
		d.collect(part, repeats, steps)
	}
}

// enter notes an element, and those that may stand for it. One that stands in
// two places of the model may come twice.
func (d declared) enter(e *xsd.Element, repeats, global bool, depth int) {
	if _, twice := d.byName[e.Name]; twice && depth == 0 {
		repeats = true
	}
	d.byName[e.Name] = use{e, repeats}
	d.byLocal[e.Name.Local] = use{e, repeats}
	if !global || depth > 20 {
		return
	}
	for _, member := range e.Members {
		if _, known := d.byName[member.Name]; !known {
			d.enter(member, repeats, global, depth+1)
		}
	}
}
