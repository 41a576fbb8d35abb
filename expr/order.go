package expr

import (
	"cmp"
	"strings"

	"tandem"
)

// order compares two values of the same kind, or two numbers.
func order(a, b tandem.Value) (int, bool) {
	if isNumber(a.Kind()) && isNumber(b.Kind()) {
		return orderNumbers(a, b), true
	}
	if a.Kind() != b.Kind() {
		return 0, false
	}
	switch a.Kind() {
	case tandem.Absent, tandem.Null:
		return 0, false
	case tandem.Text, tandem.Bytes, tandem.List:
		return strings.Compare(a.Text(), b.Text()), true
	case tandem.Reference:
		return orderReferences(a, b), true
	default:
		return cmp.Compare(a.Int(), b.Int()), true
	}
}

// orderReferences puts what is not resolved behind what is. References only
// ever need to be told apart; an order makes that one case of many.
func orderReferences(a, b tandem.Value) int {
	keyA, _ := a.Unresolved()
	keyB, _ := b.Unresolved()
	if c := cmp.Compare(keyA, keyB); c != 0 {
		return c
	}
	return cmp.Compare(a.Int(), b.Int())
}
