package main

import (
	"context"
	"time"

	"tandem/setup"
)

// serverConnections are connections as pages see them: what is changed works at once.
type serverConnections struct {
	*setup.Config

	server *server
}

// stopping is how long the removal of a connection waits for a run to come to a stop between two pages.
const stopping = 10 * time.Second

// RemoveConnection stops the connection's syncs, waits for a run under way to
// come to a stop, and takes all of them away. Links and records stay.
func (c serverConnections) RemoveConnection(ctx context.Context, account int64, name, by string) error {
	view, err := c.Connection(ctx, account, name)
	if err != nil {
		return err
	}
	patience, stop := context.WithTimeout(ctx, stopping)
	defer stop()
	for _, sync := range view.Syncs {
		if err := c.server.stopRuns(patience, account, sync); err != nil {
			return err
		}
	}
	if err := c.Config.RemoveConnection(ctx, account, name, by); err != nil {
		return err
	}
	c.server.crew.look(account) // who ends the runs of syncs that are no more
	return nil
}

// stopRuns cancels the runs of a sync and waits until none is under way, or patience ends.
func (s *server) stopRuns(patience context.Context, account int64, sync string) error {
	for {
		open, err := s.app.engine.CancelAll(patience, account, sync)
		if open == 0 || patience.Err() != nil {
			return err
		}
		s.crew.look(account)
		select {
		case <-patience.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
}
