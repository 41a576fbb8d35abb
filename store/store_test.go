package store_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/internal/testdb"
	"tandem/store"
)

// eachStore runs a test on both databases.
func eachStore(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t, options(t, name)))
		})
	}
}

// options leads to an empty database that is gone when the test ends.
func options(t testing.TB, name string) store.Options {
	t.Helper()
	if name == "postgres" {
		return store.Options{URL: testdb.Postgres(t)}
	}
	return store.Options{Dir: t.TempDir()}
}

func open(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func text(s string) tandem.Value { return tandem.TextValue(s) }

// fixture is an account with a lane for customers.
type fixture struct {
	*store.Store
	account int64
	lane    tandem.Lane
}

func setUp(t testing.TB, s *store.Store, name string) *fixture {
	t.Helper()
	account, err := s.EnsureAccount(t.Context(), name)
	check(t, err)
	lane, err := s.Lane(t.Context(), account.ID, "erp", "customers", "customer")
	check(t, err)
	return &fixture{Store: s, account: account.ID, lane: lane}
}

var customers = tandem.Shape{Object: "customer", Fields: []string{"number", "name", "city", "credit_limit", "payment_days"}}

// customer is a row that creates a customer and its link.
func customer(id int64, number string) tandem.Row {
	return tandem.Row{
		Write: tandem.RecordWrite{
			Op: tandem.Create, ID: id, Set: tandem.AllFields(5),
			Values: tandem.Record{text(number), text("Customer " + number), text("Brno"), tandem.DecimalValue(1250, 1), tandem.IntegerValue(14)},
		},
		Link: tandem.LinkWrite{Op: tandem.PutLink, Link: tandem.Link{Key: tandem.TextKey(number), ID: id, Hash: 7, Base: "\x01base", Shape: 3}},
	}
}

func (f *fixture) batch(rows ...tandem.Row) *tandem.Batch {
	return &tandem.Batch{Account: f.account, Lane: f.lane, Shape: &customers, Rows: rows, Actor: tandem.Actor{Origin: tandem.BySync, Name: "erp", Run: 1}}
}

// ids reserves ids for customers.
func (f *fixture) ids(t testing.TB, n int) int64 {
	t.Helper()
	id, err := f.NextIDs(t.Context(), "customer", n)
	check(t, err)
	return id
}

// fill makes n customers K000000, K000001, ... with links and returns the first id.
func (f *fixture) fill(t testing.TB, n int) int64 {
	t.Helper()
	first := f.ids(t, n)
	batch := f.batch()
	for i := range n {
		batch.Rows = append(batch.Rows, customer(first+int64(i), fmt.Sprintf("K%06d", i)))
	}
	check(t, f.Commit(t.Context(), batch))
	return first
}

// changed reads the ids of customers changed after a position, in small steps.
func (f *fixture) changed(t testing.TB, after int64) []int64 {
	t.Helper()
	return f.changedObject(t, "customer", after)
}

func (f *fixture) changedObject(t testing.TB, object string, after int64) []int64 {
	t.Helper()
	var all []int64
	for {
		ids, upTo, more, err := f.ChangedSince(t.Context(), f.account, object, after, 7, tandem.Actor{})
		check(t, err)
		all = append(all, ids...)
		if !more {
			return all
		}
		after = upTo
	}
}

// refused commits a batch that must end in these errors.
func (f *fixture) refused(t testing.TB, batch *tandem.Batch, want map[int]tandem.Code) {
	t.Helper()
	err := f.Commit(t.Context(), batch)
	rows, ok := errors.AsType[*tandem.RowErrors](err)
	if !ok {
		t.Fatalf("the error is %v", err)
	}
	got := map[int]tandem.Code{}
	for i, err := range rows.Errs {
		got[i] = tandem.CodeOf(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("other rows are to blame (-want +got):\n%s", diff)
	}
}

// equalValues lets cmp compare values, which are comparable with ==.
func equalValues() cmp.Option {
	return cmp.Comparer(func(a, b tandem.Value) bool { return a == b })
}
