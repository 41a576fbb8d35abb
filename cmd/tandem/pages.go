package main

import (
	"context"
	"log"
	"log/slog"
	"net/http"
	"slices"

	"tandem"
	"tandem/catalog"
	"tandem/engine"
	"tandem/store"
	"tandem/web"
)

// pages joins the pages to what they show and do.
func (s *server) pages() http.Handler {
	return web.New(web.Options{
		Runs: serverRuns{s.app.store, s}, Syncs: s.syncs, Start: s.start, Release: s.releaseGuard,
		Health: s.app.store, Conflicts: serverConflicts{s.app.engine, s}, Dictionary: s.app.store.Dictionary,
		Connections: serverConnections{s.app.config, s}, Catalog: catalog.Types(),
		Companies: serverCompanies{s.app.config, s}, Looks: s.looks, Actions: serverActions{s}, Setups: serverSetups{s.app.config, s}, Points: serverPoints{s},
		Visitor: s.visitor, Entrance: s.app.people, Accounts: s.app.people, Staff: s.app.people, Rights: s.app.people, Tokens: s.app.people, Profile: s.app.people, Sessions: s.app.people, Audit: s.app.store,
		AllAccounts: s.app.store.Accounts, OpenIDName: s.openIDName(), URL: s.url,
		Guard: s.guard.wrap, Log: s.app.log,
	})
}

// serverRuns are the runs as pages see them: asking one to pause wakes who is at it.
type serverRuns struct {
	*store.Store

	server *server
}

// Want asks a run to pause, to go on or to stop.
func (r serverRuns) Want(ctx context.Context, account, id int64, state tandem.RunState) error {
	if err := r.server.app.engine.Want(ctx, account, id, state); err != nil {
		return err
	}
	r.server.crew.look(account)
	return nil
}

// start files a run; the sync's worker carries it out.
func (s *server) start(ctx context.Context, account int64, sync string, kind tandem.RunKind) (*tandem.Run, error) {
	return s.file(ctx, engine.Request{Account: account, Sync: sync, Kind: kind})
}

// releaseGuard files the run that does what a guard held back.
func (s *server) releaseGuard(ctx context.Context, account, id int64, plan string) (*tandem.Run, error) {
	run, err := s.app.store.Run(ctx, account, id)
	if err != nil {
		return nil, err
	}
	return s.file(ctx, engine.Request{Account: account, Sync: run.Sync, Kind: tandem.Apply, Plan: plan, Release: true})
}

func (s *server) file(ctx context.Context, r engine.Request) (*tandem.Run, error) {
	run, err := s.app.engine.File(ctx, r)
	if err != nil {
		return nil, err
	}
	s.crew.look(r.Account)
	return run, nil
}

// syncs lists an account's syncs for the overview.
func (s *server) syncs(ctx context.Context, account int64) ([]web.Sync, error) {
	overview, err := s.app.config.Overview(ctx, account)
	if err != nil {
		return nil, err
	}
	list := make([]web.Sync, len(overview))
	for i, o := range overview {
		list[i] = web.Sync{
			Name: o.Sync, Connection: o.Connection, System: o.System, State: o.State,
			Schedule: o.Schedule, Next: o.Next, Paused: o.Paused, Why: o.Why, Unconfirmed: o.Unconfirmed,
		}
	}
	return list, nil
}

// changed hears of every commit: edits leave at once, new configuration works at once.
func (s *server) changed(e store.Event) {
	if slices.Contains(e.Objects, store.FieldRightsChanged) {
		s.app.people.Forget(e.Account)
	}
	if e.Actor.Origin != tandem.BySync {
		s.crew.look(e.Account)
	}
	s.deliverer.heard(e)
}

// poked hears that another command has written to the data directory.
func (s *server) poked() {
	s.app.store.Reread()
	s.crew.look(0)
	s.deliverer.look()
}

// stdLog is a logger for packages that know no other.
func stdLog(l *slog.Logger) *log.Logger { return slog.NewLogLogger(l.Handler(), slog.LevelWarn) }
