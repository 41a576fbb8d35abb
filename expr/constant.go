package expr

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"

	"tandem"
	"tandem/dictionary"
)

// constant reads a literal: text, number, true, false or nil. Numbers are read
// from the source, so that 0.1 is exactly that.
func (s source) constant(n ast.Node) (tandem.Value, bool, error) {
	switch n := n.(type) {
	case *ast.NilNode:
		return tandem.NullValue(), true, nil
	case *ast.BoolNode:
		return tandem.BoolValue(n.Value), true, nil
	case *ast.StringNode:
		if !utf8.ValidString(n.Value) || strings.IndexByte(n.Value, 0) >= 0 {
			return tandem.Value{}, true, s.errorf(n, "the text holds octets no record can hold")
		}
		return tandem.TextValue(n.Value), true, nil
	case *ast.IntegerNode:
		return tandem.IntegerValue(int64(n.Value)), true, nil
	case *ast.FloatNode:
		v, ok := tandem.ParseDecimal(strings.ReplaceAll(s.literal(n), "_", ""))
		if !ok {
			return v, true, s.errorf(n, "%s is not a number of at most 18 digits", s.literal(n)).WithHint("write it without an exponent")
		}
		return v, true, nil
	case *ast.UnaryNode:
		return s.signed(n)
	default:
		return tandem.Value{}, false, nil
	}
}

// signed reads a number with a sign in front.
func (s source) signed(n *ast.UnaryNode) (tandem.Value, bool, error) {
	if n.Operator != "-" && n.Operator != "+" {
		return tandem.Value{}, false, nil
	}
	v, ok, err := s.constant(n.Node)
	if !ok || err != nil || !isNumber(v.Kind()) {
		return tandem.Value{}, false, err
	}
	if n.Operator == "-" {
		v, ok = negative(v)
	}
	return v, ok, nil
}

func isNumber(k tandem.Kind) bool { return k == tandem.Integer || k == tandem.Decimal }

// convert turns a constant into a value of the kind it is compared with: days
// and moments are written as texts, references and decimals as whole numbers.
func convert(v tandem.Value, kind tandem.Kind) (tandem.Value, error) {
	switch {
	case v.Kind() == kind || v.IsNull():
		return v, nil
	case kind == tandem.Decimal && v.Kind() == tandem.Integer:
		return tandem.DecimalValue(v.Int(), 0), nil
	case kind == tandem.Reference && v.Kind() == tandem.Integer:
		return tandem.ReferenceValue(v.Int()), nil
	case kind == tandem.Date && v.Kind() == tandem.Text:
		if d, ok := tandem.ParseDate(v.Text()); ok && len(v.Text()) == len("2026-11-21") {
			return d, nil
		}
		return v, fmt.Errorf("%q is not a date such as 2026-11-21", v.Text())
	case kind == tandem.Instant && v.Kind() == tandem.Text:
		if t, ok := tandem.ParseInstant(v.Text(), time.UTC); ok {
			return t, nil
		}
		return v, fmt.Errorf("%q is not a time such as 2026-11-21T10:00:00Z", v.Text())
	default:
		return v, fmt.Errorf("is %s and cannot be compared with %s", kind, v.Kind())
	}
}

// checkWord refuses a constant no record can have in an enumeration.
func checkWord(f *dictionary.Field, v tandem.Value) (message, hint string) {
	if f == nil || f.Type != dictionary.Enum || v.Kind() != tandem.Text || len(f.Values) == 0 {
		return "", ""
	}
	for _, word := range f.Values {
		if word == v.Text() {
			return "", ""
		}
	}
	return fmt.Sprintf("%s is never %q, only %s", f.Name, v.Text(), strings.Join(f.Values, ", ")), dictionary.DidYouMean(v.Text(), f.Values)
}
