package store_test

import (
	"testing"

	"tandem"
	"tandem/store"
)

// What somebody changed by name is kept as a version, also when the definition
// is taken away and comes back; what nobody changed makes none.
func TestVersionsOfADefinition(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		save := func(account int64, by, body string) {
			t.Helper()
			_, err := s.SaveDefinition(t.Context(), &tandem.Definition{Account: account, Kind: "sync", Name: "erp", Body: []byte(body), By: by})
			check(t, err)
		}
		save(1, "eva", "one")
		save(1, "eva", "one")
		save(1, "", "state of a program")
		save(2, "mallory", "of another account")
		check(t, s.RemoveDefinition(t.Context(), 1, "sync", "erp"))
		save(1, "jan", "two")
		all, err := s.DefinitionVersions(t.Context(), 1, "sync", "erp", 10)
		check(t, err)
		if len(all) != 2 {
			t.Fatalf("%d versions, want 2: %+v", len(all), all)
		}
		for i, want := range []tandem.DefinitionVersion{{Number: 2, By: "jan", Body: []byte("two")}, {Number: 1, By: "eva", Body: []byte("one")}} {
			if got := all[i]; got.Number != want.Number || got.By != want.By || string(got.Body) != string(want.Body) || got.At.IsZero() {
				t.Errorf("version %d: %+v, want %+v", i, got, want)
			}
		}
		one, err := s.DefinitionVersions(t.Context(), 1, "sync", "erp", 1)
		check(t, err)
		if len(one) != 1 || one[0].Number != 2 {
			t.Errorf("the newest version: %+v", one)
		}
	})
}
