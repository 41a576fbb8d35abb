package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem"
)

// Every change is counted once, in its hour, for its account alone, whether it stands in a row or in a span.
func TestActivityIsCountedOnce(t *testing.T) {
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := time.Date(2026, 5, 4, 9, 59, 0, 0, time.UTC)
			s := aged(t, name, &at)
			mine, others := setUp(t, s, "acme"), setUp(t, s, "other")
			check(t, s.Tally(t.Context()))

			first := mine.fill(t, 500)
			at = at.Add(2 * time.Minute)
			write := tandem.RecordWrite{Op: tandem.Update, ID: first, Version: 1, Values: tandem.Record{2: text("Olomouc"), 4: tandem.Value{}}}
			write.Set.Add(2)
			edit := mine.batch(tandem.Row{Write: write})
			edit.Actor = tandem.Actor{Origin: tandem.ByPerson, Name: "ada"}
			check(t, mine.Commit(t.Context(), edit))
			others.fill(t, 3)

			for range 2 { // a second time finds nothing new
				check(t, s.Tally(t.Context()))
			}
			nine, ten := at.Truncate(time.Hour).Add(-time.Hour), at.Truncate(time.Hour)
			for _, c := range []struct {
				of   *fixture
				want []tandem.Activity
			}{
				{mine, []tandem.Activity{{Hour: nine, Origin: tandem.BySync, Changes: 500}, {Hour: ten, Origin: tandem.ByPerson, Changes: 1}}},
				{others, []tandem.Activity{{Hour: ten, Origin: tandem.BySync, Changes: 3}}},
			} {
				got, err := s.Activity(t.Context(), c.of.account, nine)
				check(t, err)
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("activity: %s", diff)
				}
			}
			late, err := s.Activity(t.Context(), mine.account, ten)
			check(t, err)
			if len(late) != 1 {
				t.Errorf("since ten o'clock there are %d hours", len(late))
			}
		})
	}
}
