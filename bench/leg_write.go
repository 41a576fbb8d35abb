package main

import (
	"context"
	"fmt"
	"path/filepath"
)

const (
	writers    = 32
	eachWrites = 8000 // writes of one transaction each; ours makes four times as many, to take about as long
)

// durableWrite holds many writers through the one door, who share commits,
// against one transaction per write.
func (b *bench) durableWrite(ctx context.Context) ([]result, error) {
	grouped := b.writes("32 writers, one door", "write", 4*eachWrites)
	each := b.writes("one transaction per write", "writeEach", eachWrites)
	rounds, err := b.rounds(ctx, grouped, each)
	if err != nil {
		return nil, err
	}
	perSecond := func(contestant, n int) spread {
		return over(rounds, func(round []usage) float64 { return float64(n) / round[contestant].Wall.Seconds() })
	}
	byWall, byProcessor := ratio(rounds, 1)
	r := judge("write", byWall.times(4), rounds)
	r.Used = byProcessor.times(4)
	r.Ours, r.Theirs = amount(perSecond(0, 4*eachWrites).Median, "/s"), amount(perSecond(1, eachWrites).Median, "/s")
	return []result{r}, nil
}

func (b *bench) writes(name, do string, n int) contestant {
	var p place
	return contestant{
		name: name,
		prep: func(ctx context.Context) (err error) {
			p, err = b.newStore(ctx, true)
			p.Durable = true
			return err
		},
		run: func(ctx context.Context) (usage, error) {
			u, _, err := b.measured(ctx, task{Do: do, Store: p, Rows: n})
			return u, err
		},
		check: func(ctx context.Context) error {
			db, err := p.open()
			if err != nil {
				return err
			}
			defer db.Close()
			var records, changes int
			query := "select (select count(*) from customer where city = 'Brno' and credit_limit = 12.5), " + loggedChanges
			if err := db.QueryRowContext(ctx, query).Scan(&records, &changes); err != nil {
				return err
			}
			if records != n || changes != n {
				return fmt.Errorf("%d records and %d rows in the change log, not %d, in %s", records, changes, n, filepath.Base(p.Dir))
			}
			return nil
		},
		clean: func(ctx context.Context) error { return b.dropStore(ctx, p) },
	}
}
