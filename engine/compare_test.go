package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/connector/memory"
)

// Comparing looks at every pair once, whatever earlier runs left on the list, and
// although it links nothing.
func TestComparingCountsEveryPairOnce(t *testing.T) {
	s := newScene(t, func(m *remote, sync *Sync) {
		matched(m, sync)
		sync.Points[0].Operations.Create = tandem.Off
	})
	s.here("equal")
	s.there("equal", nil)
	s.here("conflict")
	s.there("conflict", memory.Row{"title": words("other")})
	s.edit(s.here("waits"), "parent", tandem.ReferenceValue(s.here("ours alone")))
	s.there("waits", nil)
	s.there("theirs alone", nil)
	want := Comparison{Point: companies, Matched: 1, Different: 2, OnlyOurs: 1, OnlyTheirs: 1}
	for _, when := range []string{"before anything is linked", "after a run left some on the list"} {
		found, err := s.engine.Compare(s.ctx, 1, "A")
		s.must(err)
		if diff := cmp.Diff(want, found[0]); diff != "" {
			t.Errorf("%s (-want +got)\n%s", when, diff)
		}
		s.runs(tandem.Bulk)
	}
}
