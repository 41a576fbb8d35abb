package engine

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"tandem"
)

// fieldChange is one field of a planned row, for people.
type fieldChange struct {
	Field  string       `json:"field"`
	Side   string       `json:"side"` // whose record changes: "ours", "theirs"
	Before *string      `json:"before"`
	After  *string      `json:"after"`
	Lines  []lineChange `json:"lines,omitempty"` // of a document: those that change
	More   int          `json:"more_lines,omitempty"`
}

// lineChange is one line of a document that is added, removed or changed.
type lineChange struct {
	Line   string      `json:"line"` // its number, or where it stands
	Change string      `json:"change"`
	Fields []lineField `json:"fields"`
}

type lineField struct {
	Field  string  `json:"field"`
	Before *string `json:"before"`
	After  *string `json:"after"`
}

// mostLines is how many changed lines of one document a plan tells of; the others it counts.
const mostLines = 50

// diff writes what would change, field by field, and line by line within a document.
func (s *pass) diff(p *pair) []byte {
	var changes []fieldChange
	for i, name := range s.p.names {
		if p.decision.SetOurs.Has(i) {
			changes = append(changes, s.p.change(name, "ours", p.ours, p.agreed, i))
		}
		if p.decision.SetTheirs.Has(i) {
			before := p.theirs
			if before == nil {
				before = p.base
			}
			changes = append(changes, s.p.change(name, "theirs", before, p.agreed, i))
		}
	}
	octets, err := json.Marshal(changes)
	if err != nil {
		return nil
	}
	return octets
}

func (p *point) change(name, side string, before, after tandem.Record, i int) fieldChange {
	c := fieldChange{Field: name, Side: side, Before: text(before, i), After: text(after, i)}
	if p.plan.Positions[i].IsLines() {
		names, key := p.plan.LineNames()
		d := lineDiff{names: names, key: key, before: linesOf(before, i), after: linesOf(after, i)}
		c.Lines = d.changes()
		if c.More = len(c.Lines) - mostLines; c.More > 0 {
			c.Lines = c.Lines[:mostLines]
		} else {
			c.More = 0
		}
	}
	return c
}

// text is a value for people, nil where there is none.
func text(r tandem.Record, i int) *string {
	if r == nil || r[i].IsAbsent() || r[i].IsNull() {
		return nil
	}
	t := r[i].String()
	if r[i].Kind() == tandem.Reference && r[i].Int() >= firstForeseen {
		t = "(new)"
	}
	if r[i].Kind() == tandem.List {
		t = countLines(len(linesOf(r, i)))
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
func linesOf(r tandem.Record, i int) []tandem.Record {
	if r == nil {
		return nil
	}
	lines, err := r[i].Lines()
	if err != nil {
		return nil
	}
	return lines
}

// lineDiff compares the lines of a document before and after.
type lineDiff struct {
	names         []string // of the values of a line
	key           int      // the value that tells them apart; -1 = none
	before, after []tandem.Record
}

// changes lists the lines that are not alike, in the order of their numbers.
func (d *lineDiff) changes() []lineChange {
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
	var list []lineChange
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
func (d *lineDiff) byPlace() []lineChange {
	before, after := d.before, d.after
	first := 0
	for len(before) > 0 && len(after) > 0 && d.equal(before[0], after[0]) {
		before, after = before[1:], after[1:]
		first++
	}
	for len(before) > 0 && len(after) > 0 && d.equal(before[len(before)-1], after[len(after)-1]) {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	var list []lineChange
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
func (d *lineDiff) add(list []lineChange, number string, before, after tandem.Record) []lineChange {
	c := lineChange{Line: number, Change: "changed", Fields: []lineField{}}
	switch {
	case before == nil:
		c.Change = "added"
	case after == nil:
		c.Change = "removed"
	case d.equal(before, after):
		return list
	}
	for i, name := range d.names {
		f := lineField{Field: name, Before: text(before, i), After: text(after, i)}
		if i != d.key && (before == nil || after == nil || before[i] != after[i]) && (f.Before != nil || f.After != nil) {
			c.Fields = append(c.Fields, f)
		}
	}
	return append(list, c)
}
