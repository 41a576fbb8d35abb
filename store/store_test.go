package store_test

import (
	"testing"

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

var customers = tandem.Shape{Object: "customer", Fields: []string{"number", "name", "city", "credit_limit", "payment_days"}} //nolint:gochecknoglobals // never changed

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
