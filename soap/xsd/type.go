package xsd

import "tandem/soap"

// Derivation is how a type is made from its base.
type Derivation uint8

// The derivations.
const (
	Restriction Derivation = iota
	Extension
	ListOf
	UnionOf
)

// Type is a simple or complex type.
type Type struct {
	Name       Name // "" = declared in place
	Doc        string
	Base       *Type
	Derivation Derivation
	Simple     bool
	Abstract   bool
	Mixed      bool
	Facets     Facets
	Item       *Type   // of ListOf
	Union      []*Type // of UnionOf
	Missing    bool    // it is only spoken of

	content       *Particle // as written at this step
	attributes    []*Attribute
	anyAttribute  bool
	simpleContent bool
	state         mark
}

// IsAny says whether the type is xs:anyType, or stands for one that is missing.
func (t *Type) IsAny() bool {
	return t.Missing || t.Name == Name{Space: soap.XSD, Local: "anyType"}
}

// Text returns the simple type of the text that an element of the type holds,
// nil if it holds elements or nothing.
func (t *Type) Text() *Type {
	for ; t != nil; t = t.Base {
		if t.Simple {
			return t
		}
		if !t.simpleContent {
			return nil
		}
	}
	return nil
}

// Content returns what elements the type holds, nil for none. A type that
// extends another holds that one's first.
func (t *Type) Content() *Particle {
	if t.Simple || t.simpleContent {
		return nil
	}
	if t.IsAny() {
		return anything()
	}
	if t.Derivation != Extension || t.Base == nil || t.Base.IsAny() {
		return t.content
	}
	inherited := t.Base.Content()
	switch {
	case inherited == nil:
		return t.content
	case t.content == nil:
		return inherited
	}
	return &Particle{Kind: Sequence, Min: 1, Max: 1, Children: []*Particle{inherited, t.content}}
}

func anything() *Particle {
	return &Particle{Kind: Any, Min: 0, Max: Unbounded, Space: "##any"}
}

// Attributes returns the attributes that an element of the type may have, and
// whether others may come too.
func (t *Type) Attributes() (attributes []*Attribute, others bool) {
	if t.IsAny() {
		return nil, true
	}
	if t.Simple {
		return nil, false
	}
	if t.Base != nil && !t.Base.IsAny() {
		attributes, others = t.Base.Attributes()
	}
	if len(t.attributes) == 0 {
		return attributes, others || t.anyAttribute
	}
	merged := make([]*Attribute, 0, len(attributes)+len(t.attributes))
	for _, inherited := range attributes {
		if find(t.attributes, inherited.Name) == nil {
			merged = append(merged, inherited)
		}
	}
	return append(merged, t.attributes...), others || t.anyAttribute
}

func find(attributes []*Attribute, name Name) *Attribute {
	for _, a := range attributes {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// Derives says whether the type is base, or made from it.
func (t *Type) Derives(base *Type) bool {
	for ; t != nil; t = t.Base {
		if t == base {
			return true
		}
	}
	return base.IsAny()
}

// Builtin returns the local name of the built-in type that the type's text
// comes from: "decimal"; "string" for a union, "" if it holds no text.
func (t *Type) Builtin() string {
	text := t.Text()
	for ; text != nil; text = text.Base {
		if text.Name.Space == soap.XSD {
			return text.Name.Local
		}
		if text.Derivation == UnionOf || text.Derivation == ListOf {
			return "string"
		}
	}
	return ""
}

// Values returns the values of an enumeration, nil if it is none.
func (t *Type) Values() []string {
	for text := t.Text(); text != nil; text = text.Base {
		if len(text.Facets.Values) > 0 {
			return text.Facets.Values
		}
	}
	return nil
}

// ArrayItem returns what a SOAP-encoded array holds, as its type is described:
// by wsdl:arrayType, or by the one element that it repeats. It returns nil for
// what is no such array.
func (t *Type) ArrayItem() (item *Type, element *Element) {
	isArray := false
	for b := t; b != nil; b = b.Base {
		isArray = isArray || b.Name.Local == "Array" && (b.Name.Space == soap.Encoding11 || b.Name.Space == soap.Encoding12)
	}
	if !isArray {
		return nil, nil
	}
	for b := t; b != nil; b = b.Base {
		for _, a := range b.attributes {
			if a.Array != nil {
				item = a.Array
			}
		}
		if element == nil {
			element = firstElement(b.content)
		}
		if item != nil {
			break
		}
	}
	if item == nil && element != nil {
		item = element.Type
	}
	return item, element
}

func firstElement(p *Particle) *Element {
	if p == nil {
		return nil
	}
	if p.Kind == Single {
		return p.Element
	}
	for _, c := range p.Parts() {
		if e := firstElement(c); e != nil {
			return e
		}
	}
	return nil
}
