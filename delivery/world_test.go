package delivery_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem"
	"tandem/delivery"
	"tandem/dictionary"
	"tandem/internal/remote"
	"tandem/store"
	"tandem/trigger"
)

// world is an account whose changes are announced to a receiver on this machine.
type world struct {
	t       *testing.T
	store   *store.Store
	account int64
	trigger *trigger.Trigger
	client  *remote.Client
	office  *delivery.Office
	log     strings.Builder
	next    int64
	stop    context.CancelFunc
}

var here = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// newWorld has one trigger for all objects and operations; change adapts it.
func newWorld(t *testing.T, url string, change func(*trigger.Trigger)) *world {
	t.Helper()
	w := &world{t: t, client: remote.New(remote.Options{Allow: here}), next: 100}
	var rules []trigger.Rule
	var err error
	w.store, err = store.Open(t.Context(), store.Options{
		Dir: t.TempDir(),
		Triggers: func(*dictionary.Dictionary, []tandem.Definition, map[string]int64) (store.Triggers, error) {
			return trigger.NewRules(rules), nil
		},
	})
	w.check(err)
	t.Cleanup(func() { w.check(w.store.Close()) })
	account, err := w.store.EnsureAccount(t.Context(), "acme")
	w.check(err)
	w.account = account.ID
	receiver, err := w.store.Receiver(t.Context(), w.account, "hook")
	w.check(err)
	w.trigger = &trigger.Trigger{Account: w.account, Name: "hook", Rule: trigger.Rule{Receiver: receiver}, Call: trigger.Call{
		Form: trigger.Query, URL: trigger.Fixed(url), Shown: url, Timeout: 2 * time.Second, Lanes: 8,
		Retries: []time.Duration{20 * time.Millisecond, 20 * time.Millisecond, 20 * time.Millisecond},
	}}
	if change != nil {
		change(w.trigger)
	}
	for _, object := range []string{"customer", "case", "followup", "task"} {
		rules = append(rules, trigger.Rule{Receiver: receiver, Object: object, On: []tandem.Op{tandem.Create, tandem.Update, tandem.Delete}})
	}
	_, err = w.store.SaveDefinition(t.Context(), &tandem.Definition{Account: w.account, Kind: store.KindTrigger, Name: "hook", Body: []byte("{}")})
	w.check(err)
	return w
}

func (w *world) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// deliver opens an office that calls until the test ends.
func (w *world) deliver() {
	ctx, stop := context.WithCancel(context.WithoutCancel(w.t.Context()))
	w.stop = stop
	office := delivery.NewOffice(delivery.Options{
		Store: w.store, Node: "node", Log: slog.New(slog.NewTextHandler(&w.log, nil)),
		Caller: func(context.Context, int64) (delivery.Caller, error) { return w.client, nil },
	})
	w.office = office
	unsubscribe := w.store.Subscribe(func(e store.Event) { office.Wake(e.Receivers...) })
	office.Assign(ctx, []*trigger.Trigger{w.trigger})
	w.t.Cleanup(func() {
		unsubscribe()
		stop()
		office.Wait()
	})
}

// write commits one write of a person.
func (w *world) write(object string, op tandem.Op, id, version int64, fields map[string]tandem.Value) {
	w.t.Helper()
	batch := &tandem.Batch{Account: w.account, Actor: tandem.Actor{Origin: tandem.ByPerson, Name: "nina"}, Lane: tandem.Lane{Account: w.account}, Shape: &tandem.Shape{Object: object}, Group: true}
	write := tandem.RecordWrite{Op: op, ID: id, Version: version}
	for name, v := range fields {
		write.Set.Add(len(batch.Shape.Fields))
		batch.Shape.Fields = append(batch.Shape.Fields, name)
		write.Values = append(write.Values, v)
	}
	batch.Rows = []tandem.Row{{Write: write}}
	w.check(w.store.Commit(w.t.Context(), batch))
}

// eventually waits for something to come true.
func (w *world) eventually(what string, true_ func() bool) {
	w.t.Helper()
	for begin := time.Now(); !true_(); time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > 15*time.Second {
			w.t.Fatalf("%s: it never came\n%s", what, &w.log)
		}
	}
}

// states counts deliveries by the word for their state.
func (w *world) states() map[string]int {
	w.t.Helper()
	all, err := w.store.Deliveries(w.t.Context(), w.account, store.DeliveryQuery{Limit: 100_000})
	w.check(err)
	counts := map[string]int{}
	for i := range all {
		counts[all[i].State.String()]++
	}
	return counts
}

func (w *world) health() tandem.Health {
	w.t.Helper()
	all, err := w.store.Receivers(w.t.Context(), w.account)
	w.check(err)
	return all[0].Health
}

func text(s string) tandem.Value { return tandem.TextValue(s) }

// heard is one call that came in.
type heard struct {
	line   string // METHOD address
	header http.Header
	body   string
	at     time.Time
}

// receiver is a stranger that keeps what it hears and answers as told.
type receiver struct {
	*httptest.Server

	mu    sync.Mutex
	calls []heard
}

// newReceiver answers each call by its number, from 1 on; nil = 200 always.
func newReceiver(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.mu.Lock()
		r.calls = append(r.calls, heard{req.Method + " " + req.RequestURI, req.Header.Clone(), string(body), time.Now()})
		n := len(r.calls)
		r.mu.Unlock()
		if answer != nil {
			answer(n, w, req)
			return
		}
		_, _ = fmt.Fprint(w, "ok")
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) heard() []heard {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]heard(nil), r.calls...)
}

func (r *receiver) lines() []string {
	var lines []string
	for _, h := range r.heard() {
		lines = append(lines, h.line)
	}
	return lines
}
