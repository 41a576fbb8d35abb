package store

import (
	"context"
	"slices"

	"tandem"
)

// Load begins a transaction for the new records of a first load. The batch says
// for whom, by whom and in which shape; its rows come with Add.
func (s *Store) Load(ctx context.Context, b *tandem.Batch) (tandem.Load, error) {
	if b.Lane.Account != b.Account { // Promise 10
		return nil, tandem.Errorf(tandem.Internal, "records of account %d would be linked for account %d", b.Account, b.Lane.Account)
	}
	if db, ok := s.db.(*postgresDB); ok {
		watched, err := s.watchesLoad(ctx, b)
		if err != nil {
			return nil, err
		}
		if !watched {
			return s.stream(ctx, db, b)
		}
	}
	return &gathering{store: s, ctx: ctx, batch: b}, nil
}

// watchesLoad reports whether some trigger wants to hear of what a load creates.
// A stream does not see its records again, a commit does.
func (s *Store) watchesLoad(ctx context.Context, b *tandem.Batch) (watched bool, err error) {
	err = s.read(ctx, b.Account, func(q querier) error {
		triggers, err := s.triggers(ctx, q, b.Account)
		if err == nil && triggers != nil {
			watched, _ = triggers.Watches(b.Shape.Object, tandem.Create, b.Actor)
		}
		return err
	})
	return watched, err
}

// gathering is a Load of one commit: on SQLite one goroutine writes for all, and
// would keep everybody waiting if it waited for rows itself.
type gathering struct {
	store *Store
	ctx   context.Context //nolint:containedctx // lives as long as the transaction
	batch *tandem.Batch
}

func (g *gathering) Add(rows []tandem.Row) (full bool, err error) {
	if g.batch.Rows != nil {
		rows = append(slices.Clip(g.batch.Rows), rows...)
	}
	g.batch.Rows = rows
	return true, nil
}

func (g *gathering) Commit(run *tandem.Run, cursors *tandem.Cursors) (landed func() error) {
	g.batch.Run, g.batch.Cursors = run, cursors
	return aside(func() error { return g.store.Commit(g.ctx, g.batch) })
}

func (g *gathering) Abort() {}

// aside calls f on a goroutine of its own; the function it returns waits for the answer.
func aside(f func() error) (wait func() error) {
	answer := make(chan error, 1)
	go func() { answer <- f() }()
	return func() error { return <-answer }
}
