package store_test

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/store"
)

func TestCommitAndReadBack(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		id := f.ids(t, 2)
		check(t, s.Commit(ctx, f.batch(customer(id, "K1"), customer(id+1, "K2"))))

		links := make([]tandem.Link, 3)
		check(t, s.LinksByKey(ctx, f.lane, []tandem.Key{"K2", "K0", "K1"}, true, links))
		want := tandem.Link{Key: "K2", ID: id + 1, Version: 1, Hash: 7, Base: "\x01base", Shape: 3, Run: 1, OursVersion: 1}
		if links[0] != want || links[1].ID != 0 || links[2].ID != id {
			t.Errorf("links are %+v", links)
		}
		var rows tandem.Rows
		check(t, s.Records(ctx, f.account, &customers, []int64{id + 1, id, id + 9}, &rows))
		if rows.Len() != 2 || rows.IDs[0] != id+1 || rows.Row(0)[0] != text("K2") || rows.Row(0)[3] != tandem.DecimalValue(125, 0) {
			t.Errorf("records are %v %v", rows.IDs, rows.Row(0))
		}
		if got := f.changed(t, 0); !cmp.Equal(got, []int64{id, id + 1}) {
			t.Errorf("changed are %v", got)
		}
	})
}

// update is a row that sets a customer's name and city.
func update(id, version int64, name, city tandem.Value) tandem.Row {
	w := tandem.RecordWrite{Op: tandem.Update, ID: id, Version: version, Values: make(tandem.Record, 5)}
	w.Set.Add(1)
	w.Set.Add(2)
	w.Values[1], w.Values[2] = name, city
	return tandem.Row{Write: w}
}

func remove(id, version int64) tandem.Row {
	return tandem.Row{Write: tandem.RecordWrite{Op: tandem.Delete, ID: id, Version: version}}
}

// sizes are a batch that goes statement by statement and one that goes set-based.
var sizes = []int{3, 450}

func eachSize(t *testing.T, test func(t *testing.T, s *store.Store, n int)) {
	t.Helper()
	for _, n := range sizes {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			eachStore(t, func(t *testing.T, s *store.Store) { test(t, s, n) })
		})
	}
}

func TestUpdatesAndDeletes(t *testing.T) {
	eachSize(t, func(t *testing.T, s *store.Store, n int) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		first := f.fill(t, n)

		batch := f.batch()
		for i := range int64(n) {
			city := text("Brno") // as it is
			if i == 1 {
				city = tandem.NullValue()
			}
			batch.Rows = append(batch.Rows, update(first+i, 1, text(fmt.Sprintf("New %d", i)), city))
		}
		check(t, s.Commit(ctx, batch))
		var rows tandem.Rows
		check(t, s.Records(ctx, f.account, &customers, []int64{first + 1}, &rows))
		if rows.Versions[0] != 2 || rows.Row(0)[1] != text("New 1") || !rows.Row(0)[2].IsNull() || rows.Row(0)[4] != tandem.IntegerValue(14) {
			t.Errorf("the record is %v at %d", rows.Row(0), rows.Versions[0])
		}
		history, err := s.History(ctx, f.account, "customer", first+1, 10)
		check(t, err)
		want := []tandem.FieldChange{
			{Field: "name", Before: text("Customer K000001"), After: text("New 1")},
			{Field: "city", Before: text("Brno"), After: tandem.NullValue()},
		}
		if diff := cmp.Diff(want, history[0].Fields, equalValues()); len(history) != 2 || diff != "" {
			t.Errorf("%d changes, the newest is wrong:\n%s", len(history), diff)
		}

		batch = f.batch()
		for i := range int64(n) {
			batch.Rows = append(batch.Rows, remove(first+i, 2))
		}
		check(t, s.Commit(ctx, batch))
		check(t, s.Records(ctx, f.account, &customers, []int64{first, first + 1}, &rows))
		if rows.Len() != 0 {
			t.Errorf("%d records are left", rows.Len())
		}
		history, err = s.History(ctx, f.account, "customer", first, 10)
		check(t, err)
		if len(history) != 3 || history[0].Op != tandem.Delete || history[0].Version != 3 || history[0].Fields[1].Before != text("New 0") {
			t.Errorf("the history is %+v", history)
		}
	})
}

func TestUnchangedUpdateWritesNothing(t *testing.T) {
	eachSize(t, func(t *testing.T, s *store.Store, n int) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		first := f.fill(t, n)
		before, err := s.LastSeq(ctx)
		check(t, err)

		batch := f.batch()
		for i := range int64(n) {
			batch.Rows = append(batch.Rows, update(first+i, 1, text(fmt.Sprintf("Customer K%06d", i)), tandem.Value{}))
		}
		check(t, s.Commit(ctx, batch))
		after, err := s.LastSeq(ctx)
		check(t, err)
		if after != before || batch.Rows[0].Write.NewVersion != 1 {
			t.Errorf("the log went from %d to %d, the version to %d", before, after, batch.Rows[0].Write.NewVersion)
		}
	})
}

func TestRowErrorsAndNothingWritten(t *testing.T) {
	eachSize(t, func(t *testing.T, s *store.Store, n int) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		first := f.fill(t, n)
		fresh := f.ids(t, n)

		batch := f.batch()
		for i := range int64(n) {
			batch.Rows = append(batch.Rows, update(first+i, 1, text("other"), tandem.Value{}))
		}
		batch.Rows[1].Write.Version = 9 // moved
		batch.Rows[2].Write.ID = 1e9    // gone
		f.refused(t, batch, map[int]tandem.Code{1: tandem.Conflict, 2: tandem.Conflict})

		batch = f.batch()
		for i := range int64(n) {
			batch.Rows = append(batch.Rows, customer(fresh+i, fmt.Sprintf("N%06d", i)))
		}
		batch.Rows[0].Link.Link.Key = "K000000"                     // linked to another one
		batch.Rows[n-1].Link.Link.Key = batch.Rows[1].Link.Link.Key // twice in the batch: the second is to blame
		f.refused(t, batch, map[int]tandem.Code{0: tandem.Conflict, n - 1: tandem.Conflict})

		batch.Rows[0].Link.Link.Key, batch.Rows[n-1].Link.Link.Key = "X", "Y"
		batch.Rows[2].Write.Values[0] = text("bad \xff UTF-8")
		batch.Rows[1].Write.Values[4] = text("no number")
		f.refused(t, batch, map[int]tandem.Code{1: tandem.Invalid, 2: tandem.Invalid})

		if count, err := s.Count(ctx, f.account, "customer", nil); err != nil || count != int64(n) {
			t.Errorf("%d customers instead of %d, %v", count, n, err)
		}
		// Without the guilty rows the rest goes in.
		batch.Rows = append(batch.Rows[:1], batch.Rows[3:]...)
		check(t, s.Commit(ctx, batch))
	})
}

func TestUniqueFieldIsNamed(t *testing.T) {
	shape := tandem.Shape{Object: "operator", Fields: []string{"name", "email"}}
	operator := func(id int64, email tandem.Value) tandem.Row {
		return tandem.Row{Write: tandem.RecordWrite{Op: tandem.Create, ID: id, Set: tandem.AllFields(2), Values: tandem.Record{text("Eva"), email}}}
	}
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, other := setUp(t, s, "acme"), setUp(t, s, "other")
		commit := func(f *fixture, rows ...tandem.Row) error {
			batch := f.batch(rows...)
			batch.Shape = &shape
			return s.Commit(t.Context(), batch)
		}
		check(t, commit(f, operator(1, text("eva@acme.example")), operator(2, tandem.NullValue()), operator(3, tandem.NullValue())))
		check(t, commit(other, operator(4, text("eva@acme.example"))))

		err := commit(f, operator(5, text("eva@acme.example")), operator(6, text("adam@acme.example")))
		rows, ok := errors.AsType[*tandem.RowErrors](err)
		if !ok || len(rows.Errs) != 1 {
			t.Fatalf("the error is %v", err)
		}
		if e, ok := errors.AsType[*tandem.Error](rows.Errs[0]); !ok || e.Code != tandem.Invalid || e.Place != "operator.email" {
			t.Errorf("row 0 has %v", rows.Errs[0])
		}
	})
}

// Small writes that come at the same time share commits; one that is refused
// takes nobody with it.
func TestGroupCommit(t *testing.T) {
	const writers, each = 64, 10
	shape := tandem.Shape{Object: "operator", Fields: []string{"name", "email"}}
	eachStore(t, func(t *testing.T, s *store.Store) {
		f := setUp(t, s, "acme")
		var group sync.WaitGroup
		errs := make([]error, writers)
		for w := range writers {
			group.Go(func() {
				for i := range each {
					email := fmt.Sprintf("%d-%d@acme.example", w, i)
					if i == each-1 {
						email = "the-same@acme.example"
					}
					batch := f.batch(tandem.Row{Write: tandem.RecordWrite{
						Op: tandem.Create, ID: int64(1000 + w*each + i), Set: tandem.AllFields(2), Values: tandem.Record{text("Eva"), text(email)},
					}})
					batch.Shape, batch.Group = &shape, true
					if errs[w] = s.Commit(t.Context(), batch); errs[w] != nil {
						return
					}
				}
			})
		}
		group.Wait()
		refused := 0
		for _, err := range errs {
			if _, ok := errors.AsType[*tandem.RowErrors](err); ok {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		count, err := s.Count(t.Context(), f.account, "operator", nil)
		check(t, err)
		if refused != writers-1 || count != writers*(each-1)+1 {
			t.Errorf("%d refused, %d operators", refused, count)
		}
		if got := f.changedObject(t, "operator", 0); len(got) != int(count) {
			t.Errorf("%d of %d are in the change log", len(got), count)
		}
	})
}

func TestLeaseFencesCommits(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		first, err := s.Acquire(ctx, "lane/1", "node a", -1) // runs out at once
		check(t, err)
		second, err := s.Acquire(ctx, "lane/1", "node b", 1e12)
		check(t, err)
		if second.Fence <= first.Fence {
			t.Errorf("fences are %d and %d", first.Fence, second.Fence)
		}
		if _, err := s.Acquire(ctx, "lane/1", "node a", 1e9); tandem.CodeOf(err) != tandem.Busy {
			t.Errorf("a held lease was acquired: %v", err)
		}
		for name, want := range map[string]bool{"lane/1": true, "lane/2": false} {
			if held, err := s.Leased(ctx, name); err != nil || held != want {
				t.Errorf("%s is held: %v, %v", name, held, err)
			}
		}
		batch := f.batch(customer(f.ids(t, 1), "K1"))
		batch.Lease = first
		if err := s.Commit(ctx, batch); tandem.CodeOf(err) != tandem.Stale {
			t.Errorf("the earlier holder could write: %v", err)
		}
		batch.Lease = second
		check(t, s.Commit(ctx, batch))
		check(t, s.Renew(ctx, second, 1e12))
		check(t, s.Release(ctx, second))
		if held, err := s.Leased(ctx, "lane/1"); err != nil || held {
			t.Errorf("what was given back is held: %v, %v", held, err)
		}
		third, err := s.Acquire(ctx, "lane/1", "node a", 1e12)
		check(t, err)
		if err := s.Renew(ctx, second, 1e12); tandem.CodeOf(err) != tandem.Stale || third.Fence <= second.Fence {
			t.Errorf("renewed what had gone to another: %v", err)
		}
	})
}
