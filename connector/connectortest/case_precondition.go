package connectortest

import (
	"tandem"
	"tandem/connector"
)

func preconditionCases() []testCase {
	return []testCase{
		{
			name:  "a row that moved is not overwritten",
			why:   "what somebody wrote since we last read is merged again, never lost (Promises 2 and 6)",
			needs: needsWriting,
			run:   refusesMoved,
		},
		{
			name:  "a row that moved is not deleted",
			why:   "a row somebody still works on is looked at again before it goes (Promise 2)",
			needs: needsWriting,
			run:   refusesMovedDelete,
		},
		{
			name:  "what was not read is not checked",
			why:   "edits of different fields never conflict (Promise 6)",
			needs: needsWriting,
			run:   ignoresAbsent,
		},
		{
			name:  "null and empty values are preconditions too",
			why:   "a field that was empty when we read it and is filled by now has moved (Promise 6)",
			needs: needsWriting,
			run:   checksNull,
		},
		{
			name:  "every value can be a precondition",
			why:   "a write must not end in conflict for ever because their system compares otherwise than we do",
			needs: needsWriting,
			run:   checksEveryValue,
		},
	}
}

func refusesMoved(s *suite) {
	key := s.seed(1)[0]
	before := s.one(key)
	s.remote.Edit(s, key, s.name("Edited by them"))
	result := s.write(s.view, s.toUpdate(s.view, key, before, s.name("Edited by us")))[0]
	s.code("an update of a row that moved", result.Err, tandem.Conflict)
	if d := agree(s.name("Edited by them"), s.one(key)); d != "" {
		s.Error(d)
	}
	s.landed(s.write(s.view, s.toUpdate(s.view, key, s.one(key), s.name("Edited by us")))...)
	if d := agree(s.name("Edited by us"), s.one(key)); d != "" {
		s.Errorf("after reading again: %s", d)
	}
}

func refusesMovedDelete(s *suite) {
	key := s.seed(1)[0]
	before := s.one(key)
	s.remote.Edit(s, key, s.name("Edited by them"))
	s.code("a delete of a row that moved", s.write(s.view, s.toDelete(s.view, key, before))[0].Err, tandem.Conflict)
	if d := agree(s.name("Edited by them"), s.one(key)); d != "" {
		s.Error(d)
	}
}

func ignoresAbsent(s *suite) {
	if s.h.Columns.Notes == "" {
		s.Skip("does not apply: the system has no second field")
	}
	key := s.seed(1)[0]
	before := Row{s.h.Columns.Name: s.one(key)[s.h.Columns.Name]}
	s.remote.Edit(s, key, Row{s.h.Columns.Notes: tandem.TextValue("edited by them")})
	s.landed(s.write(s.view, s.toUpdate(s.view, key, before, s.name("Edited by us")))...)
	wanted := Row{s.h.Columns.Notes: tandem.TextValue("edited by them"), s.h.Columns.Name: tandem.TextValue("Edited by us")}
	if d := agree(wanted, s.one(key)); d != "" {
		s.Error(d)
	}
}

func checksNull(s *suite) {
	notes := s.h.Columns.Notes
	if notes == "" {
		s.Skip("does not apply: the system has no nullable text")
	}
	r := s.customer()
	r[notes] = tandem.NullValue()
	key := s.seedRows([]Row{r})[0]
	before := s.one(key)
	s.remote.Edit(s, key, Row{notes: tandem.TextValue("filled by them")})
	s.code("null that was filled", s.write(s.view, s.toUpdate(s.view, key, before, s.name("Ours")))[0].Err, tandem.Conflict)
	before = s.one(key)
	s.remote.Edit(s, key, Row{notes: tandem.NullValue()})
	s.code("a value that was taken away", s.write(s.view, s.toUpdate(s.view, key, before, s.name("Ours")))[0].Err, tandem.Conflict)
	s.landed(s.write(s.view, s.toUpdate(s.view, key, s.one(key), s.name("Ours")))...)
}

func checksEveryValue(s *suite) {
	keys := s.seedRows(s.valueRows())
	before := s.get(s.view, keys...)
	var writes []connector.Write
	for _, key := range keys {
		writes = append(writes, s.toUpdate(s.view, key, before[key], s.name("Ours")))
	}
	for i, r := range s.write(s.view, writes...) {
		if r.Err != nil {
			s.Errorf("row %s was not as it was read (%v): %v", keys[i], before[keys[i]], r.Err)
		}
	}
}
