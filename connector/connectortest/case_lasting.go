package connectortest

import (
	"tandem"
	"tandem/connector"
)

func lastingCases() []testCase {
	return []testCase{
		{
			name:  "the lasting key finds its row",
			why:   "after a lost answer the row is looked up by our key instead of being made twice (Promise 3)",
			needs: needsAll(needsWriting, needsExternalID),
			run:   lastingKeyFinds,
		},
		{
			name:  "a unique lasting key refuses a second row",
			why:   "a create that is sent again makes no second row (Promise 3)",
			needs: needsAll(needsWriting, needsExternalID),
			run:   lastingKeyRefuses,
		},
	}
}

func needsExternalID(h *Harness) string {
	if h.View.ExternalID == "" {
		return "the system has no field for our lasting key"
	}
	return ""
}

// worth asks what the lasting key of the customers is worth and skips below that.
func (s *suite) worth(atLeast connector.Worth) {
	s.Helper()
	worth, err := connector.LastingKey(s.ctx, s.c, s.view)
	if err != nil {
		s.Fatal(err)
	}
	if worth < atLeast {
		s.Skipf("does not apply: the connector says the lasting key is worth %d, this takes %d", worth, atLeast)
	}
}

func lastingKeyFinds(s *suite) {
	s.worth(connector.WorthSearchable)
	s.seed(2)
	r := s.customer()
	w := s.toCreate(s.view, r)
	w.ExternalID = "tdm-00000001"
	result := s.write(s.view, w)[0]
	s.landed(result)
	found := s.find(s.view.ExternalID, tandem.TextValue(w.ExternalID))
	s.same("find by lasting key", map[tandem.Key]Row{result.Key: r}, found)
	if found := s.find(s.view.ExternalID, tandem.TextValue("tdm-99999999")); len(found) > 0 {
		s.Errorf("a key nobody has was found %d times", len(found))
	}
}

func lastingKeyRefuses(s *suite) {
	s.worth(connector.WorthUnique)
	first, second := s.toCreate(s.view, s.customer()), s.toCreate(s.view, s.customer())
	first.ExternalID, second.ExternalID = "tdm-00000001", "tdm-00000001"
	s.landed(s.write(s.view, first)...)
	s.code("a second row with the lasting key", s.write(s.view, second)[0].Err, tandem.Conflict)
	if rows := s.list(s.view, ""); len(rows) != 1 {
		s.Errorf("%d rows are there, want 1", len(rows))
	}
}
