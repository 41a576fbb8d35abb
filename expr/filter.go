package expr

import "tandem"

// Filter is a condition over the fields of one object, as a tree. It is made
// by ParseFilter and turned into SQL by whoever holds the rows, or run by Match.
type Filter interface{ filter() }

// And holds when every part holds; empty, it always holds.
type And []Filter

// Or holds when some part holds.
type Or []Filter

// Not holds when its part does not.
type Not struct{ Part Filter }

// Comparison compares a field with a value. Texts compare bytewise.
type Comparison struct {
	Field string
	Op    Operator
	Value tandem.Value // of the field's kind; Null with Equal and NotEqual
}

// In holds when the field has one of the values.
type In struct {
	Field  string
	Values []tandem.Value
}

// Operator is a comparison's operator.
type Operator string

// The operators.
const (
	Equal        Operator = "=="
	NotEqual     Operator = "!="
	Less         Operator = "<"
	LessEqual    Operator = "<="
	Greater      Operator = ">"
	GreaterEqual Operator = ">="
	Contains     Operator = "contains"   // ignoring case
	StartsWith   Operator = "startsWith" // ignoring case
	EndsWith     Operator = "endsWith"   // ignoring case
)

func (And) filter()        {}
func (Or) filter()         {}
func (Not) filter()        {}
func (Comparison) filter() {}
func (In) filter()         {}
