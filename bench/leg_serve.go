package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tandem"
	"tandem/internal/testdb/dbserver"
)

// serveRows is how many records the served store holds; the size does not matter to one change.
const serveRows = 20_000

// serve looks at a server at work on an embedded store: how long an edit here
// takes to be in the ERP, a change there to be here, and what idling costs.
func (b *bench) serve(ctx context.Context) (results []result, err error) {
	rows := min(serveRows, b.options.rows)
	from, err := b.source(ctx, dbserver.PostgreSQL, rows)
	if err != nil {
		return nil, err
	}
	source, err := b.copyDatabase(ctx, from, b.name("served"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.dropDatabase(context.WithoutCancel(ctx), source)) }()
	if err := execute(ctx, source, touchFunction, touchTrigger, tellFunction, tellTrigger); err != nil {
		return nil, err
	}
	p, err := b.newStore(ctx, true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.dropStore(context.WithoutCancel(ctx), p)) }()
	p.Durable = true
	t := task{Do: "sync", Kind: tandem.Bulk, Store: p, Source: source, Both: true, Rows: rows}
	if _, _, err := b.child(ctx, t); err != nil {
		return nil, err
	}
	if err := b.settle(ctx); err != nil {
		return nil, err
	}
	t.Do = "serve"
	u, a, err := b.measured(ctx, t)
	if err != nil {
		return nil, err
	}
	return serveResults(a, [][]usage{{u}}), nil
}

// The ERP tells a change when it is committed, so that nobody need look for it.
const (
	tellFunction = `create function tell() returns trigger language plpgsql as $$
		begin perform pg_notify('bench', new.id || ' ' || new.street); return null; end $$`
	tellTrigger = "create trigger tell after update on customer for each row execute function tell()"
)

func serveResults(a answer, rounds [][]usage) []result {
	out, in := slices.Sorted(slices.Values(a.Times)), slices.Sorted(slices.Values(a.Further))
	once := func(v float64) spread { return spread{v, v, v} }
	results := []result{
		judge("out50", once(percentile(out, 50)), rounds),
		judge("out99", once(percentile(out, 99)), rounds),
		judge("in", once(percentile(in, 100)), rounds),
		judge("idle", once(100*a.Idle), rounds),
	}
	results[0].Ours = fmt.Sprintf("%d edits", len(out))
	results[2].Ours = fmt.Sprintf("%d changes, p50 %.0f ms", len(in), percentile(in, 50))
	return results
}
