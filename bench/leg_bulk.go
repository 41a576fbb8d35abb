package main

import (
	"context"
	"fmt"
	"os/exec"

	"tandem"
	"tandem/internal/testdb/dbserver"
)

// bulkPostgres brings the table from PostgreSQL into a store on PostgreSQL.
func (b *bench) bulkPostgres(ctx context.Context) ([]result, error) {
	source, err := b.source(ctx, dbserver.PostgreSQL, b.options.rows)
	if err != nil {
		return nil, err
	}
	limit := b.copyLimit("psql COPY | psql COPY", source, copyIn, func(ctx context.Context) *exec.Cmd { return psql(ctx, source, copyOut) })
	rounds, err := b.rounds(ctx, b.bulk("bulk -> store on PostgreSQL", source, false, b.options.rows), limit)
	return b.bulkResults("bulk", "processor", rounds), err
}

// bulkSQLite brings the table from PostgreSQL into an embedded store.
func (b *bench) bulkSQLite(ctx context.Context) ([]result, error) {
	source, err := b.source(ctx, dbserver.PostgreSQL, b.options.rows)
	if err != nil {
		return nil, err
	}
	rounds, err := b.rounds(ctx, b.bulk("bulk -> store on SQLite", source, true, b.options.rows), b.importLimit(source))
	return b.bulkResults("sqlite", "processor2", rounds), err
}

// bulkMariaDB brings the table from MariaDB into a store on PostgreSQL.
func (b *bench) bulkMariaDB(ctx context.Context) ([]result, error) {
	source, err := b.source(ctx, dbserver.MariaDB, b.options.rows)
	if err != nil {
		return nil, err
	}
	limit := b.copyLimit("mariadb -B | psql COPY", source, copyInBatch, mariadbSelect(source))
	rounds, err := b.rounds(ctx, b.bulk("bulk -> store on PostgreSQL", source, false, b.options.rows), limit)
	return b.bulkResults("mariadb", "", rounds), err
}

// bulk is our side: a bulk run into a fresh store, by a process of its own.
func (b *bench) bulk(name, source string, embedded bool, rows int) contestant {
	var p place
	return contestant{
		name: name,
		prep: func(ctx context.Context) (err error) {
			p, err = b.newStore(ctx, embedded)
			return err
		},
		run: func(ctx context.Context) (usage, error) {
			u, a, err := b.measured(ctx, task{Do: "sync", Kind: tandem.Bulk, Store: p, Source: source})
			if err == nil && a.Counts[tandem.Created] != int64(rows) {
				err = fmt.Errorf("%d of %d rows were created", a.Counts[tandem.Created], rows)
			}
			return u, err
		},
		check: func(ctx context.Context) error { return checkStore(ctx, source, p) },
		clean: func(ctx context.Context) error { return b.dropStore(ctx, p) },
	}
}

// bulkResults makes the lines of a bulk leg: our rate over theirs, and our own
// processor time where that is a goal.
func (b *bench) bulkResults(name, processor string, rounds [][]usage) []result {
	const ours, theirs = 0, 1
	byWall, byProcessor := ratio(rounds, theirs)
	r := judge(name, byWall, rounds)
	r.Used = byProcessor
	r.Ours, r.Theirs = b.rate(rounds, ours), b.rate(rounds, theirs)
	results := []result{r}
	if processor != "" {
		p := judge(processor, over(rounds, func(round []usage) float64 {
			return round[ours].Client.Seconds() * 1e6 / float64(b.options.rows)
		}), rounds)
		results = append(results, p)
	}
	return results
}

// rate writes how quick a contestant was, and what it and its servers used: on
// a busy machine that is the steadier figure.
func (b *bench) rate(rounds [][]usage, contestant int) string {
	seconds := wall(rounds, contestant).Median
	if seconds == 0 {
		return ""
	}
	used := over(rounds, func(round []usage) float64 { return (round[contestant].Client + round[contestant].Server).Seconds() })
	return fmt.Sprintf("%.2f s, %.0f k rows/s, %.1f s of processor", seconds, float64(b.options.rows)/seconds/1000, used.Median)
}
