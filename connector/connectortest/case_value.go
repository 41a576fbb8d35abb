package connectortest

import (
	"maps"
	"strings"
	"time"

	"tandem"
)

func valueCases() []testCase {
	return []testCase{
		{
			name: "their values arrive exactly",
			why:  "absent, null, empty and zero are four different values, and no digit or character is ever lost (Promise 6)",
			run:  readsValues,
		},
		{
			name:  "our values arrive exactly",
			why:   "what we write is what they have, to the last digit and character (Promise 6)",
			needs: needsWriting,
			run:   writesValues,
		},
		{
			name:  "a value can be taken away",
			why:   "a field emptied here is emptied there: null overwrites (Promise 6)",
			needs: needsWriting,
			run:   writesNull,
		},
	}
}

// valueRows makes customers that between them hold every value worth trying.
func (s *suite) valueRows() []Row {
	texts := s.texts()
	var rows []Row
	for i, text := range texts {
		r := s.customer()
		s.put(r, s.h.Columns.Notes, text)
		s.put(r, s.h.Columns.Credit, pick(decimals(), i))
		s.put(r, s.h.Columns.Rank, pick(integers(), i))
		s.put(r, s.h.Columns.Since, pick(dates(), i))
		s.put(r, s.h.Columns.Seen, pick(s.instants(), i))
		s.put(r, s.h.Columns.Active, pick([]tandem.Value{tandem.BoolValue(true), tandem.BoolValue(false), tandem.NullValue()}, i))
		rows = append(rows, r)
	}
	return rows
}

// put sets a field where the system has one.
func (s *suite) put(r Row, field string, v tandem.Value) {
	if field != "" {
		r[field] = v
	}
}

func pick(values []tandem.Value, i int) tandem.Value { return values[i%len(values)] }

func (s *suite) texts() []tandem.Value {
	texts := []tandem.Value{tandem.NullValue()}
	if !s.h.EmptyIsNull {
		texts = append(texts, tandem.TextValue(""))
	}
	for _, text := range []string{
		"0", " both sides ", "it's \"quoted\" and `ticked`", `back\slash, \n no line, \0 no end`,
		"two\nlines and a\ttab", "Žluťoučký kůň úpěl ďábelské ódy", "株式会社タンデム", "e\u0301 is not \u00e9", "🐎 beyond the first plane",
		"%s {0} ${x} $1 ? :name @p1 -- /* */ ;", "<a href='x'>&amp;</a>", "NULL", "true", strings.Repeat("ten chars ", 999) + "and an end",
	} {
		texts = append(texts, tandem.TextValue(text))
	}
	return texts
}

func decimals() []tandem.Value {
	return []tandem.Value{
		tandem.NullValue(), tandem.DecimalValue(0, 0), tandem.DecimalValue(1, 4), tandem.DecimalValue(-1, 2),
		tandem.DecimalValue(125, 1), tandem.DecimalValue(1, 1), tandem.DecimalValue(123_456_789_012_345_678, 4), tandem.DecimalValue(-99_999_999_999_999_9999, 4),
	}
}

func integers() []tandem.Value {
	return []tandem.Value{
		tandem.NullValue(), tandem.IntegerValue(0), tandem.IntegerValue(-1),
		tandem.IntegerValue(1<<53 + 1), // no float holds it
		tandem.IntegerValue(-1 << 31), tandem.IntegerValue(1<<63 - 1),
	}
}

func dates() []tandem.Value {
	values := []tandem.Value{tandem.NullValue()}
	for _, text := range []string{"1970-01-01", "1969-12-31", "2000-02-29", "1900-03-01", "2026-03-29", "2026-10-25", "2099-12-31"} {
		v, _ := tandem.ParseDate(text)
		values = append(values, v)
	}
	return values
}

// instants holds the hours in which European and American clocks jump.
func (s *suite) instants() []tandem.Value {
	values := []tandem.Value{tandem.NullValue()}
	for _, text := range []string{
		"1970-01-01T00:00:01Z", "2026-03-29T01:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z",
		"2026-03-08T07:15:00Z", "2026-12-31T23:59:59.123456Z", "2001-09-09T01:46:40.5Z",
	} {
		v, _ := tandem.ParseInstant(text, time.UTC)
		unit := max(s.h.InstantUnit, time.Microsecond)
		values = append(values, tandem.InstantOf(v.Time().Truncate(unit)))
	}
	return values
}

func readsValues(s *suite) {
	rows := s.valueRows()
	wanted := map[tandem.Key]Row{}
	for i, key := range s.seedRows(rows) {
		wanted[key] = rows[i]
	}
	s.same("list", wanted, s.list(s.view, ""))
	s.same("get", wanted, s.get(s.view, sortedKeys(wanted)...))
}

func writesValues(s *suite) {
	rows := s.valueRows()
	wanted := map[tandem.Key]Row{}
	for i, key := range s.create(rows...) {
		wanted[key] = rows[i]
	}
	s.same("list", wanted, s.list(s.view, ""))
	// Every row takes on the values of the next one.
	keys := s.create(s.customer())
	for _, r := range rows {
		set := s.withoutKey(r)
		s.landed(s.write(s.view, s.toUpdate(s.view, keys[0], s.one(keys[0]), set))...)
		if d := agree(set, s.one(keys[0])); d != "" {
			s.Errorf("after an update: %s", d)
		}
	}
}

// withoutKey returns a row without the key fields, which an update leaves alone.
func (s *suite) withoutKey(r Row) Row {
	out := maps.Clone(r)
	for _, field := range s.view.Key {
		delete(out, field)
	}
	return out
}

func writesNull(s *suite) {
	key := s.create(s.customer())[0]
	empty := Row{}
	cols := s.h.Columns
	for _, field := range []string{cols.Notes, cols.Credit, cols.Rank, cols.Since, cols.Active, cols.Seen} {
		s.put(empty, field, tandem.NullValue())
	}
	s.landed(s.write(s.view, s.toUpdate(s.view, key, s.one(key), empty))...)
	if d := agree(empty, s.one(key)); d != "" {
		s.Error(d)
	}
}
