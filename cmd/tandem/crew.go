package main

import (
	"context"
	"sync"
	"time"

	"tandem/engine"
)

// crew keeps one worker going for each sync of every account, and notices
// syncs that come and go.
type crew struct {
	app  *app
	held *claim // of the whole data directory; nil when each sync has a claim of its own
	wake chan struct{}

	mu      sync.Mutex
	members map[member]*engine.Worker
	group   sync.WaitGroup
}

type member struct {
	account int64
	sync    string
}

// crewTick is how often the list of syncs is looked at when nobody says it changed.
const crewTick = 2 * time.Second

func newCrew(a *app, held *claim) *crew {
	return &crew{app: a, held: held, wake: make(chan struct{}, 1), members: map[member]*engine.Worker{}}
}

// run works until the context ends and every worker has come to a stop.
func (c *crew) run(ctx context.Context) {
	defer c.group.Wait()
	stops := map[member]context.CancelFunc{}
	tick := time.NewTicker(crewTick)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := c.muster(ctx, stops); err != nil && ctx.Err() == nil {
			c.app.log.Error("reading the syncs", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-c.wake:
		case <-tick.C:
			// An event may be lost with the process that sent it: look once more.
			c.app.store.Reread()
			c.rouse(0)
		}
	}
}

// muster starts workers for new syncs and stops those of removed ones.
func (c *crew) muster(ctx context.Context, stops map[member]context.CancelFunc) error {
	wanted, err := c.wanted(ctx)
	if err != nil {
		return err
	}
	for m, stop := range stops {
		if !wanted[m] {
			stop()
			delete(stops, m)
		}
	}
	for m := range wanted {
		if _, working := stops[m]; !working {
			mctx, stop := context.WithCancel(ctx)
			stops[m] = stop
			c.group.Go(func() {
				c.work(mctx, m)
				if ctx.Err() == nil {
					c.abandon(ctx, m)
				}
			})
		}
	}
	return nil
}

// abandon ends the runs of a sync that was removed.
func (c *crew) abandon(ctx context.Context, m member) {
	if err := c.app.engine.Abandon(ctx, m.account, m.sync); err != nil && ctx.Err() == nil {
		c.app.log.Error("ending the runs of a removed sync", "sync", m.sync, "error", err)
	}
}

func (c *crew) wanted(ctx context.Context) (map[member]bool, error) {
	accounts, err := c.app.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	wanted := map[member]bool{}
	for i := range accounts {
		syncs, err := c.app.config.Syncs(ctx, accounts[i].ID)
		if err != nil {
			return nil, err
		}
		for _, s := range syncs {
			wanted[member{accounts[i].ID, s.Name}] = true
		}
	}
	return wanted, nil
}

// work keeps one worker going. On a shared database it waits for its turn:
// another node may be at that sync.
func (c *crew) work(ctx context.Context, m member) {
	for ctx.Err() == nil {
		held := c.held
		if held == nil {
			taken, ok := c.claim(ctx, m)
			if !ok {
				continue
			}
			held = taken
		}
		w := c.app.engine.NewWorker(m.account, m.sync, c.app.config)
		c.set(m, w)
		working, stop := context.WithCancel(held.lost)
		unhook := context.AfterFunc(ctx, stop)
		w.Run(working) //nolint:contextcheck // ends with the claim as well as with ctx
		unhook()
		stop()
		c.set(m, nil)
		if held != c.held {
			_ = held.release()
		}
	}
}

// claim tries to take a sync, or waits a little.
func (c *crew) claim(ctx context.Context, m member) (*claim, bool) {
	held, taken, err := c.app.claim(ctx, m.account, m.sync)
	if err != nil && ctx.Err() == nil {
		c.app.log.Warn("taking a sync", "sync", m.sync, "error", err)
	}
	if taken {
		return held, true
	}
	select {
	case <-ctx.Done():
	case <-time.After(leaseRenew):
	}
	return nil, false
}

func (c *crew) set(m member, w *engine.Worker) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if w == nil {
		delete(c.members, m)
		return
	}
	c.members[m] = w
}

// look wakes every worker of an account, 0 = of all, and the crew itself.
func (c *crew) look(account int64) {
	c.rouse(account)
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// rouse wakes every worker of an account, 0 = of all.
func (c *crew) rouse(account int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for m, w := range c.members {
		if account == 0 || m.account == account {
			w.Wake()
		}
	}
}
