package main

import (
	"context"
	"errors"
	"fmt"

	"tandem"
	"tandem/connector"
	"tandem/connector/sqldb"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/store"
)

const (
	accountName = "bench"
	syncName    = "erp"
	pointName   = "customers"
	actorName   = "bench"
)

// hub is our side put together as the program does it: store, connector, engine.
type hub struct {
	store   *store.Store
	engine  *engine.Engine
	account int64
	lane    tandem.Lane
}

// openHub opens the store of a task and an engine over it.
func openHub(ctx context.Context, t *task) (*hub, error) {
	s, err := store.Open(ctx, store.Options{Dir: t.Store.Dir, URL: t.Store.Address, Durable: t.Store.Durable})
	if err != nil {
		return nil, err
	}
	h := &hub{store: s}
	if err := h.prepare(ctx, t); err != nil {
		return nil, errors.Join(err, s.Close()) //nolint:contextcheck // closing outlasts what was cancelled
	}
	return h, nil
}

func (h *hub) prepare(ctx context.Context, t *task) error {
	account, err := h.store.EnsureAccount(ctx, accountName)
	if err != nil {
		return err
	}
	h.account = account.ID
	if h.lane, err = h.store.Lane(ctx, h.account, syncName, pointName, "customer"); err != nil {
		return err
	}
	definition := definition(t, h.lane)
	h.engine = engine.New(engine.Options{
		Store: h.store,
		Syncs: func(context.Context, int64) ([]*engine.Sync, error) { return []*engine.Sync{definition}, nil },
		Dial: func(context.Context, int64, string, string) (connector.Connector, error) {
			return sqldb.Open(connector.Settings{"url": t.Source}, nil)
		},
		Dictionary: func(ctx context.Context, account int64) (*dictionary.Dictionary, error) {
			return h.store.Dictionary(ctx, account)
		},
		Pause: func(_ context.Context, _ int64, _, why string) error { return errors.New(why) },
	})
	return nil
}

func (h *hub) close() error { return h.store.Close() }

// withHub runs something on the hub of a task.
func withHub(ctx context.Context, t *task, do func(h *hub) error) error {
	h, err := openHub(ctx, t)
	if err != nil {
		return err
	}
	return errors.Join(do(h), h.close()) //nolint:contextcheck // closing outlasts what was cancelled
}

// prepareStore makes the store's tables, its account and its lane.
func prepareStore(ctx context.Context, t *task, _ *answer) error {
	return withHub(ctx, t, func(*hub) error { return nil })
}

// syncOnce files a run and carries it out.
func syncOnce(ctx context.Context, t *task, a *answer) error {
	return withHub(ctx, t, func(h *hub) error {
		begin := stopwatch()
		run, err := h.engine.File(ctx, engine.Request{Account: h.account, Sync: syncName, Kind: t.Kind})
		if err != nil {
			return err
		}
		if err := h.engine.Work(ctx, h.account, run.ID); err != nil {
			return err
		}
		a.Seconds = begin().Seconds()
		if run, err = h.store.Run(ctx, h.account, run.ID); err != nil {
			return err
		}
		for i := range run.Points {
			a.Counts.Add(run.Points[i].Counts)
		}
		if run.State != tandem.Done {
			return fmt.Errorf("the run is %s: %s", run.State, run.Message)
		}
		return nil
	})
}
