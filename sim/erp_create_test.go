package sim

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"tandem/sim/internal/m2m"
)

// The rows of a small ERP, pinned: they are the same on every database, machine and release.
func TestSameRowsEverywhere(t *testing.T) {
	const want = "b5ffa622b42627b1"
	onEveryDatabase(t, func(t *testing.T, url string) {
		e := mustCreate(t, url, Size{Customers: 120, Seed: 42})
		if got := digest(t, e, true); got != want {
			t.Errorf("the rows have the digest %s, want %s", got, want)
		}
	})
}

func TestSeedsDiffer(t *testing.T) {
	one := digest(t, mustCreate(t, newSQLite(t), Size{Customers: 50, Seed: 1}), false)
	two := digest(t, mustCreate(t, newSQLite(t), Size{Customers: 50, Seed: 2}), false)
	if one == two {
		t.Error("two seeds made the same rows")
	}
}

// Two companies have the same customer numbers for different customers.
func TestTwoCompanies(t *testing.T) {
	one := mustCreate(t, newSQLite(t), Size{Company: 1, Customers: 50, Seed: 1})
	two := mustCreate(t, newSQLite(t), Size{Company: 2, Customers: 50, Seed: 1})
	for n := 1; n <= 50; n++ {
		const name = "SELECT fcompany FROM slcdpm WHERE fcustno = ?"
		number := m2m.FormatNumber(n)
		if a, b := query[string](t, one, name, number), query[string](t, two, name, number); a == b {
			t.Errorf("customer %s is %q in both companies", number, a)
		}
	}
}

func TestCreateAgain(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		size := Size{Company: 1, Customers: 30, Seed: 5}
		e := mustCreate(t, url, size)
		mustDrift(t, e, 1, 5)
		before := digest(t, e, true)
		if err := e.Create(t.Context(), size); err != nil {
			t.Errorf("the same once more: %v", err)
		}
		size.Seed = 6
		if err := e.Create(t.Context(), size); !errors.Is(err, ErrOther) {
			t.Errorf("another seed: %v, want ErrOther", err)
		}
		if digest(t, e, true) != before {
			t.Error("creating again changed rows")
		}
	})
}

// A table that happens to have the name of one of ours may be somebody's real ERP.
func TestForeignTablesAreLeftAlone(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		e := mustOpen(t, url)
		mustExec(t, e, "CREATE TABLE somast (fsono CHAR(6))")
		mustExec(t, e, "INSERT INTO somast VALUES ('000001')")
		if err := e.Create(t.Context(), Size{Customers: 5}); !errors.Is(err, ErrForeign) {
			t.Errorf("%v, want ErrForeign", err)
		}
		if n := query[int](t, e, "SELECT count(*) FROM somast"); n != 1 {
			t.Errorf("somast has %d rows, want 1", n)
		}
		if _, err := e.Drift(t.Context(), 1, 1); !errors.Is(err, ErrNoERP) {
			t.Errorf("drift: %v, want ErrNoERP", err)
		}
	})
}

// A filling that breaks off leaves nothing that looks like an ERP, and the next one succeeds.
func TestInterruptedCreate(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		e := mustOpen(t, url)
		ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
		defer cancel()
		if err := e.Create(ctx, Size{Customers: 50_000, Seed: 1}); err == nil {
			t.Fatal("creating was not interrupted")
		}
		if _, err := e.Drift(t.Context(), 1, 1); !errors.Is(err, ErrNoERP) {
			t.Errorf("drift: %v, want ErrNoERP", err)
		}
		if err := e.Create(t.Context(), Size{Customers: 20, Seed: 2}); err != nil {
			t.Fatal(err)
		}
		if n := query[int](t, e, "SELECT count(*) FROM slcdpm"); n != 20 {
			t.Errorf("%d customers, want 20", n)
		}
		mustDrift(t, e, 1, 10)
	})
}

func TestEmptyERP(t *testing.T) {
	e := mustCreate(t, newSQLite(t), Size{})
	mustDrift(t, e, 1, 50)
	checkSound(t, e)
}

func TestCounts(t *testing.T) {
	e := mustCreate(t, newSQLite(t), Size{Customers: 40, Seed: 1})
	counts, err := e.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(counts) != len(m2m.Tables()) {
		t.Errorf("%d counts, want one for each of %d tables", len(counts), len(m2m.Tables()))
	}
	for _, c := range counts {
		if c.Table == "slcdpm" && c.Rows != 40 {
			t.Errorf("%d customers, want 40", c.Rows)
		}
	}
}

func TestBadURLs(t *testing.T) {
	for _, url := range []string{
		"", "oracle://x/y", "sqlite://file.db", "sqlite://", "sqlite:///", "postgres://u:geheim@[::1", "mysql://u:geheim@h:x:y/d",
		"postgres://u:geheim@127.0.0.1:1/d", "mysql://u:geheim@127.0.0.1:1/d", "mysql://u:geheim@127.0.0.1:1/d?timeout=never",
	} {
		e, err := OpenERP(t.Context(), url)
		if err == nil {
			_ = e.Close()
			t.Errorf("%q was opened", url)
			continue
		}
		if strings.Contains(err.Error(), "geheim") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}
