package expr

import "tandem"

// Match reports whether a row fits the filter. It is the twin of the SQL made
// from the same tree, see Filter for what null means. No filter always fits.
func Match(f Filter, get func(field string) tandem.Value) bool {
	switch f := f.(type) {
	case nil:
		return true
	case And:
		for _, part := range f {
			if !Match(part, get) {
				return false
			}
		}
		return true
	case Or:
		for _, part := range f {
			if Match(part, get) {
				return true
			}
		}
		return false
	case Not:
		return !Match(f.Part, get)
	case Comparison:
		return f.match(get(f.Field))
	case In:
		return f.match(get(f.Field))
	default:
		return false
	}
}

func (c Comparison) match(v tandem.Value) bool {
	if c.Value.IsNull() {
		isNull := v.IsNull() || v.IsAbsent()
		return c.Op == Equal && isNull || c.Op == NotEqual && !isNull
	}
	return compare(v, c.Op, c.Value)
}

func (in In) match(v tandem.Value) bool {
	for _, w := range in.Values {
		if compare(v, Equal, w) {
			return true
		}
	}
	return false
}

// compare compares two values; nil compares with nothing, and neither do
// values of different kinds, but for the two kinds of numbers.
func compare(a tandem.Value, op Operator, b tandem.Value) bool {
	if isSearch(op) {
		return a.Kind() == tandem.Text && b.Kind() == tandem.Text && search(a.Text(), op, b.Text())
	}
	order, ok := order(a, b)
	if !ok {
		return false
	}
	switch op {
	case Equal:
		return order == 0
	case NotEqual:
		return order != 0
	case Less:
		return order < 0
	case LessEqual:
		return order <= 0
	case Greater:
		return order > 0
	case GreaterEqual:
		return order >= 0
	default:
		return false
	}
}
