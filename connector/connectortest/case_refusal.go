package connectortest

import (
	"tandem"
	"tandem/connector"
)

func refusalCases() []testCase {
	return []testCase{
		{
			name:  "a view that is not writable refuses",
			why:   "nothing is written to their system before the administrator confirmed writing",
			needs: needsWriting,
			run:   refusesUnconfirmed,
		},
		{
			name:  "what nobody may write refuses",
			why:   "a view or a table without the right to write says so instead of losing the row",
			needs: needsReadOnly,
			run:   refusesReadOnly,
		},
		{
			name: "an object or field that is not there",
			why:  "their table changed: the run stops and says where, instead of syncing less than it shows (Promise 1)",
			run:  namesSchema,
		},
	}
}

func needsReadOnly(h *Harness) string {
	if h.ReadOnly == nil {
		return "the system has nothing that is read only"
	}
	return ""
}

func refusesUnconfirmed(s *suite) {
	wanted := s.seeded(2)
	keys := sortedKeys(wanted)
	before := s.get(s.view, keys...)
	view := *s.view
	view.Writable = false
	_, err := s.c.Write(s.ctx, &view, []connector.Write{
		s.toCreate(&view, s.customer()),
		s.toUpdate(&view, keys[0], before[keys[0]], s.name("Must not land")),
		s.toDelete(&view, keys[1], before[keys[1]]),
	})
	s.code("writing an unconfirmed view", err, tandem.Forbidden)
	s.same("list", wanted, s.list(s.view, ""))
}

func refusesReadOnly(s *suite) {
	w := connector.Write{Op: tandem.Create, Values: make(tandem.Record, s.h.ReadOnly.Width())}
	for i := range s.h.ReadOnly.Fields {
		w.Values[i] = tandem.NullValue()
	}
	results, err := s.c.Write(s.ctx, s.h.ReadOnly, []connector.Write{w})
	if err == nil && (len(results) != 1 || results[0].Err == nil) {
		s.Errorf("%s was written", s.h.ReadOnly.Object)
	}
	if tandem.CodeOf(err) == tandem.InDoubt || tandem.CodeOf(err) == tandem.Internal {
		s.Errorf("a refusal is neither in doubt nor a bug: %v", err)
	}
	s.list(s.h.ReadOnly, "")
}

func namesSchema(s *suite) {
	s.seed(2)
	noObject, noField := *s.view, *s.view
	noObject.Object = "no_such_object"
	noField.Fields = append([]string{"no_such_field"}, s.view.Fields[1:]...)
	for what, view := range map[string]*connector.View{"an object that is not there": &noObject, "a field that is not there": &noField} {
		err := s.firstPage(s.ctx, view)
		s.code("listing "+what, err, tandem.Schema)
		_, err = connector.Get(s.ctx, s.c, view, []tandem.Key{"1"})
		s.code("getting from "+what, err, tandem.Schema)
		if _, ok := connector.HasChanges(s.c, view); ok {
			_, err = s.tryChanges(s.ctx, view, "")
			s.code("changes of "+what, err, tandem.Schema)
		}
	}
}
