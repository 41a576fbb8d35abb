package xsd

import "tandem/soap/xmltree"

// Name is the name of a component.
type Name = xmltree.Name

// Unbounded is a Max without end.
const Unbounded = -1

// Set is all components of one description.
type Set struct {
	Elements   map[Name]*Element // global ones
	Types      map[Name]*Type
	Attributes map[Name]*Attribute
	Missing    []string // documents and names that are not there, and who asks for them
	Warnings   []string // what was understood although it was written wrongly
	builtins   map[string]*Type
}

// Element is a declaration of an element.
type Element struct {
	Name     Name
	Type     *Type
	Doc      string
	Nillable bool
	Abstract bool
	Value    Fixture
	Members  []*Element // that may stand for it (substitution group)
}

// Fixture is a value that an element or attribute has where none is given.
type Fixture struct {
	Text  string
	Given bool
	Fixed bool // no other is allowed
}

// Attribute is a declaration of an attribute, or the use of one.
type Attribute struct {
	Name      Name
	Type      *Type
	Doc       string
	Required  bool
	Value     Fixture
	ArrayType string // what an rpc/encoded array holds, as written: "xsd:string[]"
	Array     *Type  // the type that ArrayType names
}

// Kind is what a particle is.
type Kind uint8

// The kinds of particles.
const (
	Sequence Kind = iota
	Choice
	All
	Single // one element
	Any    // whatever element
	Ref    // a named group
)

// Particle is a part of a content model.
type Particle struct {
	Kind     Kind
	Min, Max int // how often; Unbounded
	Element  *Element
	Children []*Particle
	group    *group
	// Global says that the element is a reference, so that members of its
	// substitution group may come instead.
	Global bool
	Space  string // of Any: the namespaces as written
}

// Parts returns what the particle consists of; a named group is looked through.
func (p *Particle) Parts() []*Particle {
	if p.Kind == Ref {
		if p.group.particle == nil {
			return nil
		}
		return []*Particle{p.group.particle}
	}
	return p.Children
}

// Repeats says whether it may come more than once.
func (p *Particle) Repeats() bool { return p.Max == Unbounded || p.Max > 1 }

// group is a named group.
type group struct {
	name     Name
	particle *Particle
	state    mark
}

// mark is how far the search for circles has come.
type mark uint8

const (
	unseen mark = iota
	entered
	left
)
