package setup

import (
	"strconv"
	"strings"
	"unicode"
)

// longestName is what a name may have (see names), less room for a number.
const longestName = 56

// plainName makes a name of any text: what may not stand in one becomes a dash.
func plainName(text string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("._-", r) {
			return r
		}
		return '-'
	}, text)
	name = strings.TrimLeft(name, "._-")
	if runes := []rune(name); len(runes) > longestName {
		name = string(runes[:longestName])
	}
	if name == "" {
		return "x"
	}
	return name
}

// numbered returns the name, or the first of name-2, name-3, ... that is free.
func numbered(name string, free func(string) bool) string {
	for n, candidate := 2, name; ; n++ {
		if free(candidate) {
			return candidate
		}
		candidate = name + "-" + strconv.Itoa(n)
	}
}
