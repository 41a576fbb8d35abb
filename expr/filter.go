package expr

import "tandem"

// Filter is a condition over the fields of one object, as a tree. It is made
// by ParseFilter and turned into SQL by whoever holds the rows, or run by Match.
// Both must agree on nulls: every Comparison and In over a null field is false,
// but for Equal and NotEqual with Null, and Not knows two values only. In SQL a
// Not therefore also takes the rows where its part's field is null:
//
//	Not{Comparison{"name", Contains, "x"}}   ->   not (name like ...) or name is null
//
// ParseFilter leaves a Not only around an In or around one of the three
// searches of a text; every other negation it has worked into the tree.
type Filter interface{ filter() }

// And holds when every part holds; empty, it always holds.
type And []Filter

// Or holds when some part holds; empty, it never holds.
type Or []Filter

// Not holds when its part does not.
type Not struct{ Part Filter }

// Comparison compares a field with a value. Texts compare bytewise.
type Comparison struct {
	Field string
	Op    Operator
	Value tandem.Value // of the field's kind; Null only with Equal ("is null") and NotEqual ("is not null")
}

// In holds when the field has one of the values; empty, it never holds.
type In struct {
	Field  string
	Values []tandem.Value // of the field's kind, none of them null
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
	Contains     Operator = "contains"   // texts only, ignoring case
	StartsWith   Operator = "startsWith" // texts only, ignoring case
	EndsWith     Operator = "endsWith"   // texts only, ignoring case
)

func (And) filter()        {}
func (Or) filter()         {}
func (Not) filter()        {}
func (Comparison) filter() {}
func (In) filter()         {}

// Fields lists the fields a filter looks at, each once, in order of appearance.
func Fields(f Filter) []string {
	var names []string
	seen := map[string]bool{}
	walk(f, func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	})
	return names
}

func walk(f Filter, visit func(field string)) {
	switch f := f.(type) {
	case And:
		for _, part := range f {
			walk(part, visit)
		}
	case Or:
		for _, part := range f {
			walk(part, visit)
		}
	case Not:
		walk(f.Part, visit)
	case Comparison:
		visit(f.Field)
	case In:
		visit(f.Field)
	}
}
