package store_test

import (
	"testing"

	"tandem/store"
)

// Numbers of documents are ids: a process that makes one record must not leave a gap of a block.
func TestIDsThatWereNotUsedAreGivenBack(t *testing.T) {
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			o := options(t, name)
			process := func() *store.Store {
				t.Helper()
				s, err := store.Open(t.Context(), o)
				check(t, err)
				return s
			}
			next := func(s *store.Store, n int) int64 {
				t.Helper()
				id, err := s.NextIDs(t.Context(), "quote", n)
				check(t, err)
				return id
			}
			s := process()
			first := next(s, 1)
			check(t, s.Close())
			s = process()
			if id := next(s, 1); id != first+1 {
				t.Errorf("the next process begins with %d after %d", id, first)
			}
			check(t, s.Close())
			// A block for a load, of which three were used.
			s = process()
			from := next(s, 5000)
			s.ReturnIDs("quote", from+3, 4997)
			if id := next(s, 1); id != from+3 {
				t.Errorf("after the load comes %d, wanted %d", id, from+3)
			}
			// Another process has reserved more meanwhile: what is left of this one's is lost.
			other := process()
			taken := next(other, 1)
			check(t, s.Close())
			if id := next(other, 1); id != taken+1 {
				t.Errorf("the other process goes on with %d after %d", id, taken)
			}
			check(t, other.Close())
			s = process()
			if id := next(s, 1); id != taken+2 {
				t.Errorf("%d comes after %d", id, taken+1)
			}
			check(t, s.Close())
		})
	}
}
