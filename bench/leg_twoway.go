package main

import (
	"context"
	"errors"
	"fmt"

	"tandem"
	"tandem/internal/testdb/dbserver"
)

// edits says which rows are changed before a two-way pass: every tenth row,
// half of them here and half there. Where the halves overlap both sides changed
// another field, and in the last tenth of the overlap the same one.
type edits struct {
	count            int // changed rows in all
	oursTo           int // rows 1 to this, times stride, are changed here
	theirsFrom, last int // from and to these there
	sameFrom         int // from here to oursTo both changed the city
}

const stride = 10 // between two changed rows

func editsOf(rows int) edits {
	n := rows / stride
	overlap := n / 20
	return edits{count: n, oursTo: n/2 + overlap/2, theirsFrom: n/2 - overlap/2 + 1, last: n, sameFrom: n/2 + overlap/2 - overlap/10 + 1}
}

// couple is a remote database and a store that were in step and were both edited since.
type couple struct {
	source string
	store  place
}

// twoWay brings both sides of a changed set into step: our pass against a
// program that does it record by record.
func (b *bench) twoWay(ctx context.Context) (results []result, err error) {
	rows := b.options.rows / 5
	e := editsOf(rows)
	original, err := b.makeCouple(ctx, rows)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.dropCouple(context.WithoutCancel(ctx), original)) }()
	ours := b.pairwise("two-way pass", original, e, "sync")
	theirs := b.pairwise("record by record", original, e, "perRecord")
	rounds, err := b.rounds(ctx, ours, theirs)
	if err != nil {
		return nil, err
	}
	byWall, byProcessor := ratio(rounds, 1)
	quicker := judge("twoway", byWall, rounds)
	quicker.Used = byProcessor
	perSecond := func(contestant int) spread {
		return over(rounds, func(round []usage) float64 { return float64(e.count) / round[contestant].Wall.Seconds() })
	}
	rate := judge("twoway/s", perSecond(0), rounds)
	quicker.Ours, quicker.Theirs = amount(perSecond(0).Median, "/s"), amount(perSecond(1).Median, "/s")
	return []result{quicker, rate}, nil
}

// makeCouple loads a store from a copy of the source, then edits both.
func (b *bench) makeCouple(ctx context.Context, rows int) (c couple, err error) {
	from, err := b.source(ctx, dbserver.PostgreSQL, rows)
	if err != nil {
		return c, err
	}
	if c.source, err = b.copyDatabase(ctx, from, b.name("remote")); err != nil {
		return c, err
	}
	if c.store, err = b.newStore(ctx, false); err != nil {
		return c, err
	}
	b.sayf("  loading and editing both sides")
	// As an ERP does it, its own rows remember when they changed, whoever changed them.
	if err := execute(ctx, c.source, touchFunction, touchTrigger); err != nil {
		return c, err
	}
	load := task{Do: "sync", Kind: tandem.Bulk, Store: c.store, Source: c.source, Both: true}
	if _, _, err := b.child(ctx, load); err != nil {
		return c, err
	}
	if _, _, err := b.child(ctx, task{Do: "edit", Store: c.store, Source: c.source, Both: true, Rows: rows}); err != nil {
		return c, err
	}
	e := editsOf(rows)
	return c, execute(ctx, c.source, fmt.Sprintf("update customer set city = 'There ' || id where id %% %d = 0 and id between %d and %d",
		stride, e.theirsFrom*stride, e.last*stride), "vacuum analyze customer")
}

const (
	touchFunction = `create function touch() returns trigger language plpgsql as $$
		begin new.updated_at = clock_timestamp() at time zone 'UTC'; return new; end $$`
	touchTrigger = "create trigger touch before update on customer for each row execute function touch()"
)

func (b *bench) dropCouple(ctx context.Context, c couple) error {
	return errors.Join(b.dropDatabase(ctx, c.source), b.dropStore(ctx, c.store))
}

// pairwise is one contestant on a copy of both sides.
func (b *bench) pairwise(name string, original couple, e edits, do string) contestant {
	var c couple
	t := func() task {
		return task{Do: do, Kind: tandem.Incremental, Store: c.store, Source: c.source, Both: true, Rows: e.count * stride}
	}
	return contestant{
		name: name,
		prep: func(ctx context.Context) (err error) {
			if c.source, err = b.copyDatabase(ctx, original.source, b.name("remote")); err != nil {
				return err
			}
			c.store.Address, err = b.copyDatabase(ctx, original.store.Address, b.name("store"))
			return err
		},
		run: func(ctx context.Context) (usage, error) {
			u, _, err := b.measured(ctx, t())
			return u, err
		},
		check: func(ctx context.Context) error {
			if err := checkEqual(ctx, c, e); err != nil || do != "sync" {
				return err
			}
			again, _, err := b.child(ctx, t())
			if err == nil && again.Counts[tandem.Updated] > 0 {
				err = fmt.Errorf("a second pass updates %d records", again.Counts[tandem.Updated])
			}
			return err
		},
		clean: func(ctx context.Context) error { return b.dropCouple(ctx, c) },
	}
}

// checkEqual compares all that travels both ways on both sides, and counts what the edits should have left.
func checkEqual(ctx context.Context, c couple, e edits) error {
	var digests [2]string
	for i, address := range []string{c.source, c.store.Address} {
		db, err := openDatabase(address)
		if err != nil {
			return err
		}
		defer db.Close()
		var here, there int
		err = db.QueryRowContext(ctx, `select md5(string_agg(concat_ws('|', number, street, city, payment_days), ',' order by number collate "C")),
			count(*) filter (where street like 'Here %'), count(*) filter (where city like 'There %') from customer`).Scan(&digests[i], &here, &there)
		if err != nil {
			return err
		}
		wantHere, wantThere := e.sameFrom-1, e.last-e.theirsFrom+1
		if here != wantHere || there != wantThere {
			return fmt.Errorf("%d edits from here and %d from there, not %d and %d", here, there, wantHere, wantThere)
		}
	}
	if digests[0] != digests[1] {
		return errors.New("the two sides differ")
	}
	return nil
}
