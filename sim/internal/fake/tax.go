package fake

import "strings"

// The tax numbers are made with the check digit rules of their countries, so that software that checks them accepts them.

// number is a run of decimal digits, most significant first.
type number []int

// someDigits draws n digits of which the first is not zero.
func someDigits(r *Rand, n int) number {
	d := make(number, n)
	for i := range d {
		d[i] = r.IntN(10)
	}
	d[0] = 1 + r.IntN(9)
	return d
}

func (d number) String() string {
	var b strings.Builder
	for _, x := range d {
		b.WriteByte(byte('0' + x))
	}
	return b.String()
}

// weighed is the sum of digits times weights.
func (d number) weighed(weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += d[i] * w
	}
	return sum
}

// value reads the digits as one number.
func (d number) value() int {
	v := 0
	for _, x := range d {
		v = v*10 + x
	}
	return v
}

// doubled is the Luhn sum: digits at the places of the given parity count twice, as the sum of their own digits.
func (d number) doubled(parity int) int {
	sum := 0
	for i, x := range d {
		if i%2 == parity {
			x *= 2
		}
		sum += x/10 + x%10
	}
	return sum
}

func employerID(r *Rand) string {
	d := someDigits(r, 9).String()
	return d[:2] + "-" + d[2:]
}

func czechVAT(r *Rand) string {
	d := someDigits(r, 7)
	return "CZ" + d.String() + number{czechCheck(d)}.String()
}

func czechCheck(d number) int {
	switch rest := d.weighed(8, 7, 6, 5, 4, 3, 2) % 11; rest {
	case 0:
		return 1
	case 1:
		return 0
	default:
		return 11 - rest
	}
}

func slovakVAT(r *Rand) string {
	for {
		d := someDigits(r, 9)
		d[2] = Pick(r, []int{2, 3, 4, 7, 8, 9})
		if check := (11 - d.value()*10%11) % 11; check < 10 {
			return "SK" + d.String() + number{check}.String()
		}
	}
}

func germanVAT(r *Rand) string {
	d := someDigits(r, 8)
	return "DE" + d.String() + number{germanCheck(d)}.String()
}

func germanCheck(d number) int {
	product := 10
	for _, x := range d {
		sum := (x + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = 2 * sum % 11
	}
	return (11 - product) % 10
}

func austrianVAT(r *Rand) string {
	d := someDigits(r, 7)
	return "ATU" + d.String() + number{austrianCheck(d)}.String()
}

func austrianCheck(d number) int { return (10 - (d.doubled(1)+4)%10) % 10 }

func polishVAT(r *Rand) string {
	for {
		d := someDigits(r, 9)
		if check := polishCheck(d); check < 10 {
			return "PL" + d.String() + number{check}.String()
		}
	}
}

func polishCheck(d number) int { return d.weighed(6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 }

func frenchVAT(r *Rand) string {
	d := someDigits(r, 8)
	d = append(d, (10-d.doubled(1)%10)%10)
	key := frenchKey(d)
	return "FR" + number{key / 10, key % 10}.String() + d.String()
}

func frenchKey(siren number) int { return (12 + 3*(siren.value()%97)) % 97 }

func spanishVAT(r *Rand) string {
	d := someDigits(r, 7)
	return "ES" + Pick(r, []string{"A", "B"}) + d.String() + number{spanishCheck(d)}.String()
}

func spanishCheck(d number) int { return (10 - d.doubled(0)%10) % 10 }

func britishVAT(r *Rand) string {
	d := someDigits(r, 7)
	check := britishCheck(d)
	return "GB" + d.String() + number{check / 10, check % 10}.String()
}

func britishCheck(d number) int { return 97 - d.weighed(8, 7, 6, 5, 4, 3, 2)%97 }

func greekVAT(r *Rand) string {
	d := someDigits(r, 8)
	return "EL" + d.String() + number{greekCheck(d)}.String()
}

func greekCheck(d number) int { return d.weighed(256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 }

func brazilianCNPJ(r *Rand) string {
	return brazilianChecked(append(someDigits(r, 8), 0, 0, 0, 1)).String()
}

// brazilianChecked appends the two check digits to the first twelve.
func brazilianChecked(d number) number {
	weights := []int{6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2}
	for _, w := range [][]int{weights[1:], weights} {
		check := 11 - d.weighed(w...)%11
		if check > 9 {
			check = 0
		}
		d = append(d, check)
	}
	return d
}
