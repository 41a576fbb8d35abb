package connectortest

import (
	"maps"
	"strings"

	"tandem"
	"tandem/connector"
)

func createCases() []testCase {
	return []testCase{
		{
			name:  "create returns its key",
			why:   "the link is made from the key of the answer; a wrong one binds two strangers together (Promise 3)",
			needs: needsWriting,
			run:   createReturnsKey,
		},
		{
			name:  "create leaves alone what is not set",
			why:   "a field that does not travel is theirs to fill (Promise 6)",
			needs: needsWriting,
			run:   createSetsOnly,
		},
		{
			name:  "create refuses a taken key",
			why:   "a row of other people must never be overwritten by a new one of ours",
			needs: needsAll(needsWriting, needsOwnKeys),
			run:   createRefusesKey,
		},
	}
}

func updateCases() []testCase {
	return []testCase{
		{
			name:  "update changes the set positions alone",
			why:   "edits of different fields never conflict: what is not set keeps what others wrote (Promise 6)",
			needs: needsWriting,
			run:   updateSetsOnly,
		},
		{
			name:  "delete deletes one row",
			why:   "a delete that hits more than its row cannot be made good",
			needs: needsWriting,
			run:   deletesOne,
		},
		{
			name:  "update and delete of a vanished row",
			why:   "not found unlinks; anything else would try for ever (Promise 1)",
			needs: needsWriting,
			run:   writesVanished,
		},
		{
			name:  "the answer shows the row as it stands",
			why:   "the link's base is taken from the answer; where it lies, the next run sees a change nobody made (Promise 5)",
			needs: needsWriting,
			run:   answersRow,
		},
	}
}

func needsOwnKeys(h *Harness) string {
	if h.KeyValues == nil {
		return "the system makes the keys"
	}
	return ""
}

func createReturnsKey(s *suite) {
	first, second := s.customer(), s.customer()
	keys := s.create(first, second)
	if keys[0] == "" || keys[0] == keys[1] {
		s.Fatalf("two creates returned the keys %q and %q", keys[0], keys[1])
	}
	wanted := map[tandem.Key]Row{keys[0]: first, keys[1]: second}
	s.same("get by the returned keys", wanted, s.get(s.view, keys...))
	s.same("list", wanted, s.list(s.view, ""))
}

func createSetsOnly(s *suite) {
	r := s.name("Only a name")
	if s.h.KeyValues != nil {
		maps.Copy(r, s.h.KeyValues(1))
	}
	w := s.toCreate(s.view, r)
	// A value on a position that is not set must not be written.
	stray := s.h.Columns.Notes
	if at, ok := s.view.Position(stray); ok {
		w.Values[at] = tandem.TextValue("must not be written")
	}
	result := s.write(s.view, w)[0]
	s.landed(result)
	got := s.one(result.Key)
	if d := agree(r, got); d != "" {
		s.Error(d)
	}
	if stray != "" && got[stray].Text() != "" {
		s.Errorf("%s was not set and is %s", stray, show(got[stray]))
	}
}

func createRefusesKey(s *suite) {
	key := s.seed(1)[0]
	before := s.one(key)
	r := s.customerNumber(1)
	r[s.h.Columns.Name] = tandem.TextValue("The second of that key")
	result := s.write(s.view, s.toCreate(s.view, r))[0]
	s.code("a create with a taken key", result.Err, tandem.Conflict, tandem.Invalid)
	if d := agree(before, s.one(key)); d != "" {
		s.Errorf("the row that was there changed: %s", d)
	}
}

func updateSetsOnly(s *suite) {
	key, other := s.seed(1)[0], s.seed(1)[0]
	before, untouched := s.one(key), s.one(other)
	w := s.toUpdate(s.view, key, Row{}, s.name("A new name"))
	if at, ok := s.view.Position(s.h.Columns.Notes); ok {
		w.Values[at] = tandem.TextValue("must not be written")
	}
	s.landed(s.write(s.view, w)...)
	wanted := s.settled(before)
	wanted[s.h.Columns.Name] = tandem.TextValue("A new name")
	if d := agree(wanted, s.one(key)); d != "" {
		s.Error(d)
	}
	if d := agree(untouched, s.one(other)); d != "" {
		s.Errorf("another row changed: %s", d)
	}
}

// settled returns a row without what their system moves by itself on every change.
func (s *suite) settled(r Row) Row { return settledAs(s.view, r) }

func settledAs(view *connector.View, r Row) Row {
	out := maps.Clone(r)
	delete(out, view.Cursor)
	return out
}

func deletesOne(s *suite) {
	wanted := s.seeded(4)
	keys := sortedKeys(wanted)
	s.landed(s.write(s.view, s.toDelete(s.view, keys[2], s.one(keys[2])))...)
	delete(wanted, keys[2])
	s.same("list", wanted, s.list(s.view, ""))
}

func writesVanished(s *suite) {
	keys := s.seed(3)
	before := s.get(s.view, keys...)
	s.remote.Remove(s, keys[0])
	s.remote.Remove(s, keys[1])
	results := s.write(s.view,
		s.toUpdate(s.view, keys[0], before[keys[0]], s.name("Too late")),
		s.toDelete(s.view, keys[1], before[keys[1]]),
		s.toUpdate(s.view, keys[2], before[keys[2]], s.name("In time")))
	s.code("updating a vanished row", results[0].Err, tandem.NotFound)
	s.code("deleting a vanished row", results[1].Err, tandem.NotFound)
	s.landed(results[2])
	if rows := s.list(s.view, ""); len(rows) != 1 {
		s.Errorf("%d rows are there, want 1", len(rows))
	}
}

func answersRow(s *suite) {
	created := s.write(s.view, s.toCreate(s.view, s.customer()))[0]
	s.landed(created)
	s.answers("create", created)
	updated := s.write(s.view, s.toUpdate(s.view, created.Key, s.one(created.Key), s.name("Renamed")))[0]
	s.landed(updated)
	s.answers("update", updated)
}

// answers fails unless the row of a result is the row as it stands.
func (s *suite) answers(what string, r connector.Result) {
	s.Helper()
	if r.Row == nil {
		s.Logf("%s: the connector does not say how the row stands now", what)
		return
	}
	if len(r.Row) != s.view.Width() {
		s.Fatalf("%s: the answer has %d values, the view %d", what, len(r.Row), s.view.Width())
	}
	if d := agree(rowOf(s.view, r.Row), s.one(r.Key)); d != "" {
		s.Errorf("%s: read again, %s", what, d)
	}
}

func batchCases() []testCase {
	return []testCase{
		{
			name:  "a batch answers in order",
			why:   "results are told apart by their place alone",
			needs: needsWriting,
			run:   batchInOrder,
		},
		{
			name:  "one bad row fails alone",
			why:   "one bad row stops nothing else, and nothing is ever cut to fit (Promise 9)",
			needs: needsWriting,
			run:   badRowAlone,
		},
		{
			name:  "an empty batch",
			why:   "a page without writes is the ordinary case",
			needs: needsWriting,
			run:   func(s *suite) { s.write(s.view) },
		},
	}
}

func batchInOrder(s *suite) {
	keys := s.seed(2)
	before := s.get(s.view, keys...)
	fresh, late := s.customer(), s.customer()
	results := s.write(s.view,
		s.toUpdate(s.view, keys[0], before[keys[0]], s.name("First")),
		s.toCreate(s.view, fresh),
		s.toDelete(s.view, keys[1], before[keys[1]]),
		s.toCreate(s.view, late))
	s.landed(results...)
	if results[0].Key != keys[0] || results[2].Key != keys[1] {
		s.Errorf("the results name %s and %s, the writes %s and %s", results[0].Key, results[2].Key, keys[0], keys[1])
	}
	changed := s.settled(before[keys[0]])
	changed[s.h.Columns.Name] = tandem.TextValue("First")
	s.same("list", map[tandem.Key]Row{keys[0]: changed, results[1].Key: fresh, results[3].Key: late}, s.list(s.view, ""))
}

func badRowAlone(s *suite) {
	key := s.seed(1)[0]
	before := s.one(key)
	tooLong, nameless, good := s.customer(), s.customer(), s.customer()
	tooLong[s.h.Columns.Name] = tandem.TextValue(strings.Repeat("x", 300))
	nameless[s.h.Columns.Name] = tandem.NullValue()
	results := s.write(s.view,
		s.toCreate(s.view, tooLong),
		s.toCreate(s.view, nameless),
		s.toUpdate(s.view, key, before, s.name(strings.Repeat("y", 300))),
		s.toCreate(s.view, good))
	s.code("a text that is too long", results[0].Err, tandem.Invalid)
	s.code("null where a value is required", results[1].Err, tandem.Invalid)
	s.code("an update that is too long", results[2].Err, tandem.Invalid)
	s.landed(results[3])
	s.same("list", map[tandem.Key]Row{key: before, results[3].Key: good}, s.list(s.view, ""))
}
