package delivery

import (
	"context"
	"time"

	"tandem"
)

const (
	readRows     = 512                    // deliveries read at once
	mostKnown    = 4096                   // deliveries in memory, those that wait for others of their record included
	maxUnsettled = 1024                   // calls under way or not stored yet: what a crash may repeat
	lookAgain    = time.Second            // after this a lane reads from its first due row again
	patience     = 3 * time.Second        // how long calls are waited for when a lane ends
	storeAgain   = 200 * time.Millisecond // after the store failed
	storeTries   = 5
)

// pump reads what is due, has it called for and stores the answers, until
// nothing more can be done.
type pump struct {
	*lane

	caller  Caller
	window  *window
	calls   chan *item   // to the workers
	answers chan answer  // from them
	stored  chan error   // from the store
	found   chan reading // the same
	workers int
	flying  int

	answered []answer // not being stored yet
	storing  []answer // being stored

	after   int64              // how far fresh ones are read
	reading bool               // somebody reads; since they began,
	over    map[int64]bool     // these were settled
	waits   map[recordKey]bool // and these records began to wait: what is read of either is out of date
	rewound bool               // since they began to read, it became necessary to read from the first on
	ended   bool               // there were no more
	began   time.Time          // when they were last read from the first on
	waiting time.Time          // when those that wait are to be read; zero = none does
	closing bool               // nothing more is begun
}

// answer is what became of an item.
type answer struct {
	*item

	result  Result
	settled tandem.Settled
	dropped bool // nobody was called: the lane ends
}

func newPump(l *lane, caller Caller) *pump {
	lanes := max(l.trigger.Call.Lanes, 1)
	return &pump{
		lane: l, caller: caller, window: newWindow(),
		calls: make(chan *item, lanes), answers: make(chan answer, lanes), stored: make(chan error, 1), found: make(chan reading, 1),
		began: l.clock(), waiting: l.clock(),
	}
}

// run pumps; again is when something that waits may be tried.
func (p *pump) run(ctx context.Context) (again time.Time, err error) {
	calling, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	defer giveUp()
	defer close(p.calls)
	unhook := context.AfterFunc(ctx, func() { time.AfterFunc(patience, giveUp) })
	defer unhook()
	for {
		if !p.closing {
			p.read(ctx)
			p.start(calling)
		}
		p.store(ctx)
		if p.isIdle() {
			return p.next(), err
		}
		if failure := p.wait(ctx); failure != nil {
			p.close()
			err = failure
		}
	}
}

// close begins nothing more; what is under way is waited for and stored.
func (p *pump) close() {
	p.closing = true
	p.window.drop()
}

func (p *pump) isIdle() bool {
	return !p.reading && p.flying == 0 && len(p.answered) == 0 && p.storing == nil && (p.closing || p.window.len() == 0 && p.ended)
}

// next is when the lane is to look again by itself.
func (p *pump) next() time.Time {
	if now := p.clock(); p.health.Probe.After(now) {
		return p.health.Probe
	}
	if p.closing && p.health.State != tandem.ReceiverGone {
		return p.clock()
	}
	return p.waiting
}

// reading is what was read beside the calls.
type reading struct {
	deliveries []tandem.Delivery
	told       []*tandem.Told
	ended      bool // there are no more fresh ones behind these
	fresh      bool
	next       time.Time // when the next waiting one may be tried
	err        error
}

// read has the window filled, beside the calls that are under way.
func (p *pump) read(ctx context.Context) {
	if p.reading {
		return
	}
	now := p.clock()
	switch {
	case !p.waiting.IsZero() && !now.Before(p.waiting):
		limit := readRows + p.window.len()
		p.begin(ctx, func() (r reading) {
			r.deliveries, r.next, r.err = p.office.options.Store.WaitingDeliveries(ctx, p.right, now, limit)
			if len(r.deliveries) == limit {
				r.next = now.Add(lookAgain)
			}
			return r
		})
		p.waiting = time.Time{}
	case !p.ended && len(p.window.ready) < readRows && p.window.len() < mostKnown:
		if now.Sub(p.began) >= lookAgain {
			p.rewind()
		}
		after, limit := p.after, readRows
		if after == 0 {
			limit += p.window.len() // what is known already comes again
		}
		p.begin(ctx, func() (r reading) {
			r.fresh = true
			r.deliveries, r.err = p.office.options.Store.FreshDeliveries(ctx, p.right, after, limit)
			r.ended = len(r.deliveries) < limit
			return r
		})
	}
}

// begin reads, and what is to be told of what was read.
func (p *pump) begin(ctx context.Context, read func() reading) {
	p.reading, p.rewound = true, false
	p.over, p.waits = map[int64]bool{}, map[recordKey]bool{}
	go func() {
		r := read()
		if r.err == nil {
			r.told, r.err = p.tellEach(ctx, r.deliveries)
		}
		p.found <- r
	}()
}

// tellEach reads what deliveries tell of. One that nothing can be told of any
// more is found out by reading them one by one; its call is given up.
func (p *pump) tellEach(ctx context.Context, deliveries []tandem.Delivery) ([]*tandem.Told, error) {
	told, err := p.tell(ctx, deliveries)
	if tandem.CodeOf(err) != tandem.NotFound {
		return told, err
	}
	for i := range deliveries {
		one, err := p.tell(ctx, deliveries[i:i+1])
		if err != nil && tandem.CodeOf(err) != tandem.NotFound {
			return nil, err
		}
		told[i] = one[0]
	}
	return told, nil
}

// rewind reads from the first due row on, next time.
func (p *pump) rewind() {
	p.after, p.ended, p.began, p.rewound = 0, false, p.clock(), true
}

// take puts what was read into the window.
func (p *pump) take(r reading) error {
	p.reading = false
	if r.err != nil || p.closing {
		return r.err
	}
	for i := range r.deliveries {
		found := &item{Delivery: r.deliveries[i], told: r.told[i]}
		if !p.over[found.ID] && !p.waits[found.key()] {
			p.window.add(found)
		}
	}
	if !r.fresh {
		if !r.next.IsZero() {
			p.waitUntil(r.next)
		}
		return nil
	}
	if p.rewound {
		return nil // meanwhile it became necessary to begin from the first again
	}
	if p.ended = r.ended; !r.ended {
		p.after = r.deliveries[len(r.deliveries)-1].ID
	}
	return nil
}

// start has the next ones called for.
func (p *pump) start(ctx context.Context) {
	for p.flying < cap(p.calls) && p.flying+len(p.answered)+len(p.storing) < maxUnsettled {
		i := p.window.next()
		if i == nil {
			return
		}
		if p.flying == p.workers {
			p.workers++
			p.office.group.Go(func() { p.work(ctx) })
		}
		p.flying++
		p.calls <- i
	}
}

// work makes calls until there are no more to make.
func (p *pump) work(ctx context.Context) {
	for i := range p.calls {
		a := answer{item: i, dropped: true}
		if leave, err := p.office.pool.enter(ctx); err == nil {
			a.result = p.call.Make(ctx, p.caller, p.clock, &i.Delivery, i.told)
			leave()
			a.dropped = ctx.Err() != nil && !a.result.Arrived
		}
		p.answers <- a
	}
}

// wait waits for something to happen.
func (p *pump) wait(ctx context.Context) error {
	ended := ctx.Done()
	if p.closing {
		ended = nil
	}
	timer := time.NewTimer(p.alarm())
	defer timer.Stop()
	select {
	case a := <-p.answers:
		p.receive(a)
		for len(p.answers) > 0 {
			p.receive(<-p.answers)
		}
	case err := <-p.stored:
		return p.release(err)
	case r := <-p.found:
		return p.take(r)
	case <-p.wake:
		p.ended, p.rewound = false, true
		if p.now.Load() != p.trigger { // it is configured anew
			p.close()
		}
	case <-timer.C:
		if p.ended && p.now.Load() != p.trigger {
			p.close()
		}
	case <-ended:
		p.close()
	}
	return nil
}

// alarm is how long to wait at most.
func (p *pump) alarm() time.Duration {
	if p.waiting.IsZero() {
		return lookAgain
	}
	return min(max(p.waiting.Sub(p.clock()), time.Millisecond), lookAgain)
}

// receive judges one answer.
func (p *pump) receive(a answer) {
	p.flying--
	if a.dropped {
		p.window.settled(a.item, false)
		return
	}
	p.note(&a.result, false)
	a.settled = settle(p.trigger, a.Delivery, &a.result, true, p.office.options.Chance())
	p.answered = append(p.answered, a)
	if p.health.State == tandem.ReceiverDown || p.health.State == tandem.ReceiverGone || p.health.Probe.After(p.clock()) {
		p.close()
	}
}

// store begins to store what was answered. Meanwhile more answers come: the
// busier the receiver, the more of them share a transaction.
func (p *pump) store(ctx context.Context) {
	if p.storing != nil || len(p.answered) == 0 {
		return
	}
	p.storing, p.answered = p.answered, nil
	settled := make([]tandem.Settled, len(p.storing))
	for i := range p.storing {
		settled[i] = p.storing[i].settled
	}
	health := p.healthToSave()
	if health != nil {
		p.saved = *health
	}
	right := p.right
	go func() { p.stored <- p.storeAll(context.WithoutCancel(ctx), right, settled, health) }()
}

// storeAll tries for a while: what is not stored is called for twice.
func (p *pump) storeAll(ctx context.Context, right *tandem.DeliveryLane, settled []tandem.Settled, health *tandem.Health) (err error) {
	for range storeTries {
		err = p.office.options.Store.SettleDeliveries(ctx, right, settled, health)
		if err == nil || tandem.CodeOf(err) == tandem.Stale {
			return err //nolint:wrapcheck // the store's own words
		}
		time.Sleep(storeAgain)
	}
	return err //nolint:wrapcheck // the same
}

// release lets the next of each record go, now that it is stored what became of
// the one before.
func (p *pump) release(err error) error {
	for i := range p.storing {
		a := &p.storing[i]
		over := err == nil && a.settled.State != tandem.DeliveryWaiting
		p.window.settled(a.item, over)
		if p.reading {
			p.over[a.ID] = true
		}
		switch {
		case !over:
			if p.reading {
				p.waits[a.key()] = true
			}
			p.waitUntil(a.settled.Due)
		case a.State == tandem.DeliveryWaiting || a.settled.State == tandem.DeliveryGivenUp:
			p.rewind() // others may have been held back by it
		}
	}
	p.storing = nil
	return err
}

func (p *pump) waitUntil(due time.Time) {
	if p.waiting.IsZero() || due.Before(p.waiting) {
		p.waiting = due
	}
}
