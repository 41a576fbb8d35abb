package lexical

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"
)

// Bool reads true, false, 1 and 0, in any case.
func Bool(s string) (bool, error) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "1":
		return true, nil
	case "false", "0":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither true nor false", s)
}

// Number reads a decimal, without losing a digit: the text without blanks, a
// leading plus, superfluous zeros and an exponent. "" is none.
func Number(s string) (string, error) {
	t := strings.TrimPrefix(strings.TrimSpace(s), "+")
	sign := ""
	if rest, ok := strings.CutPrefix(t, "-"); ok {
		t, sign = rest, "-"
	}
	mantissa, exponent, hasExponent := cutExponent(t)
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if whole+fraction == "" || !digits(whole) || !digits(fraction) {
		return "", fmt.Errorf("%q is no number", s)
	}
	if hasExponent {
		var err error
		if whole, fraction, err = shift(whole, fraction, exponent); err != nil {
			return "", fmt.Errorf("%q is no number: %w", s, err)
		}
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if strings.Trim(whole, "0.") == "" {
		sign = ""
	}
	return sign + whole, nil
}

func cutExponent(s string) (mantissa, exponent string, found bool) {
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

// shift moves the decimal point by an exponent of at most three digits.
func shift(whole, fraction, exponent string) (newWhole, newFraction string, err error) {
	e := strings.TrimPrefix(exponent, "+")
	negative := strings.HasPrefix(e, "-")
	e = strings.TrimPrefix(e, "-")
	if e == "" || len(e) > 3 || !digits(e) {
		return "", "", fmt.Errorf("its exponent is %q", exponent)
	}
	n := 0
	for _, c := range e {
		n = n*10 + int(c-'0')
	}
	if negative {
		whole = strings.Repeat("0", max(0, n-len(whole))) + whole
		return whole[:len(whole)-n], strings.TrimRight(whole[len(whole)-n:]+fraction, "0"), nil
	}
	fraction += strings.Repeat("0", max(0, n-len(fraction)))
	return whole + fraction[:n], strings.TrimRight(fraction[n:], "0"), nil
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Instant reads a dateTime; one without a zone stands in the given one. A date
// alone is its midnight.
func Instant(s string, zone *time.Location) (time.Time, error) {
	t := strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02Z07:00", "2006-01-02"} {
		if at, err := time.ParseInLocation(layout, t, zone); err == nil {
			return at, nil
		}
	}
	if day, ok := strings.CutSuffix(t, "T24:00:00"); ok {
		if at, err := time.ParseInLocation("2006-01-02", day, zone); err == nil {
			return at.AddDate(0, 0, 1), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date and time", s)
}

// FormatInstant writes a dateTime in UTC.
func FormatInstant(t time.Time) string {
	return t.UTC().Format("2006-01-02T15:04:05.999999Z")
}

// Date reads a date as year, month and day; a zone or a time of day behind it
// is passed over: it is that day where the sender is.
func Date(s string) (year int, month time.Month, day int, err error) {
	t := strings.TrimSpace(s)
	if len(t) >= len("2006-01-02") {
		rest := t[len("2006-01-02"):]
		if at, parseErr := time.Parse("2006-01-02", t[:10]); parseErr == nil && dateTail(rest) {
			return at.Year(), at.Month(), at.Day(), nil
		}
	}
	return 0, 0, 0, fmt.Errorf("%q is no date", s)
}

func dateTail(s string) bool {
	if s == "" || s == "Z" || s[0] == 'T' || s[0] == ' ' {
		return true
	}
	_, err := time.Parse("-07:00", s)
	return err == nil
}

// Binary reads base64, with line breaks or without.
func Binary(s string) ([]byte, error) {
	s = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, s)
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil, fmt.Errorf("it is no base64: %w", err)
	}
	return data, nil
}
