package xsd

import (
	"strings"

	"tandem/soap"
)

// openType makes a type of a namespace that nobody ships.
func (l *Loader) openType(name Name) *Type {
	t := &Type{Name: name, Derivation: Restriction}
	l.set.Types[name] = t
	switch {
	case name.Space == apacheSOAP && name.Local == "Map":
		t.content = sequence(many(&Element{Name: Name{Local: "item"}, Type: &Type{content: sequence(
			once(&Element{Name: Name{Local: "key"}, Type: l.any()}),
			once(&Element{Name: Name{Local: "value"}, Type: l.any(), Nillable: true}))}}))
	case name.Space == apacheSOAP && name.Local == "Vector":
		t.content = sequence(many(&Element{Name: Name{Local: "item"}, Type: l.any(), Nillable: true}))
	case name.Space == arrays && strings.HasPrefix(name.Local, "ArrayOf"):
		item := strings.TrimPrefix(name.Local, "ArrayOf")
		t.content = sequence(many(&Element{Name: Name{Space: arrays, Local: item}, Type: l.simple(item), Nillable: true}))
	case strings.HasPrefix(name.Space, soap.Encoding11) || strings.HasSuffix(name.Space, "soap-encoding"):
		l.encodingType(t)
	case name.Space == serialization:
		t.Simple, t.Base = true, l.simple(name.Local)
	case name.Local == "swaRef" || strings.HasSuffix(name.Space, "xmlmime"):
		t.simpleContent, t.Base, t.anyAttribute = true, l.simple(name.Local), true
	case name.Space == soap.WSSE || name.Space == soap.WSU || strings.HasSuffix(name.Space, "addressing"):
		t.content, t.anyAttribute, t.Mixed = anything(), true, true
	default:
		t.Base, t.Derivation, t.content, t.anyAttribute, t.Mixed = l.any(), Extension, anything(), true, true
	}
	return t
}

// encodingType makes a type of SOAP's encoding: an array, a structure, or a
// simple type that may be referred to.
func (l *Loader) encodingType(t *Type) {
	t.anyAttribute = true
	switch t.Name.Local {
	case "Array", "Struct":
		t.content = anything()
	case "base64":
		t.simpleContent, t.Base = true, l.simple("base64Binary")
	default:
		t.simpleContent, t.Base = true, l.simple(t.Name.Local)
	}
}

// simple returns a built-in type, a string where there is none of that name.
func (l *Loader) simple(local string) *Type {
	if t, ok := l.set.builtins[local]; ok && t.Simple {
		return t
	}
	return l.set.builtins["string"]
}

func sequence(parts ...*Particle) *Particle {
	return &Particle{Kind: Sequence, Min: 1, Max: 1, Children: parts}
}

func once(e *Element) *Particle { return &Particle{Kind: Single, Min: 1, Max: 1, Element: e} }

func many(e *Element) *Particle { return &Particle{Kind: Single, Min: 0, Max: Unbounded, Element: e} }
