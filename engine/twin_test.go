package engine

import (
	"math/rand/v2"
	"testing"

	"tandem"
	"tandem/connector/memory"
)

// A row that a page shows twice is one row, and fits one record of ours.
func TestARowThatIsRepeatedIsNotAmbiguous(t *testing.T) {
	for seed := range uint64(10) { // whichever row it is
		s := newScene(t, matched)
		for _, tag := range []string{"T1", "T2", "T3"} {
			s.here(tag)
			s.there(tag, nil)
		}
		s.system.system.SetFaults(memory.Faults{Rand: rand.New(rand.NewPCG(seed, 1)), Repeated: 1})
		if counts := s.runs(tandem.Bulk).Points[0].Counts; counts[tandem.Updated] != 3 || counts.Rows() != 3 {
			s.failf("three pairs are %v", counts)
		}
		s.system.system.SetFaults(memory.Faults{})
		s.check()
	}
}
