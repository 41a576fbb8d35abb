package expr

import (
	"cmp"
	"math"
	"math/big"

	"tandem"
)

// Numbers are exact as long as their digits fit a Value. A result with more
// digits is rounded half away from zero at the last digit that fits; one whose
// whole part does not fit is no number at all, and the operation says so.
const (
	maxScale = 18
	// divisionScale is how many digits behind the point a quotient has at most.
	divisionScale = 10
)

func negative(v tandem.Value) (tandem.Value, bool) {
	if v.Int() == math.MinInt64 {
		return v, false
	}
	if v.Kind() == tandem.Integer {
		return tandem.IntegerValue(-v.Int()), true
	}
	return tandem.DecimalValue(-v.Int(), v.Scale()), true
}

// orderNumbers compares two numbers exactly.
func orderNumbers(a, b tandem.Value) int {
	if x, y, _, ok := alignedSmall(a, b); ok {
		return cmp.Compare(x, y)
	}
	x, y, _ := aligned(a, b)
	return x.Cmp(y)
}

// aligned brings two numbers to one scale.
func aligned(a, b tandem.Value) (x, y *big.Int, scale int) {
	x, y = big.NewInt(a.Int()), big.NewInt(b.Int())
	switch d := int(a.Scale()) - int(b.Scale()); {
	case d < 0:
		x.Mul(x, power(-d))
	case d > 0:
		y.Mul(y, power(d))
	}
	return x, y, int(max(a.Scale(), b.Scale()))
}

// alignedSmall does the same for the numbers of daily life, without allocating.
func alignedSmall(a, b tandem.Value) (x, y int64, scale uint8, ok bool) {
	x, y, scale, ok = a.Int(), b.Int(), a.Scale(), true
	for ; scale < b.Scale() && ok; scale++ {
		x, ok = tenfold(x)
	}
	for s := b.Scale(); s < scale && ok; s++ {
		y, ok = tenfold(y)
	}
	return x, y, scale, ok
}

func tenfold(n int64) (int64, bool) {
	return n * 10, n <= math.MaxInt64/10 && n >= math.MinInt64/10
}

func power(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// add adds two numbers; two whole ones stay whole.
func add(a, b tandem.Value) (tandem.Value, bool) {
	if x, y, scale, ok := alignedSmall(a, b); ok && scale <= maxScale {
		if sum := x + y; (sum > x) == (y > 0) {
			return number(a, b, sum, scale), true
		}
	}
	x, y, scale := aligned(a, b)
	return fit(a, b, x.Add(x, y), scale)
}

func subtract(a, b tandem.Value) (tandem.Value, bool) {
	if minus, ok := negative(b); ok {
		return add(a, minus)
	}
	x, y, scale := aligned(a, b)
	return fit(a, b, x.Sub(x, y), scale)
}

func multiply(a, b tandem.Value) (tandem.Value, bool) {
	x, y, scale := a.Int(), b.Int(), int(a.Scale())+int(b.Scale())
	if small(x) && small(y) && scale <= maxScale {
		return number(a, b, x*y, uint8(scale)), true
	}
	p := big.NewInt(x)
	return fit(a, b, p.Mul(p, big.NewInt(y)), scale)
}

// small numbers can be multiplied without a look at overflow.
func small(n int64) bool { return n > -math.MaxInt32 && n < math.MaxInt32 }

// divide gives a decimal of at most ten digits behind the point, rounded half
// away from zero. Nothing is divided by zero.
func divide(a, b tandem.Value) (tandem.Value, bool) {
	if b.Int() == 0 {
		return tandem.Value{}, false
	}
	x, y, _ := aligned(a, b)
	q := quotient(x.Mul(x, power(divisionScale)), y)
	return fitDecimal(q, divisionScale)
}

// remainder has the sign of the dividend.
func remainder(a, b tandem.Value) (tandem.Value, bool) {
	if b.Int() == 0 {
		return tandem.Value{}, false
	}
	x, y, scale := aligned(a, b)
	return fit(a, b, x.Rem(x, y), scale)
}

// quotient divides and rounds half away from zero.
func quotient(x, y *big.Int) *big.Int {
	q, r := new(big.Int).QuoRem(x, y, new(big.Int))
	if r.Abs(r).Lsh(r, 1).CmpAbs(y) >= 0 {
		q.Add(q, big.NewInt(int64(x.Sign()*y.Sign())))
	}
	return q
}

// number makes the result of a calculation: whole when both operands were.
func number(a, b tandem.Value, n int64, scale uint8) tandem.Value {
	if a.Kind() == tandem.Integer && b.Kind() == tandem.Integer {
		return tandem.IntegerValue(n)
	}
	return tandem.DecimalValue(n, scale)
}

func fit(a, b tandem.Value, n *big.Int, scale int) (tandem.Value, bool) {
	if a.Kind() == tandem.Integer && b.Kind() == tandem.Integer {
		return tandem.IntegerValue(n.Int64()), n.IsInt64()
	}
	return fitDecimal(n, scale)
}

// fitDecimal makes a decimal of n / 10^scale, with as many digits as fit. It
// rounds the exact number once, however many digits have to go.
func fitDecimal(n *big.Int, scale int) (tandem.Value, bool) {
	surely := n.BitLen()*3/10 - maxScale - 1 // a bit is a little more than 3/10 of a digit
	for drop := max(0, scale-maxScale, surely); drop <= scale; drop++ {
		q := n
		if drop > 0 {
			q = quotient(n, power(drop))
		}
		if q.IsInt64() {
			return tandem.DecimalValue(q.Int64(), uint8(scale-drop)), true
		}
	}
	return tandem.Value{}, false
}

// Ways to round away the digits behind a place.
type rounding uint8

const (
	halfAway rounding = iota // 2.5 -> 3, -2.5 -> -3
	down                     // towards minus infinity
	up                       // towards plus infinity
)

// round rounds a number to so many digits behind the point; fewer than none
// rounds to tens and hundreds.
func round(v tandem.Value, digits int64, way rounding) (tandem.Value, bool) {
	digits = min(max(digits, -maxScale), math.MaxUint8)
	drop := int64(v.Scale()) - digits
	if drop <= 0 {
		return v, true
	}
	x, unit := big.NewInt(v.Int()), power(int(drop))
	q := quotient(x, unit)
	if way != halfAway {
		q.Div(x, unit) // Euclid: rounds down, as the unit is positive
		if way == up && new(big.Int).Mul(q, unit).Cmp(x) != 0 {
			q.Add(q, big.NewInt(1))
		}
	}
	if digits < 0 {
		q.Mul(q, power(int(-digits)))
		digits = 0
	}
	return fit(v, v, q, int(digits))
}
