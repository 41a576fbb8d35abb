package delivery

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"tandem"
	"tandem/trigger"
)

// lane calls one receiver.
type lane struct {
	office *Office
	log    *slog.Logger
	wake   chan struct{}
	stop   context.CancelFunc
	now    atomic.Pointer[trigger.Trigger] // as it is configured at present

	// What follows belongs to the goroutine of run.
	trigger *trigger.Trigger // what call was made of
	call    *Call
	right   *tandem.DeliveryLane // nil = another node may have it
	health  tandem.Health
	saved   tandem.Health // as it is stored
	took    time.Time     // when the right was last asked for
	moved   bool          // it has another address since the health was noted
	renewed bool          // it is configured anew since
}

// retryAfterError is how long a lane waits where the store or the configuration fails it.
const retryAfterError = time.Second

func newLane(o *Office, t *trigger.Trigger) *lane {
	l := &lane{office: o, wake: make(chan struct{}, 1), log: o.options.Log.With("trigger", t.Name)}
	l.now.Store(t)
	return l
}

func (l *lane) nudge() {
	select {
	case l.wake <- struct{}{}:
	default: // it will look anyway
	}
}

func (l *lane) clock() time.Time { return l.office.options.Clock() }

// run looks at what is due whenever somebody says so, or time has come.
func (l *lane) run(ctx context.Context) {
	defer l.leave(ctx)
	for ctx.Err() == nil {
		again, err := l.look(ctx)
		if err != nil && ctx.Err() == nil {
			again = l.clock().Add(retryAfterError)
			l.trouble(err)
		}
		l.rest(ctx, again)
	}
}

// rest waits until there may be something to do; no time means until it is woken.
func (l *lane) rest(ctx context.Context, again time.Time) {
	var alarm <-chan time.Time
	if !again.IsZero() {
		timer := time.NewTimer(max(again.Sub(l.clock()), 0))
		defer timer.Stop()
		alarm = timer.C
	}
	select {
	case <-ctx.Done():
	case <-l.wake:
	case <-alarm:
	}
}

// trouble tells what went wrong with our own side.
func (l *lane) trouble(err error) {
	switch tandem.CodeOf(err) {
	case tandem.Stale:
		l.right = nil
	case tandem.Busy, tandem.Cancelled:
	default:
		l.log.Warn("deliveries are held up", "error", err)
	}
}

// leave gives the right to call back.
func (l *lane) leave(ctx context.Context) {
	if l.right == nil {
		return
	}
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
	defer cancel()
	if err := l.office.options.Store.LeaveReceiver(after, l.right); err != nil {
		l.log.Warn("giving a receiver back", "error", err)
	}
}

// storeTimeout bounds how long a lane that ends waits for the store.
const storeTimeout = 5 * time.Second

// look does what can be done and tells when to look again.
func (l *lane) look(ctx context.Context) (again time.Time, err error) {
	if err := l.prepare(); err != nil || l.trigger.Off {
		return again, err
	}
	if err := l.take(ctx); err != nil {
		return again, err
	}
	l.begin()
	if l.health.State == tandem.ReceiverGone {
		return again, nil
	}
	if l.health.Probe.After(l.clock()) {
		return l.health.Probe, nil
	}
	if l.health.State == tandem.ReceiverDown {
		if well, err := l.probe(ctx); err != nil || !well {
			return l.health.Probe, err
		}
	}
	caller, err := l.office.options.Caller(ctx, l.trigger.Account)
	if err != nil {
		return again, err
	}
	return newPump(l, caller).run(ctx)
}

// prepare makes the calls of the trigger as it is configured now.
func (l *lane) prepare() error {
	t := l.now.Load()
	if t == l.trigger {
		return nil
	}
	call, err := NewCall(t)
	if err != nil {
		return err
	}
	if l.trigger != nil {
		l.renewed, l.moved = true, l.moved || l.trigger.Call.URL.Prefix() != t.Call.URL.Prefix()
	}
	l.trigger, l.call = t, call
	return nil
}

// begin tries at once what a person has configured anew: another address begins
// with a clean sheet, and a receiver that is down is probed.
func (l *lane) begin() {
	if l.moved {
		l.health = tandem.Health{State: tandem.ReceiverWell}
	}
	if l.renewed && l.health.State == tandem.ReceiverDown {
		l.health.Probe = time.Time{}
	}
	l.moved, l.renewed = false, false
}

// take makes sure that this node may call, and reads how the receiver fares: a
// person may have let it go on.
func (l *lane) take(ctx context.Context) error {
	failing := l.health.State == tandem.ReceiverGone || l.health.State == tandem.ReceiverDown
	if l.right != nil && (!failing || l.clock().Sub(l.took) < lookAgain) {
		return nil
	}
	l.took = l.clock()
	right, health, err := l.office.options.Store.TakeReceiver(ctx, l.trigger.Account, l.trigger.Receiver, l.office.options.Node)
	if err != nil {
		l.right = nil
		return err //nolint:wrapcheck // the store's own words
	}
	l.right, l.health, l.saved = right, health, health
	return nil
}

// probe calls with the oldest delivery and reports whether the receiver is back.
func (l *lane) probe(ctx context.Context) (well bool, err error) {
	d, err := l.office.options.Store.OldestDelivery(ctx, l.right)
	if err != nil || d == nil {
		l.health.Probe = time.Time{}
		return false, err //nolint:wrapcheck // the store's own words
	}
	caller, err := l.office.options.Caller(ctx, l.trigger.Account)
	if err != nil {
		return false, err
	}
	told, err := l.tell(ctx, []tandem.Delivery{*d})
	if err != nil && tandem.CodeOf(err) != tandem.NotFound {
		return false, err
	}
	counts := d.State == tandem.DeliveryDue || !d.Due.After(l.clock())
	r := l.call.Make(ctx, caller, l.clock, d, told[0])
	if ctx.Err() != nil {
		return false, ctx.Err() //nolint:wrapcheck // the end of the lane
	}
	l.note(&r, true)
	settled := settle(l.trigger, *d, &r, counts, l.office.options.Chance())
	if err := l.office.options.Store.SettleDeliveries(ctx, l.right, []tandem.Settled{settled}, &l.health); err != nil {
		return false, err //nolint:wrapcheck // the store's own words
	}
	l.saved = l.health
	return r.Arrived, nil
}

// tell reads what deliveries tell of, where the call tells more than ids.
func (l *lane) tell(ctx context.Context, deliveries []tandem.Delivery) ([]*tandem.Told, error) {
	told := make([]*tandem.Told, len(deliveries))
	if !l.call.needsRecord() || len(deliveries) == 0 {
		return told, nil
	}
	all, err := l.office.options.Store.Told(ctx, l.trigger.Account, deliveries)
	if err != nil {
		return told, err //nolint:wrapcheck // the store's own words
	}
	for i := range all {
		told[i] = &all[i]
	}
	return told, nil
}

// note follows how the receiver fares, and says so where a person should know.
func (l *lane) note(r *Result, probe bool) {
	before := l.health
	if before.State == tandem.ReceiverDown && !probe && !r.Arrived {
		return // this call began before the circuit broke
	}
	l.health = note(before, r)
	if r.Arrived && before.Warned > 0 {
		l.log.Info("the receiver answers again", "down_for", r.At.Sub(before.Since).Round(time.Second).String())
	}
	if n := warning(&l.health, r.At); n > l.health.Warned {
		l.health.Warned = n
		l.log.Warn("the receiver does not take its deliveries", "state", string(l.health.State), "failures", l.health.Failures,
			"since", l.health.Since.UTC().Format(time.RFC3339), "reason", l.health.Message)
	}
}

// answeredEvery is how often it is stored that a receiver is well.
const answeredEvery = 5 * time.Second

// healthToSave is the health, where more changed since it was stored than the time.
func (l *lane) healthToSave() *tandem.Health {
	same := l.saved
	if l.health.Answered.Sub(same.Answered) < answeredEvery {
		same.Answered = l.health.Answered
	}
	if same == l.health {
		return nil
	}
	h := l.health
	return &h
}
