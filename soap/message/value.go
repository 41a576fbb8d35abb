package message

import (
	"slices"

	"tandem/soap/xmltree"
)

// Kind is what a Value is.
type Kind uint8

// The kinds of values.
const (
	KindText Kind = iota
	KindNull
	KindGroup
	KindList
	KindXML // an element, taken as it is
)

// Value is a node of a tree of values.
type Value struct {
	kind   Kind
	text   string
	fields []Field
	items  []*Value
	xml    *xmltree.Element
}

// Field is a named value of a group.
type Field struct {
	Name  string
	Value *Value
}

// Names of fields with a meaning of their own.
const (
	TextField = "#text"
	AnyField  = "#any"
	TypeField = "@xsi:type"
)

// Text makes a text. Numbers and dates are texts too, as XML Schema writes them.
func Text(s string) *Value { return &Value{text: s} }

// Null makes a null, which is neither an empty text nor an absent value.
func Null() *Value { return &Value{kind: KindNull} }

// List makes a list.
func List(items ...*Value) *Value { return &Value{kind: KindList, items: items} }

// Group makes a group of fields.
func Group(fields ...Field) *Value { return &Value{kind: KindGroup, fields: fields} }

// Kind says what the value is.
func (v *Value) Kind() Kind { return v.kind }

// Fields returns the fields of a group, in order.
func (v *Value) Fields() []Field {
	if v == nil {
		return nil
	}
	return v.fields
}

// Items returns the values of a list; any other value is a list of itself,
// and an absent one an empty list.
func (v *Value) Items() []*Value {
	switch {
	case v == nil:
		return nil
	case v.kind == KindList:
		return v.items
	}
	return []*Value{v}
}

// Text returns the text of a value: its own, or that of a group beside its
// attributes. Any other value, an absent one too, has none.
func (v *Value) Text() string {
	switch {
	case v == nil:
		return ""
	case v.kind == KindText:
		return v.text
	case v.kind == KindGroup:
		return v.Field(TextField).Text()
	case v.kind == KindXML:
		return v.xml.Content()
	}
	return ""
}

// IsNull says whether the value is null; an absent one is not.
func (v *Value) IsNull() bool { return v != nil && v.kind == KindNull }

// Element returns the element of a value made of one, or nil.
func (v *Value) Element() *xmltree.Element { return v.xml }

// Field returns a field of a group, nil if there is none.
func (v *Value) Field(name string) *Value {
	if v == nil {
		return nil
	}
	for i := range v.fields {
		if v.fields[i].Name == name {
			return v.fields[i].Value
		}
	}
	return nil
}

// Set puts a field of a group, in place of one of that name.
func (v *Value) Set(name string, value *Value) {
	for i := range v.fields {
		if v.fields[i].Name == name {
			v.fields[i].Value = value
			return
		}
	}
	v.fields = append(v.fields, Field{Name: name, Value: value})
}

// add puts a field that may come several times: from the second on they are a list.
func (v *Value) add(name string, value *Value, repeats bool) {
	old := v.Field(name)
	switch {
	case old == nil && repeats:
		v.Set(name, List(value))
	case old == nil:
		v.Set(name, value)
	case old.kind == KindList:
		old.items = append(old.items, value)
	default:
		v.Set(name, List(old, value))
	}
}

// Equal says whether two trees hold the same, in the same order.
func (v *Value) Equal(other *Value) bool {
	if v == nil || other == nil {
		return v == other
	}
	return v.kind == other.kind && v.text == other.text && v.xml == other.xml &&
		slices.EqualFunc(v.items, other.items, (*Value).Equal) &&
		slices.EqualFunc(v.fields, other.fields, func(a, b Field) bool { return a.Name == b.Name && a.Value.Equal(b.Value) })
}
