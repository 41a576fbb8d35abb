package expr

import (
	"strings"
	"unicode/utf8"
)

// Fold returns s in the form in which texts are compared where case does not
// matter: lower case, letter by letter, without regard to language. A database
// whose own idea of case differs may be given this function.
func Fold(s string) string { return strings.ToLower(s) }

// search looks for part in text, ignoring case.
func search(text string, op Operator, part string) bool {
	if isASCII(text) && isASCII(part) {
		return searchASCII(text, op, part)
	}
	text, part = Fold(text), Fold(part)
	switch op {
	case StartsWith:
		return strings.HasPrefix(text, part)
	case EndsWith:
		return strings.HasSuffix(text, part)
	default:
		return strings.Contains(text, part)
	}
}

// searchASCII does the same without copies.
func searchASCII(text string, op Operator, part string) bool {
	last := len(text) - len(part)
	if last < 0 {
		return false
	}
	switch op {
	case StartsWith:
		return strings.EqualFold(text[:len(part)], part)
	case EndsWith:
		return strings.EqualFold(text[last:], part)
	default:
	}
	for i := 0; i <= last; i++ {
		if strings.EqualFold(text[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
