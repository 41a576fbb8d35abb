package engine

import (
	"strings"
	"testing"

	"tandem"
)

// order makes lines of "number code quantity" each.
func order(lines ...string) []tandem.Record {
	var records []tandem.Record
	for _, line := range lines {
		var r tandem.Record
		for word := range strings.FieldsSeq(line) {
			r = append(r, tandem.TextValue(word))
		}
		records = append(records, r)
	}
	return records
}

// tell writes line changes in one text.
func tell(changes []PlannedLine) string {
	var all []string
	for _, c := range changes {
		words := []string{c.Line, c.Change}
		for _, f := range c.Fields {
			words = append(words, f.Field+":"+orNothing(f.Before)+">"+orNothing(f.After))
		}
		all = append(all, strings.Join(words, " "))
	}
	return strings.Join(all, "; ")
}

func orNothing(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestLinesOfADocumentAreComparedOneByOne(t *testing.T) {
	for _, c := range []struct {
		why           string
		key           int
		before, after []tandem.Record
		want          string
	}{
		{"nothing changed", 0, order("1 A 2"), order("1 A 2"), ""},
		{"a field of one", 0, order("1 A 2", "2 B 1"), order("1 A 3", "2 B 1"), "1 changed quantity:2>3"},
		{"one more", 0, order("1 A 2"), order("1 A 2", "2 B 1"), "2 added code:>B quantity:>1"},
		{"one less, in the middle", 0, order("1 A 2", "2 B 1", "3 C 1"), order("1 A 2", "3 C 1"), "2 removed code:B> quantity:1>"},
		{"another order is no change", 0, order("1 A 2", "2 B 1"), order("2 B 1", "1 A 2"), ""},
		{"a new document", 0, nil, order("1 A 2"), "1 added code:>A quantity:>2"},
		{"numbers that come twice tell nothing apart", 0, order("1 A 2", "1 B 1"), order("1 A 2", "1 C 1"), "2 changed code:B>C"},
		{"no numbers: one less in the middle", -1, order("x A 2", "x B 1", "x C 1"), order("x A 2", "x C 1"), "2 removed number:x> code:B> quantity:1>"},
		{"no numbers: one changed, one more", -1, order("x A 2", "x B 1"), order("x A 3", "x D 1", "x B 1"), "1 changed quantity:2>3; 2 added number:>x code:>D quantity:>1"},
	} {
		d := lineDiff{lineShape: lineShape{names: []string{"number", "code", "quantity"}, key: c.key}, before: c.before, after: c.after}
		if got := tell(d.changes()); got != c.want {
			t.Errorf("%s: told %q, wanted %q", c.why, got, c.want)
		}
	}
}
