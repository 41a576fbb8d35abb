package store

import (
	"context"
	"strings"
	"testing"

	"tandem"
)

// explained is a querier that asks SQLite how it is going to answer.
type explained struct {
	querier

	plans []string
}

func (e *explained) query(ctx context.Context, sql string, args []any, fn func(r row) error) error {
	var plan strings.Builder
	plan.WriteString(sql)
	err := e.querier.query(ctx, "explain query plan "+sql, args, func(r row) error {
		_, _, _ = r.int(), r.int(), r.int()
		plan.WriteString("\n    " + r.text())
		return nil
	})
	if err != nil {
		return err
	}
	e.plans = append(e.plans, plan.String())
	return e.querier.query(ctx, sql, args, fn)
}

// Links and the versions of our records are looked up: all that an account has
// must not be gone through for one page.
func TestLinksAreLookedUp(t *testing.T) {
	ctx := t.Context()
	s, err := Open(ctx, Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	account, err := s.EnsureAccount(ctx, "acme")
	if err != nil {
		t.Fatal(err)
	}
	lane, err := s.Lane(ctx, account.ID, "erp", "customers", "customer")
	if err != nil {
		t.Fatal(err)
	}
	shape := tandem.Shape{Object: "customer", Fields: []string{"number"}}
	batch := &tandem.Batch{Account: account.ID, Lane: lane, Shape: &shape, Actor: tandem.Actor{Origin: tandem.BySync, Name: "erp"}}
	first, err := s.NextIDs(ctx, "customer", 300)
	if err != nil {
		t.Fatal(err)
	}
	for id := first; id < first+300; id++ {
		batch.Rows = append(batch.Rows, tandem.Row{
			Write: tandem.RecordWrite{Op: tandem.Create, ID: id, Set: tandem.AllFields(1), Values: tandem.Record{tandem.TextValue("N")}},
			Link:  tandem.LinkWrite{Op: tandem.PutLink, Link: tandem.Link{Key: tandem.KeyOf(tandem.IntegerValue(id)), ID: id, Version: 1}},
		})
	}
	if err := s.Commit(ctx, batch); err != nil {
		t.Fatal(err)
	}
	for _, ids := range [][]int64{{first, first + 1, first + 2}, {first, first + 200}} {
		links := make([]tandem.Link, len(ids))
		var e explained
		err := s.read(ctx, account.ID, func(q querier) error {
			e.querier = q
			return linksByID(ctx, &e, sqliteDialect, lane, ids, false, links)
		})
		if err != nil || links[0].OursVersion != 1 || len(e.plans) < 2 {
			t.Fatalf("%+v, %v, %d statements", links, err, len(e.plans))
		}
		for _, plan := range e.plans {
			if strings.Contains(plan, "customer_number") || strings.Contains(plan, "SCAN l") || strings.Contains(plan, "SCAN customer") {
				t.Errorf("%v: %s", ids, plan)
			}
		}
	}
}
