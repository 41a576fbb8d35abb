package xsd

import (
	"tandem/soap"
	"tandem/soap/xmltree"
)

// name resolves a reference as the document means it.
func (d *document) name(e *xmltree.Element, value string) (Name, bool) {
	name, ok := e.QName(value)
	if name.Space == "" && d.borrowed {
		name.Space = d.space
	}
	return name, ok
}

// lookup finds what a reference means: what it says, or what stands under that
// local name in the namespace of the document, or the only one of that local
// name anywhere. The latter two are wrong, and meant nevertheless.
func lookup[T any](l *Loader, d *document, kind string, table map[Name]T, name Name, declared bool) (found T, ok bool) {
	if original, redefined := d.originals[kind+" "+name.Local]; redefined && name.Space == d.space {
		found, ok = original.(T)
		return found, ok
	}
	if found, ok = table[name]; ok && declared {
		return found, true
	}
	if open(name.Space) && declared {
		return found, false
	}
	own := Name{Space: d.space, Local: name.Local}
	if found, ok = table[own]; ok {
		l.Warnf("%s: %s %s is taken for %s", d.address, kind, name, own)
		return found, true
	}
	if names := l.locals[kind+" "+name.Local]; len(names) == 1 {
		l.Warnf("%s: %s %s is taken for %s", d.address, kind, name, names[0])
		return table[names[0]], true
	}
	return found, false
}

// typeOf returns the type that a reference in some document means. Where there
// is none, one comes that says so.
func (l *Loader) typeOf(d *document, e *xmltree.Element, value string) *Type {
	name, declared := d.name(e, value)
	if isSchema(name.Space) && declared {
		if t, ok := l.set.builtins[name.Local]; ok {
			return t
		}
	}
	if t, ok := lookup(l, d, "type", l.set.Types, name, declared); ok {
		return t
	}
	if declared && open(name.Space) && name.Space != soap.XSD {
		return l.openType(name)
	}
	if t, ok := l.set.builtins[name.Local]; ok && (!declared || name.Space == "" || name.Space == d.space) {
		l.Warnf("%s: type %s is taken for the built-in one", d.address, name)
		return t
	}
	l.Missingf("type %s, named in %s", name, d.address)
	t := &Type{Name: name, Missing: true, Mixed: true, anyAttribute: true}
	l.set.Types[name] = t
	return t
}

// elementOf returns the global element that a reference means.
func (l *Loader) elementOf(d *document, e *xmltree.Element, value string) *Element {
	name, declared := d.name(e, value)
	if found, ok := lookup(l, d, "element", l.set.Elements, name, declared); ok {
		return found
	}
	made := &Element{Name: name, Type: l.any()}
	if !declared || !open(name.Space) {
		l.Missingf("element %s, named in %s", name, d.address)
		made.Type = &Type{Name: name, Missing: true, Mixed: true, anyAttribute: true}
	}
	l.set.Elements[name] = made
	return made
}

// Type returns the type that a WSDL refers to; Element the global element.
// Both stand in the WSDL's own namespace as far as wrong names are concerned.
func (l *Loader) Type(at *xmltree.Element, value, space, address string) *Type {
	return l.typeOf(&document{address: address, space: space}, at, value)
}

// Element returns the global element that a WSDL refers to.
func (l *Loader) Element(at *xmltree.Element, value, space, address string) *Element {
	return l.elementOf(&document{address: address, space: space}, at, value)
}
