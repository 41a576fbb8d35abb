package sqldb

import (
	"encoding/hex"
	"encoding/json"
	"time"

	"tandem"
	"tandem/dictionary"
)

// Transactions do not commit in the order of the numbers and times they wrote:
// after a row with version 7 was read, one with version 5 may appear. So the
// place where reading goes on is not the last row read, but a low-water mark:
//
//	low ......... mark ......... mark ......... the last row read
//	 |             10:00:02       10:00:04       10:00:06
//	 everything up to here is settled; every reading begins here
//
// Each reading that found something leaves a mark: how far it came, when, and
// which transaction would have been the next to begin. A mark becomes the
// low-water mark in a later reading that began when (a) the overlap had passed
// since the mark, and (b) every transaction that was open at the mark had
// ended, where the database tells (horizon.go). What lies between is read
// again; the engine knows such rows by their hash.
//
// (b) makes transactions of any length safe. (a) covers what (b) cannot see:
// clocks that differ, times taken before the transaction began to write, a
// database that does not tell.

// position is a place in the order of (cursor column, key).
type position struct {
	Value string   `json:"v"`           // as the column's form has it; octets in hexadecimal
	Tie   []string `json:"k,omitempty"` // the columns that tell equal cursors apart
}

// mark is a position that was reached.
type mark struct {
	position

	At   int64 `json:"at"`          // when, in milliseconds since 1970
	Next int64 `json:"n,omitempty"` // the transaction that would have begun next; 0 = not known
}

// feedState is how far one table was followed.
type feedState struct {
	Low   *position `json:"low,omitempty"`   // nil = from the first row
	Marks []mark    `json:"marks,omitempty"` // oldest first
	Next  *position `json:"next,omitempty"`  // a reading under way goes on here
}

// changeCursor is what Page.Cursor of a page of changes holds.
type changeCursor struct {
	Feeds map[string]*feedState `json:"feeds"`
}

func (c *changeCursor) String() string {
	text, err := json.Marshal(c)
	if err != nil {
		return "" // plain strings and numbers: cannot happen
	}
	return string(text)
}

func parseCursor(text string) (*changeCursor, error) {
	c := &changeCursor{}
	if err := json.Unmarshal([]byte(text), c); err != nil || c.Feeds == nil {
		return nil, tandem.Errorf(tandem.Stale, "the stored cursor cannot be read; a full run makes a new one")
	}
	return c, nil
}

// start is where the next reading begins, and whether it goes on with one that was stopped.
func (s *feedState) start() (from *position, resumed bool) {
	if s.Next != nil {
		return s.Next, true
	}
	return s.Low, false
}

// newest is the farthest position reached.
func (s *feedState) newest() *position {
	if n := len(s.Marks); n > 0 {
		return &s.Marks[n-1].position
	}
	return s.Low
}

// mostMarks bounds the cursor's length. A mark left out only delays the
// low-water mark.
const mostMarks = 12

// reach notes how far a reading came.
func (s *feedState) reach(m mark) {
	if len(s.Marks) == mostMarks {
		s.Marks = append(s.Marks[:mostMarks-2], s.Marks[mostMarks-1])
	}
	s.Marks = append(s.Marks, m)
}

// settle moves the low-water mark past every mark that nothing can appear below
// any more. The horizon is that of the start of the reading.
func (s *feedState) settle(now time.Time, overlap time.Duration, h horizon) {
	for len(s.Marks) > 0 && s.Marks[0].isSettled(now, overlap, h) {
		s.Low = &s.Marks[0].position
		s.Marks = s.Marks[1:]
	}
	if len(s.Marks) == 0 {
		s.Marks = nil
	}
}

func (m *mark) isSettled(now time.Time, overlap time.Duration, h horizon) bool {
	age := now.Sub(time.UnixMilli(m.At))
	// A clock that was set back must not hold a mark for ever.
	if age < overlap && age >= 0 {
		return false
	}
	return h.passed(m.Next)
}

// same reports whether two positions are one.
func (p *position) same(q *position) bool {
	if p == nil || q == nil {
		return p == q
	}
	if p.Value != q.Value || len(p.Tie) != len(q.Tie) {
		return false
	}
	for i := range p.Tie {
		if p.Tie[i] != q.Tie[i] {
			return false
		}
	}
	return true
}

// positionText writes a cell so that positionArg makes the same value of it: with
// all the digits the database keeps, also those a tandem.Value has no room for.
func positionText(col *column, cell []byte) string {
	if col.form == formOctets {
		return hex.EncodeToString(cell)
	}
	if col.padded {
		cell = trimRight(cell)
	}
	return string(cell)
}

// positionArg is the argument that stands for a position's value.
func (b *builder) positionArg(col *column, text string) string {
	var arg any = text
	switch {
	case col.typ == dictionary.Integer:
		if v, ok := parseInteger(text); ok {
			arg = v.Int()
		}
	case col.form == formOctets:
		octets, err := hex.DecodeString(text)
		if err != nil && b.err == nil {
			b.err = tandem.Errorf(tandem.Stale, "the stored cursor does not fit the column %s", col.name)
		}
		arg = octets
	case col.typ == dictionary.Text:
		return b.bound(col, tandem.TextValue(text))
	case col.typ == dictionary.Bool:
		if v, ok := parseBool(text); ok {
			arg = v.Bool()
		}
	}
	return b.conn.dialect.take(col, b.placeholder(arg))
}

// earlier is a position some time before another, in front of all rows of that moment.
func (b *builder) earlier(col *column, p *position, by time.Duration) (*position, bool) {
	d := b.conn.decoder(col, dictionary.Instant)
	var a arena
	v, err := d.decode(&a, []byte(p.Value))
	if err != nil || v.IsNull() {
		return nil, false
	}
	arg, err := b.conn.dialect.bind(col, tandem.InstantOf(v.Time().Add(-by)), b.conn.cfg.zone)
	text, ok := arg.(string)
	return &position{Value: text}, ok && err == nil
}
