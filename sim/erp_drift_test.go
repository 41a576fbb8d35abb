package sim

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"tandem/sim/internal/m2m"
)

// However long the clerks work, everything still adds up, and each kind of work occurs.
func TestDriftLeavesTheERPSound(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		e := mustCreate(t, url, Size{Customers: 150, Seed: 3})
		seen := map[string]int{}
		for _, event := range mustDrift(t, e, 9, 400) {
			seen[fmt.Sprint(event.Table, " ", event.Action)]++
		}
		checkSound(t, e)
		for _, kind := range []string{
			"slcdpm inserted", "slcdpm updated", "slcdpm deleted", "syphon inserted", "syphon updated", "syphon deleted",
			"syaddr inserted", "syaddr updated", "syaddr deleted", "qtmast inserted", "somast inserted", "somast updated",
			"soitem updated", "armast updated",
		} {
			if seen[kind] == 0 {
				t.Errorf("among 400 events there is no %s", kind)
			}
		}
	})
}

// The same seed drifts the same way: on every database, and in any number of calls.
func TestDriftIsDeterministic(t *testing.T) {
	size := Size{Customers: 80, Seed: 3}
	once := mustCreate(t, newSQLite(t), size)
	want := mustDrift(t, once, 5, 120)
	onEveryDatabase(t, func(t *testing.T, url string) {
		e := mustCreate(t, url, size)
		got := append(mustDrift(t, e, 5, 50), mustDrift(t, e, 5, 70)...)
		for i := range got {
			if got[i].String() != want[i].String() {
				t.Fatalf("event %d:\n got %s\nwant %s", i, got[i], want[i])
			}
		}
		if digest(t, e, false) != digest(t, once, false) {
			t.Error("the same events left different rows")
		}
	})
}

// An event tells the truth about the row that it names, and only its rows get a new place in the order of changes.
func TestEventsMatchTheirRows(t *testing.T) {
	e := mustCreate(t, newSQLite(t), Size{Customers: 60, Seed: 3})
	for range 200 {
		before := query[int64](t, e, "SELECT version FROM dbts")
		event := mustDrift(t, e, 4, 1)[0]
		where, args := rowOf(event)
		count := query[int](t, e, "SELECT count(*) FROM "+event.Table+where, args...)
		if event.Action == Deleted {
			if count != 0 {
				t.Errorf("%s: the row is still there", event)
			}
			continue
		}
		if count != 1 {
			t.Fatalf("%s: %d rows", event, count)
		}
		if version := query[int64](t, e, "SELECT timestamp_column FROM "+event.Table+where, args...); version <= before {
			t.Errorf("%s: timestamp_column is %d and was at %d before", event, version, before)
		}
		for _, change := range event.Changes {
			if change.Before == change.After {
				t.Errorf("%s: %s did not change", event, change.Column)
			}
			got := query[chars](t, e, "SELECT CAST("+quote(change.Column)+" AS TEXT) FROM "+event.Table+where, args...)
			if string(got) != change.After {
				t.Errorf("%s: %s is %q", event, change.Column, got)
			}
		}
	}
}

// rowOf finds the row that an event names.
func rowOf(event Event) (string, []any) {
	keys := map[string][]string{
		"slcdpm": {"fcustno"}, "syphon": {"fcsourceid", "Number"}, "syaddr": {"fcaliaskey", "fcaddrkey"},
		"qtmast": {"fquoteno"}, "somast": {"fsono"}, "soitem": {"fsono", "finumber"}, "armast": {"fcinvoice"},
	}[event.Table]
	var args []any
	for part := range strings.FieldsSeq(event.Key) {
		args = append(args, part)
	}
	where := " WHERE " + strings.Join(quotedNames(keys), " = ? AND ") + " = ?"
	switch event.Table {
	case "syphon":
		where += " AND fcs_alias = '" + m2m.OwnedByCustomer + "'"
	case "syaddr":
		where += " AND fcalias = '" + m2m.OwnedByCustomer + "'"
	}
	return where, args
}

func quotedNames(list []string) []string {
	quoted := slices.Clone(list)
	for i := range quoted {
		quoted[i] = quote(quoted[i])
	}
	return quoted
}

// Two programs may let clerks work on the same database.
func TestTwoDriftsAtOnce(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		one := mustCreate(t, url, Size{Customers: 60, Seed: 3})
		two := mustOpen(t, url)
		var wg sync.WaitGroup
		for i, e := range []*ERP{one, two} {
			wg.Go(func() {
				if _, err := e.Drift(t.Context(), uint64(i), 60); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		checkSound(t, one)
		if n := query[int](t, one, "SELECT drifted FROM sim_erp"); n != 120 {
			t.Errorf("%d changes are counted, want 120", n)
		}
	})
}

// Customers that a CRM entered are worked on like any other, whatever their numbers and however little is filled in.
func TestDriftOverForeignCustomers(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		e := mustCreate(t, url, Size{})
		for _, number := range []string{"000001", "000002", "CRM7", "ZZZZZZ"} {
			mustExec(t, e, "INSERT INTO slcdpm (fcustno, fcompany, ftype) VALUES (?, 'Čtvrtá & Söhne', 'C')", number)
		}
		mustDrift(t, e, 2, 120)
		if n := query[int](t, e, "SELECT count(*) - count(DISTINCT fcustno) FROM slcdpm"); n != 0 {
			t.Errorf("%d customer numbers were given twice", n)
		}
	})
}
