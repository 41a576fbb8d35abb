package expr

import (
	"strings"

	"tandem"
)

func numberFunctions() []function {
	const n, d, t = tandem.Integer, tandem.Decimal, tandem.Text
	return []function{
		{Function: usage("round(number, digits)", "rounded half away from zero; to whole numbers without digits"), params: kinds(d, n), optional: 1, apply: rounded(halfAway)},
		{Function: usage("floor(number, digits)", "rounded down"), params: kinds(d, n), optional: 1, apply: rounded(down)},
		{Function: usage("ceil(number, digits)", "rounded up"), params: kinds(d, n), optional: 1, apply: rounded(up)},
		{Function: usage("abs(number)", "without its sign"), params: kinds(d), apply: absolute},
		{Function: usage("number(text)", "a text read as a number; nil when it is blank"), params: kinds(t), result: d, apply: asNumber},
		{Function: usage("integer(value)", "a text or number as a whole number; nil when it is blank"), params: kinds(tandem.Absent), result: n, apply: asInteger},
		{Function: usage("min(value, ...)", "the smallest that is known"), params: kinds(tandem.Absent), variadic: true, nulls: true, together: true, apply: extreme(Less)},
		{Function: usage("max(value, ...)", "the largest that is known"), params: kinds(tandem.Absent), variadic: true, nulls: true, together: true, apply: extreme(Greater)},
	}
}

func rounded(way rounding) func([]tandem.Value) (tandem.Value, string) {
	return func(args []tandem.Value) (tandem.Value, string) {
		digits := int64(0)
		if len(args) > 1 {
			digits = args[1].Int()
		}
		v, ok := round(args[0], digits, way)
		if !ok {
			return v, tooLarge
		}
		return v, ""
	}
}

func absolute(args []tandem.Value) (tandem.Value, string) {
	if args[0].Int() >= 0 {
		return args[0], ""
	}
	v, ok := negative(args[0])
	if !ok {
		return v, tooLarge
	}
	return v, ""
}

func asNumber(args []tandem.Value) (tandem.Value, string) {
	s := strings.TrimSpace(args[0].Text())
	if s == "" {
		return tandem.NullValue(), ""
	}
	v, ok := tandem.ParseDecimal(s)
	if !ok {
		return v, "not a number such as 12.50"
	}
	return v, ""
}

func asInteger(args []tandem.Value) (tandem.Value, string) {
	v := args[0]
	switch v.Kind() {
	case tandem.Integer:
		return v, ""
	case tandem.Text:
		var problem string
		if v, problem = asNumber(args); problem != "" || v.IsNull() {
			return v, problem
		}
	case tandem.Decimal:
	case tandem.Bool, tandem.Reference:
		return tandem.IntegerValue(v.Int()), ""
	default:
		return v, "not a number"
	}
	if v.Scale() > 0 {
		return v, "not a whole number; round it first"
	}
	return tandem.IntegerValue(v.Int()), ""
}

// extreme gives the value that op holds for against all others.
func extreme(op Operator) func([]tandem.Value) (tandem.Value, string) {
	return func(args []tandem.Value) (tandem.Value, string) {
		best := tandem.NullValue()
		for _, v := range args {
			if best.IsNull() || compare(v, op, best) {
				best = v
			}
		}
		return best, ""
	}
}
