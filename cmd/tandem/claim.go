package main

import (
	"context"
	"crypto/rand"
	"time"

	"tandem"
)

// A claim is the right to work on a sync. With a data directory the process
// that holds its lock may work on everything in it; nodes that share a database
// hold a lease on each sync instead.
type claim struct {
	lock  *lock
	lost  context.Context //nolint:containedctx // it ends when the claim does: work under a claim runs in it
	leave func()
}

// How long a node that died keeps others waiting, and how often a live one renews.
const (
	leaseTime  = 20 * time.Second
	leaseRenew = 5 * time.Second
)

// claim takes the right to work on a sync; taken is false while somebody else has it.
func (a *app) claim(ctx context.Context, account int64, sync string) (c *claim, taken bool, err error) {
	if a.options.Database != "" {
		return a.claimLease(ctx, syncLease(account, sync))
	}
	l, taken, err := tryLock(a.dir)
	if err != nil || !taken {
		return nil, false, err
	}
	return &claim{lock: l, lost: ctx, leave: func() {}}, true, nil
}

// isClaimed reports whether anybody has the right to work on a sync.
func (a *app) isClaimed(ctx context.Context, account int64, sync string) (bool, error) {
	if a.options.Database != "" {
		return a.store.Leased(ctx, syncLease(account, sync))
	}
	return isLocked(a.dir)
}

func syncLease(account int64, sync string) string { return "sync/" + number(account) + "/" + sync }

func (a *app) claimLease(ctx context.Context, name string) (*claim, bool, error) {
	lease, err := a.store.Acquire(ctx, name, rand.Text(), leaseTime)
	if tandem.CodeOf(err) == tandem.Busy {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	lost, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		a.keepLease(lost, lease)
		stop()
	}()
	leave := func() {
		stop()
		<-ended
		if err := a.store.Release(context.WithoutCancel(ctx), lease); err != nil {
			a.log.Warn("giving a lease back", "lease", name, "error", err)
		}
	}
	return &claim{lost: lost, leave: leave}, true, nil
}

// keepLease renews a lease until the context ends or it cannot be kept.
func (a *app) keepLease(ctx context.Context, lease *tandem.Lease) {
	tick := time.NewTicker(leaseRenew)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := a.store.Renew(ctx, lease, leaseTime)
		if err != nil && ctx.Err() == nil {
			a.log.Warn("a lease is lost", "lease", lease.Name, "error", err)
			if tandem.CodeOf(err) == tandem.Stale || time.Now().After(lease.Until) {
				return
			}
		}
	}
}

// release gives the right back.
func (c *claim) release() error {
	if c == nil {
		return nil
	}
	c.leave()
	return c.lock.release()
}
