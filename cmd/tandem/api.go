package main

import (
	"context"
	"net/http"

	"tandem"
	"tandem/api"
	"tandem/engine"
	"tandem/people"
	"tandem/routine"
	"tandem/setup"
	"tandem/store"
)

// handler is everything that the server answers: programs below /api/ and /soap/, people elsewhere.
func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	programs := s.programs()
	mux.Handle("GET /api/v1/changes", s.changeFeed())
	mux.Handle("/api/", programs)
	mux.Handle("/soap/", programs)
	mux.Handle("/", s.pages())
	return mux
}

// programs joins the API to what it reads and does.
func (s *server) programs() http.Handler {
	return api.New(api.Options{
		Records: apiRecords{s.app.store}, Writer: s.app.engine, Runs: apiRuns{s.app.engine, s.app.store, s.app.config},
		Answers: s.app.store, Callers: tokenCallers{s.app.people, s.app.store}, Routines: s.app.routines(s.crew.look), Limits: s.limits,
		Version: version(), Log: s.app.log,
	})
}

// apiRecords is the store in the words of the API.
type apiRecords struct{ *store.Store }

// List reads a page of records.
func (r apiRecords) List(ctx context.Context, account int64, shape *tandem.Shape, q *api.ListQuery, dst *tandem.Rows) error {
	return r.Store.List(ctx, account, shape, store.ListQuery{
		Filter: q.Filter, Order: q.Order, Desc: q.Desc, After: store.Position{Value: q.Value, ID: q.ID}, Limit: q.Limit,
	}, dst)
}

// apiRuns joins what the engine, the store and the configuration know of runs.
type apiRuns struct {
	engine *engine.Engine
	store  *store.Store
	config *setup.Config
}

func (r apiRuns) Syncs(ctx context.Context, account int64) ([]*engine.Sync, error) {
	return r.config.Syncs(ctx, account)
}

func (r apiRuns) ListRuns(ctx context.Context, account int64, sync string, limit int) ([]tandem.Run, error) {
	return r.store.ListRuns(ctx, account, sync, limit)
}

func (r apiRuns) Run(ctx context.Context, account, id int64) (*tandem.Run, error) {
	return r.store.Run(ctx, account, id)
}

func (r apiRuns) Outcomes(ctx context.Context, account, run int64, q tandem.OutcomeQuery) ([]tandem.OutcomeRow, error) {
	return r.store.Outcomes(ctx, account, run, q)
}

func (r apiRuns) Conflicts(ctx context.Context, account int64, sync string) ([]engine.Conflict, error) {
	return r.engine.Conflicts(ctx, account, sync)
}

// tokenCallers knows programs by their tokens.
type tokenCallers struct {
	people *people.People
	store  *store.Store
}

// Caller tells whose token it is. What name comes with it does not matter.
func (t tokenCallers) Caller(ctx context.Context, _, secret string) (*routine.Caller, error) {
	token, err := t.people.Token(ctx, secret)
	if err != nil {
		return nil, err
	}
	account, err := t.store.AccountByID(ctx, token.Account)
	if tandem.CodeOf(err) == tandem.NotFound {
		return nil, tandem.Errorf(tandem.Denied, "the token is not known")
	}
	if err != nil {
		return nil, err
	}
	return &routine.Caller{Account: *account, Actor: token.Actor()}, nil
}
