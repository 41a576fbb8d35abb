package expr

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"tandem"
)

func anyNumber() *rapid.Generator[tandem.Value] {
	return rapid.Custom(func(t *rapid.T) tandem.Value {
		n := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-100_000, 100_000)).Draw(t, "coefficient")
		if rapid.Bool().Draw(t, "whole") {
			return tandem.IntegerValue(n)
		}
		return tandem.DecimalValue(n, uint8(rapid.IntRange(0, 12).Draw(t, "scale")))
	})
}

// rat is the number as mathematics knows it.
func rat(v tandem.Value) *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(v.Int()), power(int(v.Scale())))
}

// Results are exact, or off by at most half of the last digit that fits.
func TestArithmeticIsExact(t *testing.T) {
	operations := map[string]struct {
		ours  func(a, b tandem.Value) (tandem.Value, bool)
		exact func(a, b *big.Rat) *big.Rat
	}{
		"+": {add, func(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }},
		"-": {subtract, func(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }},
		"*": {multiply, func(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }},
		"/": {divide, func(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }},
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyNumber().Draw(t, "a"), anyNumber().Draw(t, "b")
		name := rapid.SampledFrom([]string{"+", "-", "*", "/"}).Draw(t, "operation")
		if name == "/" && b.Int() == 0 {
			return
		}
		op := operations[name]
		want := op.exact(rat(a), rat(b))
		got, ok := op.ours(a, b)
		if !ok {
			if limit := new(big.Rat).SetInt64(1 << 62); want.Abs(want).Cmp(limit) < 0 {
				t.Fatalf("%v %s %v = %v was said not to fit", a, name, b, want)
			}
			return
		}
		off := new(big.Rat).Sub(rat(got), want)
		if off.Sign() == 0 {
			return
		}
		if a.Kind() == tandem.Integer && b.Kind() == tandem.Integer && name != "/" {
			t.Fatalf("%v %s %v = %v, not %v", a, name, b, got, want)
		}
		// A digit more than fits would have been off by half of its ten at most.
		half := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Mul(big.NewInt(2), power(lastDigit(got, name))))
		if off.Abs(off).Cmp(half) > 0 {
			t.Fatalf("%v %s %v = %v, not %v", a, name, b, got, want)
		}
	})
}

// lastDigit returns the place at which a result that is not exact was rounded:
// as far behind the point as its digits allow.
func lastDigit(v tandem.Value, operation string) int {
	places := maxScale
	if operation == "/" {
		places = divisionScale
	}
	n := new(big.Int).Mul(big.NewInt(v.Int()), power(places-int(v.Scale())))
	for ; !n.IsInt64() && places > 0; places-- {
		n.Quo(n, big.NewInt(10))
	}
	return max(places-1, 0) // rounding up may have cost the digit
}

func TestOrderOfNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyNumber().Draw(t, "a"), anyNumber().Draw(t, "b")
		if got, want := orderNumbers(a, b), rat(a).Cmp(rat(b)); got != want {
			t.Fatalf("%v and %v: got %d, want %d", a, b, got, want)
		}
	})
}

func TestRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anyNumber().Draw(t, "number")
		digits := rapid.Int64Range(-20, 20).Draw(t, "digits")
		below, ok1 := round(v, digits, down)
		above, ok2 := round(v, digits, up)
		near, ok3 := round(v, digits, halfAway)
		if !ok1 || !ok2 || !ok3 {
			return // rounding the largest numbers to hundreds may not fit
		}
		if orderNumbers(below, v) > 0 || orderNumbers(above, v) < 0 {
			t.Fatalf("%v lies not between %v and %v", v, below, above)
		}
		if near != below && near != above {
			t.Fatalf("%v is neither %v nor %v", near, below, above)
		}
	})
}
