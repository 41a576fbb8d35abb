package expr

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tandem"
)

func textFunctions() []function {
	const t, n = tandem.Text, tandem.Integer
	return []function{
		{Function: usage("trim(text)", "without blanks at both ends"), params: kinds(t), result: t, apply: onText(strings.TrimSpace)},
		{Function: usage("upper(text)", "in capital letters"), params: kinds(t), result: t, apply: onText(strings.ToUpper)},
		{Function: usage("lower(text)", "in small letters"), params: kinds(t), result: t, apply: onText(strings.ToLower)},
		{Function: usage("digits(text)", "its digits 0 to 9 only"), params: kinds(t), result: t, apply: onText(digitsOf)},
		{Function: usage("left(text, count)", "its first characters"), params: kinds(t, n), result: t, apply: left},
		{Function: usage("right(text, count)", "its last characters"), params: kinds(t, n), result: t, apply: right},
		{Function: usage("mid(text, start, count)", "characters from the middle; the first is 1"), params: kinds(t, n, n), result: t, apply: mid},
		{Function: usage(`pad(text, width, "0")`, "filled up in front, with zeros unless told otherwise"), params: kinds(t, n, t), optional: 1, result: t, apply: padLeft},
		{Function: usage(`padRight(text, width, " ")`, "filled up behind, with blanks unless told otherwise"), params: kinds(t, n, t), optional: 1, result: t, apply: padRight},
		{Function: usage("replace(text, old, new)", "with every old replaced by new"), params: kinds(t, t, t), result: t, apply: replace},
		{Function: usage("text(value)", "any value as text: 12.5, 2026-11-21, true"), params: kinds(tandem.Absent), result: t, apply: asText},
	}
}

func kinds(k ...tandem.Kind) []tandem.Kind { return k }

func onText(f func(string) string) func([]tandem.Value) (tandem.Value, string) {
	return func(args []tandem.Value) (tandem.Value, string) { return tandem.TextValue(f(args[0].Text())), "" }
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func left(args []tandem.Value) (tandem.Value, string) {
	s := args[0].Text()
	return tandem.TextValue(s[:runesIn(s, args[1].Int())]), ""
}

func right(args []tandem.Value) (tandem.Value, string) {
	s := args[0].Text()
	return tandem.TextValue(s[runesIn(s, int64(utf8.RuneCountInString(s))-max(args[1].Int(), 0)):]), ""
}

func mid(args []tandem.Value) (tandem.Value, string) {
	s := args[0].Text()
	if args[1].Int() < 1 {
		return tandem.Value{}, "the first character is 1"
	}
	s = s[runesIn(s, args[1].Int()-1):]
	return tandem.TextValue(s[:runesIn(s, args[2].Int())]), ""
}

// runesIn returns how many octets the first n characters take; all when there are fewer.
func runesIn(s string, n int64) int {
	for i := range s {
		if n <= 0 {
			return i
		}
		n--
	}
	return len(s)
}

func padLeft(args []tandem.Value) (tandem.Value, string) {
	fill, problem := filling(args, "0")
	return tandem.TextValue(fill + args[0].Text()), problem
}

func padRight(args []tandem.Value) (tandem.Value, string) {
	fill, problem := filling(args, " ")
	return tandem.TextValue(args[0].Text() + fill), problem
}

// filling makes what is missing to the width.
func filling(args []tandem.Value, with string) (string, string) {
	if len(args) > 2 {
		with = args[2].Text()
	}
	if utf8.RuneCountInString(with) != 1 {
		return "", "it is filled up with one character"
	}
	missing := args[1].Int() - int64(utf8.RuneCountInString(args[0].Text()))
	if missing <= 0 {
		return "", ""
	}
	if missing > maxText/utf8.UTFMax {
		return "", tooLong
	}
	return strings.Repeat(with, int(missing)), ""
}

func replace(args []tandem.Value) (tandem.Value, string) {
	s, from, to := args[0].Text(), args[1].Text(), args[2].Text()
	if from == "" {
		return args[0], ""
	}
	if grown := len(to) - len(from); grown > 0 && strings.Count(s, from) > maxText/grown {
		return tandem.Value{}, tooLong
	}
	return tandem.TextValue(strings.ReplaceAll(s, from, to)), ""
}

func asText(args []tandem.Value) (tandem.Value, string) {
	return tandem.TextValue(args[0].String()), ""
}

// isBlank reports whether there is nothing but blanks in a text.
func isBlank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) }) < 0
}
