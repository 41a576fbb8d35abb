package connectortest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tandem"
	"tandem/connector"
)

// customer makes the fields of one more customer, its key where we choose it.
func (s *suite) customer() Row {
	s.serial++
	return s.customerNumber(s.serial)
}

func (s *suite) customerNumber(n int) Row {
	r := Row{}
	if s.h.KeyValues != nil {
		maps.Copy(r, s.h.KeyValues(n))
	}
	cols := s.h.Columns
	for field, v := range map[string]tandem.Value{
		cols.Name:   tandem.TextValue(fmt.Sprintf("Customer %d", n)),
		cols.Notes:  tandem.TextValue(fmt.Sprintf("note %d", n)),
		cols.Credit: tandem.DecimalValue(int64(n)*10000+25, 4),
		cols.Rank:   tandem.IntegerValue(int64(n)),
		cols.Since:  tandem.DateValue(20000 + int64(n)),
		cols.Active: tandem.BoolValue(n%2 == 0),
		cols.Seen:   tandem.InstantValue(1_700_000_000_000_000 + int64(n)*1_000_000),
	} {
		if field != "" {
			r[field] = v
		}
	}
	return r
}

// seed has the people at the other side add n customers.
func (s *suite) seed(n int) []tandem.Key {
	s.Helper()
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = s.customer()
	}
	return s.seedRows(rows)
}

func (s *suite) seedRows(rows []Row) []tandem.Key {
	s.Helper()
	keys := s.remote.Seed(s, rows)
	if len(keys) != len(rows) {
		s.Fatalf("the harness seeded %d rows and named %d keys", len(rows), len(keys))
	}
	return keys
}

// name is a row that sets the customer's name alone.
func (s *suite) name(text string) Row { return Row{s.h.Columns.Name: tandem.TextValue(text)} }

// rowOf copies a record out of its page.
func rowOf(view *connector.View, record tandem.Record) Row {
	r := Row{}
	for i, field := range view.Fields {
		r[field] = record[i].Clone()
	}
	if view.Lines != nil {
		r[linesField] = record[len(view.Fields)].Clone()
	}
	return r
}

// linesField is the name a document's lines have in a Row.
const linesField = "*lines"

// record lays a row over the view: its values and which positions they take.
func (s *suite) record(view *connector.View, r Row) (tandem.Record, tandem.Fields) {
	s.Helper()
	values, set := make(tandem.Record, view.Width()), tandem.Fields{}
	for field, v := range r {
		at, ok := view.Position(field)
		if field == linesField {
			at, ok = len(view.Fields), view.Lines != nil
		}
		if !ok {
			s.Fatalf("the view of the harness has no field %q", field)
		}
		values[at] = v
		set.Add(at)
	}
	return values, set
}

// agree reports what differs where wanted says something.
func agree(wanted, got Row) string {
	var differ []string
	for _, field := range slices.Sorted(maps.Keys(wanted)) {
		if got[field] != wanted[field] {
			differ = append(differ, fmt.Sprintf("%s is %s, not %s", field, show(got[field]), show(wanted[field])))
		}
	}
	return strings.Join(differ, "; ")
}

// show writes a value with its kind, so that null and "" can be told apart.
func show(v tandem.Value) string {
	text := v.String()
	if len(text) > 80 {
		text = fmt.Sprintf("%s... (%d octets)", text[:80], len(text))
	}
	return fmt.Sprintf("%s %q", v.Kind(), text)
}

// same fails unless two sets of rows are equal in all the view shows.
func (s *suite) same(what string, wanted, got map[tandem.Key]Row) {
	s.Helper()
	for _, key := range slices.Sorted(maps.Keys(wanted)) {
		if _, ok := got[key]; !ok {
			s.Errorf("%s: row %s is missing", what, key)
		} else if d := agree(wanted[key], got[key]); d != "" {
			s.Errorf("%s: row %s: %s", what, key, d)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if _, ok := wanted[key]; !ok {
			s.Errorf("%s: row %s should not be there", what, key)
		}
	}
}

// code fails unless err carries a code.
func (s *suite) code(what string, err error, wanted ...tandem.Code) {
	s.Helper()
	if got := tandem.CodeOf(err); !slices.Contains(wanted, got) {
		s.Errorf("%s: got code %q, want %q (%v)", what, got, wanted, err)
	}
}
