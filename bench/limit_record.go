package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"
)

// syncPerRecord is how a two-way pass is commonly written: for each changed
// record read both sides, merge, and write both, each a prepared statement that
// commits by itself, on 8 connections. It is told which records changed and who
// wins, keeps no log and no links: the write of the side that needs none stands
// for the base that a merge must keep.
func syncPerRecord(ctx context.Context, t *task, _ *answer) error {
	const connections = 8
	ours, err := openPool(ctx, t.Store.Address, connections)
	if err != nil {
		return err
	}
	defer ours.Close()
	theirs, err := openPool(ctx, t.Source, connections)
	if err != nil {
		return err
	}
	defer theirs.Close()
	e := editsOf(t.Rows)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(connections)
	for k := 1; k <= e.count; k++ {
		group.Go(func() error { return mergeOne(ctx, ours, theirs, e, k) })
	}
	return group.Wait()
}

func openPool(ctx context.Context, address string, connections int32) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	config.MaxConns = connections
	return pgxpool.NewWithConfig(ctx, config)
}

func mergeOne(ctx context.Context, ours, theirs *pgxpool.Pool, e edits, k int) error {
	id := k * stride
	number := fmt.Sprintf("C%08d", id)
	var ourID int64
	var street, city, theirStreet, theirCity string
	err := ours.QueryRow(ctx, "select id, street, city from customer where account = 1 and number = $1", number).Scan(&ourID, &street, &city)
	if err != nil {
		return err
	}
	if err := theirs.QueryRow(ctx, "select street, city from customer where id = $1", id).Scan(&theirStreet, &theirCity); err != nil {
		return err
	}
	if k >= e.theirsFrom {
		city = theirCity
	}
	if k > e.oursTo || k >= e.sameFrom {
		street = theirStreet
	}
	return writeBoth(ctx, []side{{ours, ourID}, {theirs, int64(id)}}, street, city)
}

type side struct {
	pool *pgxpool.Pool
	id   int64
}

func writeBoth(ctx context.Context, sides []side, street, city string) error {
	for _, s := range sides {
		args := pgx.NamedArgs{"street": street, "city": city, "id": s.id}
		if _, err := s.pool.Exec(ctx, "update customer set street = @street, city = @city where id = @id", args); err != nil {
			return err
		}
	}
	return nil
}
