package expr

import "tandem"

// negate returns the filter that holds exactly where f does not, nulls
// included, with a Not only where the tree has no other word for it.
func negate(f Filter) Filter {
	switch f := f.(type) {
	case And:
		parts := make(Or, len(f))
		for i := range f {
			parts[i] = negate(f[i])
		}
		return parts
	case Or:
		parts := make(And, len(f))
		for i := range f {
			parts[i] = negate(f[i])
		}
		return parts
	case Not:
		return f.Part
	case Comparison:
		return negateComparison(f)
	default:
		return Not{f}
	}
}

func negateComparison(c Comparison) Filter {
	op, ok := opposite(c.Op)
	if !ok {
		return Not{c}
	}
	turned := Comparison{c.Field, op, c.Value}
	if c.Value.IsNull() {
		return turned
	}
	return Or{turned, Comparison{c.Field, Equal, tandem.NullValue()}}
}

// opposite returns the operator that holds between two values where op does not.
func opposite(op Operator) (Operator, bool) {
	switch op {
	case Equal:
		return NotEqual, true
	case NotEqual:
		return Equal, true
	case Less:
		return GreaterEqual, true
	case LessEqual:
		return Greater, true
	case Greater:
		return LessEqual, true
	case GreaterEqual:
		return Less, true
	default:
		return "", false
	}
}

// mirror returns the operator that says the same with its sides exchanged.
func mirror(op Operator) Operator {
	switch op {
	case Less:
		return Greater
	case LessEqual:
		return GreaterEqual
	case Greater:
		return Less
	case GreaterEqual:
		return LessEqual
	default:
		return op
	}
}
