package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"

	"tandem"
	"tandem/store"
)

// Promise 7: whoever reads the change log by position, while transactions
// begin, write and commit in any order, gets every change.
func TestFeedMissesNothing(t *testing.T) {
	const writers, commits = 12, 40
	eachStore(t, func(t *testing.T, s *store.Store) {
		f := setUp(t, s, "acme")
		other := setUp(t, s, "other")
		var group sync.WaitGroup
		var mu sync.Mutex
		var wrote []int64
		for w := range writers {
			group.Go(func() {
				g := f
				if w%4 == 0 {
					g = other
				}
				for i := range commits {
					// Some pages are long enough to become spans and COPY, most are single rows.
					n := []int{1, 2, 40, 300}[rand.IntN(100)/40*rand.IntN(2)+rand.IntN(2)]
					first, err := s.NextIDs(t.Context(), "customer", n)
					if err != nil {
						t.Error(err)
						return
					}
					batch := g.batch()
					batch.Group = n < 3
					for k := range int64(n) {
						batch.Rows = append(batch.Rows, customer(first+k, fmt.Sprintf("%d-%d-%d", w, i, k)))
					}
					if err := s.Commit(t.Context(), batch); err != nil {
						t.Error(err)
						return
					}
					if g == f {
						mu.Lock()
						for k := range int64(n) {
							wrote = append(wrote, first+k)
						}
						mu.Unlock()
					}
				}
			})
		}
		ended := make(chan struct{})
		go func() { group.Wait(); close(ended) }()

		var seen []int64
		after, last := int64(0), false
		for {
			select {
			case <-ended:
				last = true
			default:
			}
			ids, upTo, more, err := s.ChangedSince(t.Context(), f.account, "customer", after, 50, tandem.Actor{})
			check(t, err)
			seen = append(seen, ids...)
			if after = upTo; last && !more {
				break
			}
		}
		slices.Sort(seen)
		slices.Sort(wrote)
		if !slices.Equal(seen, wrote) {
			t.Errorf("%d of %d changes were seen", len(seen), len(wrote))
		}
		changes, _, err := s.Changes(t.Context(), f.account, 0, 1<<30)
		check(t, err)
		if len(changes) != len(wrote) || !slices.IsSortedFunc(changes, func(a, b tandem.Change) int { return int(a.Seq - b.Seq) }) {
			t.Errorf("%d changes of %d in the log", len(changes), len(wrote))
		}
	})
}

// The change log of a run, read backwards in small steps, holds what it did and
// nothing else.
func TestRunChanges(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		run := tandem.Run{Account: f.account, Sync: "erp", Kind: tandem.Bulk, State: tandem.Running}
		for run.ID < 2 {
			check(t, s.CreateRun(ctx, &run))
		}
		f.fill(t, 5) // by run 1
		first := f.ids(t, 40)
		batch := f.batch()
		batch.Actor.Run = run.ID
		for i := range int64(40) {
			batch.Rows = append(batch.Rows, customer(first+i, fmt.Sprintf("R%03d", i)))
		}
		check(t, s.Commit(ctx, batch))
		batch = f.batch(update(first+3, 1, text("x"), tandem.Value{}), remove(first+4, 1), customer(f.ids(t, 1), "S"))
		batch.Actor.Run = run.ID
		check(t, s.Commit(ctx, batch))

		var all []tandem.Change
		before := int64(0)
		for {
			page, err := s.RunChanges(ctx, f.account, run.ID, before, 6)
			check(t, err)
			if len(page) == 0 {
				break
			}
			all, before = append(all, page...), page[len(page)-1].Seq
		}
		if len(all) != 43 || !slices.IsSortedFunc(all, func(a, b tandem.Change) int { return int(b.Seq - a.Seq) }) {
			t.Fatalf("%d changes", len(all))
		}
		if last := all[42]; last.ID != first || last.Op != tandem.Create || last.Actor.Run != run.ID {
			t.Errorf("the oldest is %+v", last)
		}
	})
}

// Subscribers hear of commits here and, on PostgreSQL, on other nodes.
func TestEvents(t *testing.T) {
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t, name)
			a := open(t, o)
			f := setUp(t, a, "acme")
			here := make(chan store.Event, 1000)
			defer a.Subscribe(func(e store.Event) { here <- e })()
			there := here
			if name == "postgres" {
				b := open(t, o)
				there = make(chan store.Event, 1000)
				defer b.Subscribe(func(e store.Event) { there <- e })()
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20e9)
			defer cancel()
			for {
				id := f.ids(t, 1) // again and again: the other node may not be listening yet
				check(t, a.Commit(t.Context(), f.batch(customer(id, strconv.FormatInt(id, 10)))))
				select {
				case e := <-there:
					if e.Account != f.account || e.Objects[0] != "customer" || e.Remote != (name == "postgres") {
						t.Errorf("the event is %+v", e)
					}
					return
				case <-ctx.Done():
					t.Fatal("nothing was heard")
				default:
				}
			}
		})
	}
}
