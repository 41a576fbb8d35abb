package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tandem"
	"tandem/internal/testdb/dbserver"
)

// The passes of one round, in the order they are run on one store.
const (
	passFull = iota
	passNothing
	passChanged
	passUnchanged
	passCount
)

// resync runs again over rows that are there already: with a cursor when
// nothing and when one row in a hundred changed, and without one over
// everything. All are held against the full copy of the same round.
func (b *bench) resync(ctx context.Context) ([]result, error) {
	source, err := b.source(ctx, dbserver.PostgreSQL, b.options.rows)
	if err != nil {
		return nil, err
	}
	var rounds [][]usage
	var passes []float64 // of the pass alone where nothing changed, in milliseconds
	for range b.options.rounds {
		round, nothing, err := b.resyncRound(ctx, source)
		if err != nil {
			return nil, err
		}
		rounds, passes = append(rounds, round), append(passes, nothing*1000)
	}
	unchanged := judgeFull("unchanged", rounds, passUnchanged)
	unchanged.Ours, unchanged.Theirs = b.rate(rounds, passUnchanged), b.rate(rounds, passFull)
	changed := judgeFull("changed", rounds, passChanged)
	changed.Ours, changed.Theirs = fmt.Sprintf("%.2f s", wall(rounds, passChanged).Median), b.rate(rounds, passFull)
	nothing := judge("nothing", spreadOf(passes), rounds)
	nothing.Ours = fmt.Sprintf("%.0f ms as a process of its own", 1000*wall(rounds, passNothing).Median)
	return []result{unchanged, changed, nothing}, nil
}

// judgeFull holds a pass against the full copy.
func judgeFull(name string, rounds [][]usage, pass int) result {
	byWall, byProcessor := ratio(rounds, pass)
	r := judge(name, byWall, rounds)
	r.Used = byProcessor
	return r
}

func (b *bench) resyncRound(ctx context.Context, from string) (round []usage, nothing float64, err error) {
	source, err := b.copyDatabase(ctx, from, b.name("resync"))
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, b.dropDatabase(context.WithoutCancel(ctx), source)) }()
	p, err := b.newStore(ctx, false)
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, b.dropStore(context.WithoutCancel(ctx), p)) }()

	round = make([]usage, passCount)
	full := task{Do: "sync", Kind: tandem.Bulk, Store: p, Source: source}
	again := task{Do: "sync", Kind: tandem.Incremental, Store: p, Source: source}
	scan := again
	scan.Scan = true
	all := int64(b.options.rows)
	for pass, t := range []task{passFull: full, passNothing: again, passChanged: again, passUnchanged: scan} {
		want := [passCount]tandem.Counts{
			passFull:      {tandem.Created: all},
			passChanged:   {tandem.Updated: all / 100},
			passUnchanged: {tandem.Unchanged: all},
		}[pass]
		if pass == passChanged {
			if err := changeHundredth(ctx, source); err != nil {
				return nil, 0, err
			}
		}
		u, a, err := b.pass(ctx, pass, t, want)
		if err != nil {
			return nil, 0, err
		}
		if round[pass] = u; pass == passNothing {
			nothing = a.Seconds
		}
	}
	return round, nothing, checkStoreAgain(ctx, source, p)
}

// pass runs one pass and checks what it counted.
func (b *bench) pass(ctx context.Context, pass int, t task, want tandem.Counts) (usage, answer, error) {
	if err := b.settle(ctx); err != nil {
		return usage{}, answer{}, err
	}
	u, a, err := b.measured(ctx, t)
	if err != nil {
		return u, a, err
	}
	name := []string{passFull: "full copy", passNothing: "nothing changed", passChanged: "1 % changed", passUnchanged: "all again, no cursor"}[pass]
	b.sayf("  %-28s %8.3f s  own %6.2f s  servers %6.2f s  %4d MiB  others %2.0f %%  (pass alone %.3f s)",
		name, u.Wall.Seconds(), u.Client.Seconds(), u.Server.Seconds(), u.Memory>>20, u.Others, a.Seconds)
	// Rows within the overlap of the cursor may be looked at once more and found unchanged.
	got := a.Counts
	if pass != passUnchanged {
		got[tandem.Unchanged] = 0
	}
	if got != want {
		return u, a, fmt.Errorf("%s: the outcomes are %v, not %v", name, a.Counts, want)
	}
	return u, a, nil
}

// changeHundredth edits every hundredth row, now.
func changeHundredth(ctx context.Context, source string) error {
	return execute(ctx, source, fmt.Sprintf(`update customer set payment_days = payment_days + 1, updated_at = '%s'::timestamp
		where id %% 100 = 0`, time.Now().UTC().Format("2006-01-02 15:04:05.000000")))
}

// checkStoreAgain checks totals and samples where the change log has grown.
func checkStoreAgain(ctx context.Context, source string, p place) error {
	db, err := p.open()
	if err != nil {
		return err
	}
	defer db.Close()
	if err := checkCopy(ctx, source, db, p.Address == ""); err != nil {
		return err
	}
	t, err := readTotals(ctx, db, p.Address == "")
	if err != nil {
		return err
	}
	return checkSample(ctx, source, db, t.rows)
}
