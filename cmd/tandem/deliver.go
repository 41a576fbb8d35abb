package main

import (
	"context"
	"crypto/rand"
	"errors"
	"hash/fnv"
	"slices"
	"strconv"
	"sync"
	"time"

	"tandem"
	"tandem/delivery"
	"tandem/dictionary"
	"tandem/internal/remote"
	"tandem/store"
	"tandem/trigger"
)

// deliverer keeps an office with the lanes of all accounts' triggers, and of
// several nodes that share a database sees to it that each receiver is one node's.
type deliverer struct {
	app    *app
	node   string
	office *delivery.Office
	wake   chan struct{}

	mu       sync.Mutex
	accounts map[int64]*accountTriggers
}

// accountTriggers are the triggers of an account as they were read, and the
// client that calls for them.
type accountTriggers struct {
	triggers, settings int64 // how often either had changed
	dictionary         *dictionary.Dictionary
	list               []trigger.Trigger
	client             *remote.Client
}

// How often the deliverer looks at what nobody told it of, how long a node that
// died keeps its receivers, and how often a live one says so.
const (
	deliverTick = time.Second
	nodeTime    = 6 * time.Second
	nodeRenew   = 1500 * time.Millisecond
)

func newDeliverer(a *app) *deliverer {
	d := &deliverer{app: a, node: rand.Text(), wake: make(chan struct{}, 1), accounts: map[int64]*accountTriggers{}}
	d.office = delivery.NewOffice(delivery.Options{Store: a.store, Node: d.node, Caller: d.caller, Log: a.log})
	return d
}

// heard wakes the lanes that something became due for.
func (d *deliverer) heard(e store.Event) {
	d.office.Wake(e.Receivers...)
	if slices.Contains(e.Objects, store.DefinitionChanged) {
		d.look()
	}
}

// look makes the deliverer look at everything.
func (d *deliverer) look() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// run delivers until the context ends. With a shared database it does so as long
// as it holds its lease, and takes another one should that be lost.
func (d *deliverer) run(ctx context.Context) {
	if d.app.options.Database == "" {
		d.work(ctx)
		return
	}
	for ctx.Err() == nil {
		if err := d.live(ctx); err != nil && ctx.Err() == nil {
			d.app.log.Warn("this node delivers nothing", "error", err)
			select {
			case <-ctx.Done():
			case <-time.After(nodeRenew):
			}
		}
	}
}

// live works under a lease of this node's own.
func (d *deliverer) live(ctx context.Context) error {
	lease, err := d.app.store.Acquire(ctx, "node/"+d.node, d.node, nodeTime)
	if err != nil {
		return err
	}
	living, stop := context.WithCancelCause(ctx)
	var group sync.WaitGroup
	group.Go(func() { stop(d.renew(living, lease)) })
	d.work(living)
	stop(nil)
	group.Wait()
	return errors.Join(context.Cause(living), d.app.store.Release(context.WithoutCancel(ctx), lease))
}

// renew keeps the lease and tells why it cannot be kept.
func (d *deliverer) renew(ctx context.Context, lease *tandem.Lease) error {
	until := time.Now().Add(nodeTime)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(nodeRenew):
		}
		err := d.app.store.Renew(ctx, lease, nodeTime)
		switch {
		case err == nil:
			until = time.Now().Add(nodeTime)
		case tandem.CodeOf(err) == tandem.Stale || time.Now().After(until):
			return err
		}
	}
}

// work assigns receivers and looks at what is due until the context ends.
func (d *deliverer) work(ctx context.Context) {
	tick := time.NewTicker(deliverTick)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := d.assign(ctx); err != nil && ctx.Err() == nil {
			d.app.log.Error("reading the triggers", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-d.wake:
		case <-tick.C:
		}
	}
	d.office.Wait()
}

// assign gives the office the receivers that are this node's and wakes the lanes
// of those that something waits for.
func (d *deliverer) assign(ctx context.Context) error {
	accounts, err := d.app.store.Accounts(ctx)
	if err != nil {
		return err
	}
	nodes := []string{d.node}
	if d.app.options.Database != "" {
		if nodes, err = d.app.store.LiveNodes(ctx); err != nil {
			return err
		}
	}
	var own []*trigger.Trigger
	var due []int64
	for i := range accounts {
		known, err := d.read(ctx, accounts[i].ID)
		if err != nil { // one account's trouble holds up no other (Promise 9)
			if ctx.Err() == nil {
				d.app.log.Error("reading the triggers", "account", accounts[i].Name, "error", err)
			}
			known = d.of(accounts[i].ID)
		}
		if len(known.list) == 0 {
			continue
		}
		for t := range known.list {
			if known.list[t].Receiver != 0 && chosen(nodes, known.list[t].Receiver) == d.node {
				own = append(own, &known.list[t])
			}
		}
		waiting, err := d.app.store.DueReceivers(ctx, accounts[i].ID, time.Now())
		if err != nil {
			return err
		}
		due = append(due, waiting...)
	}
	d.office.Assign(ctx, own)
	d.office.Wake(due...)
	return nil
}

// chosen is the node that calls a receiver: the one that draws the highest number
// for it. All nodes come to the same, and one more or less moves few receivers.
func chosen(nodes []string, receiver int64) (node string) {
	highest := uint64(0)
	for _, n := range nodes {
		h := fnv.New64a()
		_, _ = h.Write([]byte(n + "/" + strconv.FormatInt(receiver, 10)))
		if drawn := h.Sum64() * 0x9e3779b97f4a7c15; drawn >= highest { // the last octets alone hardly move the upper bits
			highest, node = drawn, n
		}
	}
	return node
}

// read returns the triggers of an account, made anew when something changed.
func (d *deliverer) read(ctx context.Context, account int64) (*accountTriggers, error) {
	now := &accountTriggers{}
	var err error
	if now.triggers, err = d.app.store.DefinitionCount(ctx, account, store.KindTrigger); err != nil {
		return nil, err
	}
	if now.settings, err = d.app.store.DefinitionCount(ctx, account, "settings"); err != nil {
		return nil, err
	}
	if now.dictionary, err = d.app.store.Dictionary(ctx, account); err != nil {
		return nil, err
	}
	before := d.of(account)
	if before.client != nil && before.triggers == now.triggers && before.settings == now.settings && before.dictionary == now.dictionary {
		return before, nil
	}
	if now.triggers > 0 {
		if now.list, err = d.app.config.Triggers(ctx, account); err != nil {
			return nil, err
		}
	}
	networks, err := d.app.config.AllowNetworks(ctx, account)
	if err != nil {
		return nil, err
	}
	now.client = remote.New(remote.Options{Allow: append(networks, d.app.allowed...)})
	d.mu.Lock()
	defer d.mu.Unlock()
	d.accounts[account] = now
	return now, nil
}

func (d *deliverer) of(account int64) *accountTriggers {
	d.mu.Lock()
	defer d.mu.Unlock()
	if known, ok := d.accounts[account]; ok {
		return known
	}
	return &accountTriggers{}
}

// caller is what the lanes of an account call with.
func (d *deliverer) caller(_ context.Context, account int64) (delivery.Caller, error) {
	if known := d.of(account); known.client != nil {
		return known.client, nil
	}
	return nil, tandem.Errorf(tandem.Busy, "the account is not read yet")
}
