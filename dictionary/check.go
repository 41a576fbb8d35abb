package dictionary

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tandem"
)

const mustNotBeEmpty = "must not be empty"

// Days outside these years neither sort nor print like the others.
const (
	firstDay = -719_162  // 0001-01-01
	lastDay  = 2_932_896 // 9999-12-31

	microsPerDay = 86_400_000_000
)

// maxCoefficient is the largest number of 18 digits: what a decimal column of
// every database keeps.
const maxCoefficient = 999_999_999_999_999_999

// checkValue checks one value against its field. It returns what is wrong and
// what to do about it; no message means nothing is wrong.
func checkValue(f *Field, v tandem.Value) (message, hint string) {
	if isBlank(v) {
		if f.Required {
			return mustNotBeEmpty, ""
		}
		if v.IsEmpty() {
			return checkEmpty(f, v)
		}
	}
	if v.Kind() != f.Type.Kind() {
		return fmt.Sprintf("holds %s, not %s", v.Kind(), f.Type.Kind()), ""
	}
	switch f.Type {
	case Text:
		return checkText(f, v.Text())
	case Enum:
		return checkEnum(f, v.Text())
	case Decimal:
		return checkDecimal(f, v)
	case Date:
		return checkDay(v.Int())
	case Instant:
		return checkDay(floorDiv(v.Int(), microsPerDay))
	case Reference:
		return checkReference(f, v)
	default:
		return "", ""
	}
}

// checkEmpty lets null into every field that is not required, and an empty
// text into a text field only: zero, false and no date are not written as "".
func checkEmpty(f *Field, v tandem.Value) (message, hint string) {
	if v.IsNull() || v.Kind() == f.Type.Kind() && f.Type != Enum {
		return "", ""
	}
	return fmt.Sprintf("holds an empty %s, not %s", v.Kind(), f.Type.Kind()), "write null for nothing there"
}

func checkText(f *Field, s string) (message, hint string) {
	if !tandem.IsText(s) {
		if !utf8.ValidString(s) {
			return "is not valid UTF-8", ""
		}
		return "holds the character U+0000, which no database keeps", ""
	}
	if f.Length == 0 || len(s) <= f.Length {
		return "", ""
	}
	if n := utf8.RuneCountInString(s); n > f.Length {
		return fmt.Sprintf("has %d characters; at most %d fit", n, f.Length), ""
	}
	return "", ""
}

func checkEnum(f *Field, s string) (message, hint string) {
	if slices.Contains(f.Values, s) {
		return "", ""
	}
	return fmt.Sprintf("%q is not one of %s", clip(s), strings.Join(f.Values, ", ")), DidYouMean(s, f.Values)
}

func checkDecimal(f *Field, v tandem.Value) (message, hint string) {
	digits := int(v.Scale())
	if digits > f.Scale {
		return fmt.Sprintf("%s has %d digits behind the point; at most %d fit", v, digits, f.Scale), "round it first"
	}
	limit := int64(maxCoefficient)
	for range f.Scale - digits {
		limit /= 10
	}
	if n := v.Int(); n > limit || n < -limit {
		return fmt.Sprintf("%s is too large; 18 digits fit, %d of them behind the point", v, f.Scale), ""
	}
	return "", ""
}

func checkDay(day int64) (message, hint string) {
	if day < firstDay || day > lastDay {
		return "is not within the years 1 to 9999", ""
	}
	return "", ""
}

func checkReference(f *Field, v tandem.Value) (message, hint string) {
	if key, ok := v.Unresolved(); ok {
		return fmt.Sprintf("points at their %s %q, which is not known here yet", f.Target, clip(key.String())), ""
	}
	if v.Int() <= 0 {
		return fmt.Sprintf("%d is not the id of any %s", v.Int(), f.Target), ""
	}
	return "", ""
}

// isBlank reports whether v is empty or holds nothing but blanks.
func isBlank(v tandem.Value) bool {
	if v.IsEmpty() {
		return true
	}
	// Looking at the first letter spares looking for blanks in nearly every text.
	return v.Kind() == tandem.Text && (v.Text()[0] <= ' ' || v.Text()[0] >= utf8.RuneSelf) && strings.TrimSpace(v.Text()) == ""
}

// clip keeps a message readable however long the text it quotes.
func clip(s string) string {
	const most = 60
	s = strings.ToValidUTF8(s, "\uFFFD")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "..."
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
