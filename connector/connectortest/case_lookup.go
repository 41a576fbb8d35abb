package connectortest

import (
	"fmt"

	"tandem"
	"tandem/connector"
)

func lookupCases() []testCase {
	return []testCase{
		{
			name: "get reads by key",
			why:  "before a write and after a lost answer single rows are looked at again",
			run:  gets,
		},
		{
			name: "get leaves out what is not there",
			why:  "a row that was deleted meanwhile is not an error of the others",
			run:  getsMissing,
		},
		{
			name: "get takes many keys",
			why:  "the engine asks for a page of rows at a time, whatever their system's limit on parameters",
			run:  getsMany,
		},
		{
			name: "find reads by value",
			why:  "first contact matches rows by what they hold, quotes and all",
			run:  finds,
		},
	}
}

func gets(s *suite) {
	wanted := s.seeded(5)
	keys := sortedKeys(wanted)
	s.same("get", map[tandem.Key]Row{keys[1]: wanted[keys[1]], keys[3]: wanted[keys[3]]}, s.get(s.view, keys[3], keys[1]))
	if got := s.get(s.view); len(got) > 0 {
		s.Errorf("get without keys brought %d rows", len(got))
	}
}

func getsMissing(s *suite) {
	wanted := s.seeded(3)
	keys := sortedKeys(wanted)
	s.remote.Remove(s, keys[1])
	delete(wanted, keys[1])
	s.same("get", wanted, s.get(s.view, keys...))
	if got := s.get(s.view, keys[1]); len(got) > 0 {
		s.Errorf("a deleted row was still there: %v", got)
	}
}

func getsMany(s *suite) {
	wanted := s.seeded(s.h.rows())
	keys := sortedKeys(wanted)
	for i := range 2500 {
		keys = append(keys, missing(keys[0], i))
	}
	s.same("get", wanted, s.get(s.view, keys...))
}

// missing makes a key that no row has out of one that a row has.
func missing(key tandem.Key, i int) tandem.Key {
	parts := key.Parts()
	last := parts[len(parts)-1]
	if n, ok := tandem.IntegerPart(last); ok {
		parts[len(parts)-1] = string(tandem.KeyOf(tandem.IntegerValue(n + 1_000_000 + int64(i))))
	} else {
		parts[len(parts)-1] = fmt.Sprintf("none %d", i)
	}
	return tandem.TextKey(parts...)
}

func finds(s *suite) {
	texts := []string{"Plain", "O'Hara \"and\" Söhne", `back\slash`, "100 % _ [x]"}
	wanted := map[tandem.Key]Row{}
	var values []tandem.Value
	for _, text := range texts {
		r := s.customer()
		r[s.h.Columns.Name] = tandem.TextValue(text)
		wanted[s.seedRows([]Row{r})[0]] = r
		values = append(values, r[s.h.Columns.Name])
	}
	s.seed(3)
	s.same("find all", wanted, s.find(s.h.Columns.Name, values...))
	for key, r := range wanted {
		s.same(fmt.Sprintf("find %s", r[s.h.Columns.Name]), map[tandem.Key]Row{key: r}, s.find(s.h.Columns.Name, r[s.h.Columns.Name]))
	}
	s.same("find nothing", map[tandem.Key]Row{}, s.find(s.h.Columns.Name, tandem.TextValue("nobody of that name")))
}

// find reads rows by value, through the fallback where the connector has no Find.
func (s *suite) find(field string, values ...tandem.Value) map[tandem.Key]Row {
	s.Helper()
	page, err := connector.Find(s.ctx, s.c, s.view, field, values)
	if err != nil {
		s.Fatalf("finding by %s: %v", field, err)
	}
	rows := map[tandem.Key]Row{}
	s.take(s.view, page, rows)
	return rows
}
