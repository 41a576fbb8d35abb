package main

import (
	"context"
	"time"
)

// tallyEvery is how far behind the overview's chart may be.
const tallyEvery = 30 * time.Second

// tally counts what changes for the overview's chart, until the context ends.
func (s *server) tally(ctx context.Context) {
	tick := time.NewTicker(tallyEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := s.app.inTurn(ctx, "tally", s.app.store.Tally); err != nil && ctx.Err() == nil {
			s.app.log.Error("counting changes", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}
