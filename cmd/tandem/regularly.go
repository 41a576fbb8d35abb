package main

import (
	"context"
	"time"
)

// tallyEvery is how far behind the overview's chart may be.
const tallyEvery = 30 * time.Second

// regularly does something at the start and then as often as told, on one node
// at a time, until the context ends. What fails is in the log and tried again.
func (s *server) regularly(ctx context.Context, every time.Duration, name string, do func(context.Context) error) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := s.app.inTurn(ctx, name, do); err != nil && ctx.Err() == nil {
			s.app.log.Error("what a server does regularly", "what", name, "error", err)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}

// inTurn does something that one node at a time may do, unless another is at it.
func (a *app) inTurn(ctx context.Context, name string, do func(context.Context) error) error {
	if a.options.Database == "" {
		return do(ctx) // the server has the data directory to itself
	}
	turn, taken, err := a.claimLease(ctx, name)
	if err != nil || !taken {
		return err
	}
	err = do(turn.lost) //nolint:contextcheck // ends with the lease as well as with ctx
	turn.leave()
	return err
}
