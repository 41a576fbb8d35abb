package expr

import (
	"strings"

	"tandem"
)

func nilFunctions() []function {
	anything := kinds(tandem.Absent)
	return []function{
		{Function: usage("coalesce(value, ...)", "the first that is known and not an empty text"), params: anything, variadic: true, nulls: true, together: true, apply: coalesce},
		{Function: usage("concat(value, ...)", "all of them as one text; what is not known is left out"), params: anything, variadic: true, nulls: true, result: tandem.Text, apply: concat},
		{Function: usage("isEmpty(value)", "whether it is nil or a text of nothing but blanks"), params: anything, nulls: true, result: tandem.Bool, apply: isEmpty},
	}
}

func coalesce(args []tandem.Value) (tandem.Value, string) {
	for _, v := range args {
		if !v.IsEmpty() {
			return v, ""
		}
	}
	return tandem.NullValue(), ""
}

func concat(args []tandem.Value) (tandem.Value, string) {
	var b strings.Builder
	for _, v := range args {
		s := v.String()
		if b.Len()+len(s) > maxText {
			return tandem.Value{}, tooLong
		}
		b.WriteString(s)
	}
	return tandem.TextValue(b.String()), ""
}

func isEmpty(args []tandem.Value) (tandem.Value, string) {
	v := args[0]
	return tandem.BoolValue(v.IsEmpty() || v.Kind() == tandem.Text && isBlank(v.Text())), ""
}
