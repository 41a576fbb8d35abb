package m2m

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Money is an amount in hundredths of its currency.
type Money int64 //nolint:recvcheck // Scan is the one that changes it

// String writes the amount with two decimals.
func (m Money) String() string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%02d", sign, m/100, m%100)
}

// Float is the nearest floating point number.
func (m Money) Float() float64 { return float64(m) / 100 }

// perMille takes a part of the amount, rounded half away from zero.
func (m Money) perMille(rate int) Money {
	return Money(math.Round(float64(m) * float64(rate) / 1000))
}

// Scan reads what a driver returns for a decimal column.
func (m *Money) Scan(src any) error {
	hundredths, err := scanHundredths(src)
	*m = Money(hundredths)
	return err
}

// Quantity is a whole number of pieces, kept in a decimal column.
type Quantity int64

// Scan reads what a driver returns for a decimal column.
func (q *Quantity) Scan(src any) error {
	hundredths, err := scanHundredths(src)
	*q = Quantity(hundredths / 100)
	return err
}

// scanHundredths accepts the three spellings of a decimal: a float, a whole number, or text.
func scanHundredths(src any) (int64, error) {
	switch v := src.(type) {
	case float64:
		return int64(math.Round(v * 100)), nil
	case int64:
		return v * 100, nil
	case []byte:
		return parseHundredths(string(v))
	case string:
		return parseHundredths(v)
	default:
		return 0, fmt.Errorf("a decimal column holds a %T", src)
	}
}

func parseHundredths(text string) (int64, error) {
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return 0, fmt.Errorf("a decimal column holds %q", text)
	}
	return int64(math.Round(f * 100)), nil
}

// Rate is what one unit of a currency is worth in US dollars, in hundred-thousandths.
type Rate int64

// String writes the rate with five decimals.
func (r Rate) String() string { return fmt.Sprintf("%d.%05d", r/100_000, r%100_000) }

// rateOf knows the currencies of the countries that customers come from; any other counts as a dollar.
func rateOf(currency string) Rate {
	switch currency {
	case "EUR":
		return 108_500
	case "GBP":
		return 127_300
	case "CZK":
		return 4_320
	case "PLN":
		return 25_100
	case "BRL":
		return 18_250
	default:
		return 100_000
	}
}

// in converts a price in dollars.
func (m Money) in(currency string) Money {
	return Money(math.Round(float64(m) * 100_000 / float64(rateOf(currency))))
}
