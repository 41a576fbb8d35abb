package engine

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"tandem"
)

// PlannedField is one field of a planned row, for people. It is what PlanRow.Diff holds.
type PlannedField struct {
	Field  string        `json:"field"`
	Side   string        `json:"side"` // whose record changes: "ours", "theirs"
	Before *string       `json:"before"`
	After  *string       `json:"after"`
	Lines  []PlannedLine `json:"lines,omitempty"` // of a document: those that change
	More   int           `json:"more_lines,omitempty"`
}

// PlannedLine is one line of a document that is added, removed or changed.
type PlannedLine struct {
	Line   string         `json:"line"` // its number, or where it stands
	Change string         `json:"change"`
	Fields []PlannedValue `json:"fields"`
}

// PlannedValue is one field of a line before and after.
type PlannedValue struct {
	Field  string  `json:"field"`
	Before *string `json:"before"`
	After  *string `json:"after"`
}

// Planned reads the fields that a planned row changes; none where there is nothing to read.
func Planned(row *tandem.PlanRow) []PlannedField {
	var fields []PlannedField
	if len(row.Diff) == 0 || json.Unmarshal(row.Diff, &fields) != nil {
		return nil
	}
	return fields
}

// mostLines is how many changed lines of one document a plan tells of; the others it counts.
const mostLines = 50

// diff writes what would change, field by field, and line by line within a document.
func (s *pass) diff(p *pair) []byte {
	lines := lineShape{key: -1}
	lines.names, lines.key = s.p.plan.LineNames()
	var changes []PlannedField
	for i, name := range s.p.names {
		if p.decision.SetOurs.Has(i) {
			changes = append(changes, lines.change(name, "ours", at(p.ours, i), p.agreed[i]))
		}
		if p.decision.SetTheirs.Has(i) {
			before := p.theirs
			if before == nil {
				before = p.base
			}
			changes = append(changes, lines.change(name, "theirs", at(before, i), p.agreed[i]))
		}
	}
	return encodeDiff(changes)
}

func encodeDiff(changes []PlannedField) []byte {
	octets, err := json.Marshal(changes)
	if err != nil {
		return nil
	}
	return octets
}

// at is a value of a record that may not be there.
func at(r tandem.Record, i int) tandem.Value {
	if r == nil {
		return tandem.Value{}
	}
	return r[i]
}

// lineShape says what the values of a line are called, and which of them tells
// the lines of a document apart; -1 = none.
type lineShape struct {
	names []string
	key   int
}

// change tells of one field.
func (l *lineShape) change(name, side string, before, after tandem.Value) PlannedField {
	c := PlannedField{Field: name, Side: side, Before: text(before), After: text(after)}
	if len(l.names) > 0 && (before.Kind() == tandem.List || after.Kind() == tandem.List) {
		d := lineDiff{lineShape: *l, before: linesOf(before), after: linesOf(after)}
		c.Lines = d.changes()
		if len(c.Lines) > mostLines {
			c.Lines, c.More = c.Lines[:mostLines], len(c.Lines)-mostLines
		}
	}
	return c
}

// text is a value for people, nil where there is none.
func text(v tandem.Value) *string {
	if v.IsAbsent() || v.IsNull() {
		return nil
	}
	t := v.String()
	if v.Kind() == tandem.Reference && v.Int() >= firstForeseen {
		t = "(new)"
	}
	if v.Kind() == tandem.List {
		t = countLines(len(linesOf(v)))
	}
	return &t
}

func countLines(n int) string {
	if n == 1 {
		return "1 line"
	}
	return strconv.Itoa(n) + " lines"
}

// linesOf are the lines of a document; none where they cannot be read.
func linesOf(v tandem.Value) []tandem.Record {
	lines, err := v.Lines()
	if err != nil {
		return nil
	}
	return lines
}

// lineDiff compares the lines of a document before and after.
type lineDiff struct {
	lineShape

	before, after []tandem.Record
}

// changes lists the lines that are not alike, in the order of their numbers.
func (d *lineDiff) changes() []PlannedLine {
	was, is := d.numbered(d.before), d.numbered(d.after)
	if was == nil || is == nil {
		return d.byPlace()
	}
	numbers := make([]tandem.Value, 0, len(is))
	for _, line := range d.after {
		numbers = append(numbers, line[d.key])
	}
	for _, line := range d.before {
		if is[line[d.key]] == nil {
			numbers = append(numbers, line[d.key])
		}
	}
	slices.SortStableFunc(numbers, func(a, b tandem.Value) int { return cmp.Compare(a.Int(), b.Int()) })
	var list []PlannedLine
	for _, n := range numbers {
		list = d.add(list, n.String(), was[n], is[n])
	}
	return list
}

// numbered finds lines by their number; nil where numbers do not tell them apart.
func (d *lineDiff) numbered(lines []tandem.Record) map[tandem.Value]tandem.Record {
	if d.key < 0 {
		return nil
	}
	found := make(map[tandem.Value]tandem.Record, len(lines))
	for _, line := range lines {
		found[line[d.key]] = line
	}
	if len(found) < len(lines) {
		return nil
	}
	return found
}

// byPlace compares lines that have no number by where they stand, once those
// at both ends that stayed as they were are left aside.
func (d *lineDiff) byPlace() []PlannedLine {
	before, after := d.before, d.after
	first := 0
	for len(before) > 0 && len(after) > 0 && d.equal(before[0], after[0]) {
		before, after = before[1:], after[1:]
		first++
	}
	for len(before) > 0 && len(after) > 0 && d.equal(before[len(before)-1], after[len(after)-1]) {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	var list []PlannedLine
	for i := range max(len(before), len(after)) {
		var b, a tandem.Record
		if i < len(before) {
			b = before[i]
		}
		if i < len(after) {
			a = after[i]
		}
		list = d.add(list, strconv.Itoa(first+i+1), b, a)
	}
	return list
}

func (d *lineDiff) equal(a, b tandem.Record) bool {
	for i := range d.names {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// add appends what becomes of one line, if anything does.
func (d *lineDiff) add(list []PlannedLine, number string, before, after tandem.Record) []PlannedLine {
	c := PlannedLine{Line: number, Change: "changed", Fields: []PlannedValue{}}
	switch {
	case before == nil:
		c.Change = "added"
	case after == nil:
		c.Change = "removed"
	case d.equal(before, after):
		return list
	}
	for i, name := range d.names {
		f := PlannedValue{Field: name, Before: text(at(before, i)), After: text(at(after, i))}
		if i != d.key && (before == nil || after == nil || before[i] != after[i]) && (f.Before != nil || f.After != nil) {
			c.Fields = append(c.Fields, f)
		}
	}
	return append(list, c)
}
