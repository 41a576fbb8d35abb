package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"tandem"
	"tandem/delivery"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/internal/remote"
	"tandem/store"
	"tandem/trigger"
)

// spreading is the rules of an account with several receivers: each record has one.
type spreading struct{ receivers []int64 }

func (s *spreading) Watches(object string, _ tandem.Op, _ tandem.Actor) (may, looks bool) {
	return object == "customer", false
}

func (s *spreading) Due(deed *tandem.Deed) []int64 {
	name, _ := strconv.Atoi(deed.After("company_id").Text())
	return []int64{s.receivers[name%len(s.receivers)]}
}

// posting is a hub whose changes are announced.
type posting struct {
	*hub

	triggers []*trigger.Trigger
	office   *delivery.Office
	stop     func()
}

// withPosting runs something on a hub with receivers at these addresses. Calls
// are made once posted is called.
func withPosting(ctx context.Context, t *task, addresses []string, do func(p *posting) error) (err error) {
	rules := &spreading{}
	s, err := store.Open(ctx, store.Options{
		Dir: t.Store.Dir, URL: t.Store.Address, Durable: t.Store.Durable,
		Triggers: func(*dictionary.Dictionary, []tandem.Definition, map[string]int64) (store.Triggers, error) {
			return rules, nil
		},
	})
	if err != nil {
		return err
	}
	p := &posting{hub: &hub{store: s}, stop: func() {}}
	defer func() { err = errors.Join(err, s.Close()) }() //nolint:contextcheck // closing outlasts what was cancelled
	if err := p.prepare(ctx, t); err != nil {
		return err
	}
	for i, address := range addresses {
		receiver, err := s.Receiver(ctx, p.account, strconv.Itoa(i))
		if err != nil {
			return err
		}
		rules.receivers = append(rules.receivers, receiver)
		p.triggers = append(p.triggers, &trigger.Trigger{
			Account: p.account, Name: strconv.Itoa(i), Rule: trigger.Rule{Receiver: receiver, Object: "customer"},
			Call: trigger.Call{
				Form: trigger.Query, URL: trigger.Fixed(address), Shown: address,
				Timeout: trigger.DefaultTimeout, Retries: trigger.DefaultRetries(), Lanes: t.Lanes,
			},
		})
		if call := &p.triggers[i].Call; t.Signed {
			call.Form, call.Secrets = trigger.Signed, []string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
		}
	}
	if _, err := s.SaveDefinition(ctx, &tandem.Definition{Account: p.account, Kind: store.KindTrigger, Name: "all", Body: []byte("{}")}); err != nil {
		return err
	}
	defer func() { p.stop() }()
	return do(p)
}

// local is what receivers of a benchmark may be called with.
func local() *remote.Client {
	return remote.New(remote.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Idle: 256})
}

// post begins to call.
func (p *posting) post(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	client := local()
	p.office = delivery.NewOffice(delivery.Options{
		Store: p.store, Node: "bench", Caller: func(context.Context, int64) (delivery.Caller, error) { return client, nil },
	})
	unsubscribe := p.store.Subscribe(func(e store.Event) { p.office.Wake(e.Receivers...) })
	p.office.Assign(ctx, p.triggers)
	p.stop = func() {
		unsubscribe()
		cancel()
		p.office.Wait()
	}
}

// fill makes customers from one number on, many in a transaction, as a program would.
func (p *posting) fill(ctx context.Context, from, count int) error {
	const batch = 1000
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(2)
	for first := from; first < from+count; first += batch {
		group.Go(func() error {
			var list []engine.Edit
			for i := first; i < min(first+batch, from+count); i++ {
				list = append(list, engine.Edit{Op: tandem.Create, Fields: newCustomer(i)})
			}
			return p.write(ctx, list)
		})
	}
	return group.Wait()
}

// settled waits until so many deliveries have arrived.
func (p *posting) settled(ctx context.Context, due int64) error {
	for {
		all, err := p.store.Receivers(ctx, p.account)
		if err != nil {
			return err
		}
		left := int64(0)
		for i := range all {
			left += all[i].Due
		}
		if left <= due {
			return nil
		}
		// The more is left, the longer it takes: counting must not become the work.
		rest := min(max(time.Duration(left-due)*20*time.Microsecond, time.Millisecond), 200*time.Millisecond)
		pause(ctx, rest, rest)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// deliverAll makes customers and has each announced, to one of the receivers.
func deliverAll(ctx context.Context, t *task, a *answer) error {
	return withPosting(ctx, t, t.Addresses, func(p *posting) error {
		p.post(ctx)
		begin := stopwatch()
		if err := p.fill(ctx, 1, t.Rows); err != nil {
			return err
		}
		hanging := int64(0)
		if strings.HasSuffix(t.Addresses[0], "hang") {
			hanging = int64(t.Rows / len(t.Addresses))
		}
		err := p.settled(ctx, hanging)
		a.Seconds = begin().Seconds()
		return err
	})
}

// callInLoop is the plain way: a client that calls as often, from as many places,
// and sends a body of the same size where ours does.
func callInLoop(ctx context.Context, t *task, a *answer) error {
	method, body := http.MethodGet, ""
	if t.Signed {
		method, body = http.MethodPost, strings.Repeat("x", 800)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: writers}}
	begin := stopwatch()
	err := share(ctx, t.Rows, func(ctx context.Context, _ int) error {
		req, err := http.NewRequestWithContext(ctx, method, t.Addresses[0], strings.NewReader(body))
		if err != nil {
			return err
		}
		response, err := client.Do(req)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, response.Body)
		return errors.Join(err, response.Body.Close())
	})
	a.Seconds = begin().Seconds()
	return err
}

// deliverOneByOne commits changes with pauses and takes the time until each is received.
func deliverOneByOne(ctx context.Context, t *task, a *answer) error {
	r, err := newInbox()
	if err != nil {
		return err
	}
	defer r.close()
	return withPosting(ctx, t, []string{r.address}, func(p *posting) error {
		p.post(ctx)
		for i := range 300 {
			pause(ctx, 5*time.Millisecond, 25*time.Millisecond)
			took, err := p.one(ctx, r, i+1)
			if err != nil {
				return err
			}
			a.Times = append(a.Times, took)
		}
		return nil
	})
}

// one makes a customer and waits until that was received.
func (p *posting) one(ctx context.Context, r *inbox, i int) (float64, error) {
	if err := p.write(ctx, []engine.Edit{{Op: tandem.Create, Fields: newCustomer(i)}}); err != nil {
		return 0, err
	}
	committed := time.Now()
	select {
	case at := <-r.received:
		return max(milliseconds(at.Sub(committed)), 0), nil
	case <-time.After(patience):
		return 0, fmt.Errorf("change %d is not received", i)
	}
}

// deliverToReturned queues deliveries for a receiver that is dead, lets it come
// back, and takes meanwhile how long another one waits for its own.
func deliverToReturned(ctx context.Context, t *task, a *answer) error {
	other, err := newInbox()
	if err != nil {
		return err
	}
	defer other.close()
	return withPosting(ctx, t, []string{other.address, t.Addresses[0] + "dead"}, func(p *posting) error {
		p.post(ctx)
		if err := p.fillOdd(ctx, t.Rows); err != nil {
			return err
		}
		if _, err := http.Get(t.Addresses[0] + "revive"); err != nil { //nolint:noctx,bodyclose // one word to ourselves
			return err
		}
		begin := stopwatch()
		drained := make(chan error, 1)
		go func() { drained <- p.settled(ctx, 20) }() // those that were called for wait for their own schedule
		for i := 2; ; i += 2 {
			select {
			case err := <-drained:
				a.Seconds = begin().Seconds()
				return err
			default:
			}
			took, err := p.one(ctx, other, 1_000_000+i)
			if err != nil {
				return err
			}
			a.Times = append(a.Times, took)
			pause(ctx, 5*time.Millisecond, 15*time.Millisecond)
		}
	})
}

// fillOdd makes customers that the second of two receivers hears of.
func (p *posting) fillOdd(ctx context.Context, count int) error {
	const batch = 500
	for first := 0; first < count; first += batch {
		var list []engine.Edit
		for i := first; i < min(first+batch, count); i++ {
			list = append(list, engine.Edit{Op: tandem.Create, Fields: newCustomer(2*i + 1)})
		}
		if err := p.write(ctx, list); err != nil {
			return err
		}
	}
	return nil
}

// inbox is a receiver within the process that tells when it was called.
type inbox struct {
	address  string
	received chan time.Time
	server   *http.Server
}

func newInbox() (*inbox, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it listens at once
	if err != nil {
		return nil, err
	}
	r := &inbox{address: "http://" + listener.Addr().String() + "/", received: make(chan time.Time, 1024)}
	r.server = &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		r.received <- time.Now()
		_, _ = io.Copy(io.Discard, req.Body)
	})}
	go func() { _ = r.server.Serve(listener) }()
	return r, nil
}

func (r *inbox) close() { _ = r.server.Close() }
