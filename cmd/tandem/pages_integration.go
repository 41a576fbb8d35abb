package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
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

// serverCompanies are the companies of connected systems as pages see them.
type serverCompanies struct {
	*setup.Config

	server *server
}

// Connect makes the sync of a company and starts its first bulk run.
func (c serverCompanies) Connect(ctx context.Context, account int64, what setup.Connecting, by string) (*tandem.Run, error) {
	sync, err := c.Config.Connect(ctx, account, what, by)
	if err != nil {
		return nil, err
	}
	return c.server.file(ctx, engine.Request{Account: account, Sync: sync, Kind: tandem.Bulk})
}

// serverActions are the runs that a person asks for on pages.
type serverActions struct{ server *server }

// ApplyPlan does exactly what a stored plan shows.
func (a serverActions) ApplyPlan(ctx context.Context, account int64, sync, plan string) (*tandem.Run, error) {
	return a.server.file(ctx, engine.Request{Account: account, Sync: sync, Kind: tandem.Apply, Plan: plan})
}

// Undo takes a run back as its stored plan shows.
func (a serverActions) Undo(ctx context.Context, account, run int64, plan string) (*tandem.Run, error) {
	undone, err := a.server.app.store.Run(ctx, account, run)
	if err != nil {
		return nil, err
	}
	return a.server.file(ctx, engine.Request{Account: account, Sync: undone.Sync, Kind: tandem.Undo, Plan: plan, Undoes: run})
}

// Retry looks at records again.
func (a serverActions) Retry(ctx context.Context, account int64, sync string, records []string) (*tandem.Run, error) {
	return a.server.file(ctx, engine.Request{Account: account, Sync: sync, Kind: tandem.Single, Record: strings.Join(records, "\n")})
}

// serverSetups are the set-ups of syncs as pages see them: what is changed works at once.
type serverSetups struct {
	*setup.Config

	server *server
}

// Assess tells, without reading rows, whether a sync can work.
func (c serverSetups) Assess(ctx context.Context, account int64, sync string) ([]engine.Assessment, error) {
	s, err := c.server.app.sync(ctx, account, sync)
	if err != nil {
		return nil, err
	}
	return c.server.app.engine.Assess(ctx, s)
}

// serverPoints are data points as the mapping editor sees them.
type serverPoints struct{ server *server }

// Objects describes both sides of a data point as they are now.
func (p serverPoints) Objects(ctx context.Context, account int64, s *setup.Sync, point string) (ours, theirs *dictionary.Object, err error) {
	d, err := p.server.app.store.Dictionary(ctx, account)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(s.DataPoints, func(d setup.DataPoint) bool { return d.Name == point })
	if i < 0 {
		return nil, nil, tandem.Errorf(tandem.NotFound, "sync %s has no data point %q", s.Name, point)
	}
	def := &s.DataPoints[i]
	ours, ok := d.Object(def.Ours)
	if !ok {
		return nil, nil, tandem.Errorf(tandem.Config, "we have no object %q", def.Ours)
	}
	remote, err := p.server.app.config.Dial(ctx, account, s.Connection, s.Profile)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = remote.Close() }()
	described, err := remote.Describe(ctx, def.Theirs)
	if err != nil {
		return nil, nil, err
	}
	theirs, ok = described.Object(def.Theirs)
	if !ok {
		return nil, nil, tandem.Errorf(tandem.Schema, "the other side has no table or view %q", def.Theirs)
	}
	return ours, theirs, nil
}

// sampled is how many records of either side the editor shows.
const sampled = 3

// Sample maps the first records of both sides as a sync that need not be stored would.
func (p serverPoints) Sample(ctx context.Context, account int64, s *setup.Sync, point string) (*engine.Sample, error) {
	draft, err := p.server.app.config.Draft(ctx, account, s)
	if err != nil {
		return nil, err
	}
	return p.server.app.engine.Sample(ctx, draft, point, sampled)
}
