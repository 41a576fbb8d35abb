package mapping

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tandem"
)

func textConverters() []converter {
	return []converter{
		plainText("trim", "Removes blanks at both ends.", strings.TrimSpace),
		plainText("upper", "Capital letters.", strings.ToUpper),
		plainText("lower", "Small letters.", strings.ToLower),
		plainText("collapse", "One blank where several stand in a row, none at the ends.", collapse),
		plainText("digits", "Keeps the digits only.", digits),
		{
			Converter: Converter{Name: "pad", Usage: "pad(WIDTH) or \"pad(WIDTH,CHARACTER)\"", Doc: "Theirs is filled up in front to a fixed width, with zeros unless told otherwise; ours is without: 000042 <-> 42."},
			takes:     []tandem.Kind{tandem.Text},
			make:      makePad,
		},
		{
			Converter: Converter{Name: "first_line", Usage: "first_line", Doc: "The first line that is not blank.", OneWay: true},
			takes:     []tandem.Kind{tandem.Text},
			make:      textStep(firstLine),
		},
	}
}

// plainText describes a converter from text to text without an argument.
func plainText(name, doc string, f func(string) string) converter {
	return converter{
		Converter: Converter{Name: name, Usage: name, Doc: doc},
		takes:     []tandem.Kind{tandem.Text},
		make:      textStep(f),
	}
}

func textStep(f func(string) string) func(call) (step, tandem.Kind, error) {
	return func(c call) (step, tandem.Kind, error) {
		return onText(f), tandem.Text, c.noArgument()
	}
}

// collapse returns s itself when there is nothing to do.
func collapse(s string) string {
	s = strings.TrimSpace(s)
	before := ' '
	for _, r := range s {
		if unicode.IsSpace(r) && (r != ' ' || before == ' ') {
			return strings.Join(strings.Fields(s), " ")
		}
		before = r
	}
	return s
}

func digits(s string) string {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return keep(s, func(r rune) bool { return r >= '0' && r <= '9' })
		}
	}
	return s
}

// keep returns s without the runes that are not wanted.
func keep(s string, wanted func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if wanted(r) {
			return r
		}
		return -1
	}, s)
}

func firstLine(s string) string {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

func makePad(c call) (step, tandem.Kind, error) {
	parts := c.split(2)
	if len(parts) == 0 {
		return step{}, tandem.Text, configError("converter pad needs a width").WithHint("pad(6) or \"pad(6,0)\"")
	}
	width, err := strconv.Atoi(parts[0])
	if err != nil || width < 1 || width > 255 {
		return step{}, tandem.Text, configError("pad(%s): the width is a number from 1 to 255", c.arg)
	}
	fill := "0"
	if len(parts) == 2 {
		fill = parts[1]
	}
	if utf8.RuneCountInString(fill) != 1 {
		return step{}, tandem.Text, configError("pad(%s): the width is followed by one character", c.arg)
	}
	s := onText(func(s string) string { return unpad(s, fill) })
	s.out = func(v tandem.Value) (tandem.Value, error) {
		if v.Kind() != tandem.Text || v.Text() == "" {
			return v, nil
		}
		missing := width - utf8.RuneCountInString(v.Text())
		if missing < 0 {
			return tandem.Value{}, invalid("%s is longer than %d characters", shown(v), width)
		}
		return tandem.TextValue(strings.Repeat(fill, missing) + v.Text()), nil
	}
	return s, tandem.Text, nil
}

// unpad takes the filling away, but never all of it: "000" is "0".
func unpad(s, fill string) string {
	for len(s) > len(fill) && strings.HasPrefix(s, fill) {
		s = s[len(fill):]
	}
	return s
}
