package main

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"tandem"
	"tandem/engine"
	"tandem/web"
)

// looks works out previews and comparisons in the background. What was found is
// kept for a while in memory: it is asked for again rather than stored.
type looks struct {
	app   *app
	ctx   context.Context //nolint:containedctx // looks end with the server, not with the request that asked
	stop  context.CancelFunc
	group sync.WaitGroup
	turns chan struct{} // how many are worked out at once

	mu   sync.Mutex
	list []*lookOf
}

type lookOf struct {
	web.Look

	account int64
}

// How many looks are remembered, and how many are worked out at once.
const (
	looksKept   = 64
	looksAtOnce = 2
)

func newLooks(ctx context.Context, a *app) *looks {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	return &looks{app: a, ctx: ctx, stop: stop, turns: make(chan struct{}, looksAtOnce)}
}

// close ends what is under way.
func (l *looks) close() error {
	l.stop()
	l.group.Wait()
	return nil
}

// Look begins to look and returns the name of the look.
func (l *looks) Look(account int64, at web.LookAt) string {
	look := &lookOf{account: account, Look: web.Look{ID: rand.Text(), At: at, Began: time.Now()}}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, look)
	l.list = l.list[max(0, len(l.list)-looksKept):]
	l.group.Go(func() { l.work(look) })
	return look.ID
}

// Looked tells how far a look is.
func (l *looks) Looked(account int64, id string) (*web.Look, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.list, func(k *lookOf) bool { return k.account == account && k.ID == id })
	if i < 0 {
		return nil, tandem.Errorf(tandem.NotFound, "this is no longer known").WithHint("ask for it again")
	}
	look := l.list[i].Look
	return &look, nil
}

func (l *looks) work(look *lookOf) {
	select {
	case l.turns <- struct{}{}:
		defer func() { <-l.turns }()
	case <-l.ctx.Done():
		return
	}
	found := look.Look
	found.Err = l.find(l.ctx, look.account, &found)
	found.Done = true
	l.mu.Lock()
	defer l.mu.Unlock()
	look.Look = found
}

// find does what the look is for.
func (l *looks) find(ctx context.Context, account int64, look *web.Look) (err error) {
	e := l.app.engine
	switch at := look.At; at.Kind {
	case web.LookConnect:
		draft, err := l.app.config.ConnectDraft(ctx, account, at.Connecting)
		if err == nil {
			look.Plan, err = e.PreviewOf(ctx, draft, tandem.Bulk)
		}
		return err
	case web.LookPlan:
		look.Plan, err = e.Preview(ctx, account, at.Sync, tandem.Bulk)
	case web.LookUndo:
		if look.Plan, err = e.PreviewUndo(ctx, account, at.Run); err == nil {
			look.At.Sync = look.Plan.Sync
		}
	case web.LookMatch:
		var sync *engine.Sync
		if sync, err = l.app.sync(ctx, account, at.Sync); err == nil {
			look.Matches, err = e.Match(ctx, sync)
		}
	case web.LookCompare:
		look.Sides, err = e.Compare(ctx, account, at.Sync)
	default:
		return tandem.Errorf(tandem.Usage, "there is no look %q", at.Kind)
	}
	return err
}
