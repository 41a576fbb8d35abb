package delivery_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem"
	"tandem/store"
	"tandem/trigger"
)

func name(n int) map[string]tandem.Value {
	return map[string]tandem.Value{"name": text("name " + strconv.Itoa(n))}
}

// What fails is tried again; until it arrives, later ones of its record wait and
// others do not.
func TestFailuresHoldTheirRecord(t *testing.T) {
	var mu sync.Mutex
	fails := 2
	r := newReceiver(t, func(_ int, w http.ResponseWriter, req *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if strings.HasSuffix(req.URL.RawQuery, "=1") && fails > 0 {
			fails--
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = fmt.Fprint(w, "out of paper")
		}
	})
	w := newWorld(t, r.URL+"/hook?token=s3cret", func(x *trigger.Trigger) {
		x.Call.Retries = []time.Duration{100 * time.Millisecond, 100 * time.Millisecond}
	})
	w.deliver()
	w.write("customer", tandem.Create, 1, 0, name(1))
	w.write("customer", tandem.Update, 1, 1, name(2))
	w.write("customer", tandem.Create, 2, 0, name(3))
	w.eventually("all arrive", func() bool { return w.states()["arrived"] == 3 })
	calls := r.heard()
	var first []heard
	for _, h := range calls {
		if strings.HasSuffix(h.line, "=1") {
			first = append(first, h)
		}
	}
	if len(first) != 4 || first[1].at.Sub(first[0].at) < 80*time.Millisecond {
		t.Errorf("%d calls for the first record: %v", len(first), r.lines())
	}
	if second := slices.IndexFunc(calls, func(h heard) bool { return strings.HasSuffix(h.line, "=2") }); second > 1 {
		t.Errorf("another record waited: %v", r.lines())
	}
	d, attempts, err := w.store.Delivery(t.Context(), w.account, 1)
	w.check(err)
	if d.Tries != 3 || d.Status != 200 || len(attempts) != 2 {
		t.Fatalf("%+v with %d attempts that failed", d, len(attempts))
	}
	if a := attempts[0]; a.Status != 500 || !strings.Contains(a.Response, "out of paper") || !strings.Contains(a.Request, "GET http://") || strings.Contains(a.Request, "s3cret") || !strings.Contains(a.Request, "AccountID=1") {
		t.Errorf("the attempt is %+v", a)
	}
}

// After its last try a delivery is given up and holds nothing back; it can be
// sent again.
func TestGivingUp(t *testing.T) {
	broken := true
	var mu sync.Mutex
	r := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if broken {
			w.WriteHeader(http.StatusNotFound)
		}
	})
	w := newWorld(t, r.URL, nil)
	w.deliver()
	w.write("customer", tandem.Create, 1, 0, name(1))
	w.eventually("it is given up", func() bool { return w.states()["given_up"] == 1 })
	if n := len(r.heard()); n != 4 {
		t.Errorf("%d calls, not 1 and 3 more", n)
	}
	mu.Lock()
	broken = false
	mu.Unlock()
	w.write("customer", tandem.Update, 1, 1, name(2))
	w.eventually("the next one arrives", func() bool { return w.states()["arrived"] == 1 })
	w.check(w.store.Resend(t.Context(), w.account, 1))
	w.eventually("so does the first one now", func() bool { return w.states()["arrived"] == 2 })
}

// 429 and Retry-After are obeyed by the whole lane.
func TestRetryAfter(t *testing.T) {
	r := newReceiver(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		}
	})
	w := newWorld(t, r.URL, func(x *trigger.Trigger) { x.Call.Lanes = 1 })
	w.deliver()
	w.write("customer", tandem.Create, 1, 0, name(1))
	w.eventually("it is told to wait", func() bool { return len(r.heard()) == 1 })
	w.write("customer", tandem.Create, 2, 0, name(2))
	w.eventually("both arrive", func() bool { return w.states()["arrived"] == 2 })
	if calls := r.heard(); len(calls) != 3 || calls[1].at.Sub(calls[0].at) < time.Second {
		t.Errorf("%d calls, the second after %v", len(calls), calls[1].at.Sub(calls[0].at))
	}
}

// 410 stops a receiver until a person lets it go on; what becomes due is kept.
func TestGone(t *testing.T) {
	r := newReceiver(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			w.WriteHeader(http.StatusGone)
		}
	})
	w := newWorld(t, r.URL, nil)
	w.deliver()
	w.write("customer", tandem.Create, 1, 0, name(1))
	w.eventually("it is gone", func() bool { return w.health().State == tandem.ReceiverGone })
	w.write("customer", tandem.Create, 2, 0, name(2))
	time.Sleep(100 * time.Millisecond)
	if n := len(r.heard()); n != 1 {
		t.Errorf("%d calls although it wants none", n)
	}
	w.check(w.store.ResumeReceiver(t.Context(), w.account, w.trigger.Receiver))
	w.eventually("both arrive", func() bool {
		w.office.Wake(w.trigger.Receiver)
		return w.states()["arrived"] == 2
	})
}

// The circuit breaks, one probe tells that the receiver is back, and everything flows.
func TestCircuit(t *testing.T) {
	var mu sync.Mutex
	dead := true
	r := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if dead {
			w.WriteHeader(http.StatusBadGateway)
		}
	})
	w := newWorld(t, r.URL, func(x *trigger.Trigger) { x.Call.Retries = []time.Duration{time.Hour} })
	w.deliver()
	for n := range 300 {
		w.write("customer", tandem.Create, int64(n+1), 0, name(n))
	}
	w.eventually("the circuit breaks", func() bool { return w.health().State == tandem.ReceiverDown })
	calls := len(r.heard())
	if calls > 10+8+1 { // those under way when it broke, and a probe
		t.Errorf("%d calls to a dead receiver", calls)
	}
	mu.Lock()
	dead = false
	mu.Unlock()
	// Those that were called for wait for their own schedule, all others arrive.
	w.eventually("the rest arrives", func() bool { s := w.states(); return s["arrived"]+s["waiting"] == 300 && s["waiting"] < calls })
	if h := w.health(); h.State != tandem.ReceiverWell || h.Failures != 0 {
		t.Errorf("the receiver is %+v", h)
	}
	w.stop()
	w.office.Wait()
	if !strings.Contains(w.log.String(), "does not take its deliveries") || !strings.Contains(w.log.String(), "answers again") {
		t.Errorf("nobody was warned:\n%s", &w.log)
	}
}

// Another address begins with a clean sheet.
func TestAnotherAddress(t *testing.T) {
	old := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	r := newReceiver(t, nil)
	w := newWorld(t, old.URL, nil)
	w.deliver()
	w.write("customer", tandem.Create, 1, 0, name(1))
	w.eventually("it is gone", func() bool { return w.health().State == tandem.ReceiverGone })
	moved := *w.trigger
	moved.Call.URL = trigger.Fixed(r.URL)
	w.office.Assign(t.Context(), []*trigger.Trigger{&moved})
	w.eventually("it arrives there", func() bool { return w.states()["arrived"] == 1 })
	if h := w.health(); h.State != tandem.ReceiverWell {
		t.Errorf("the receiver is %+v", h)
	}
}

// A receiver that is switched off collects.
func TestOff(t *testing.T) {
	r := newReceiver(t, nil)
	w := newWorld(t, r.URL, func(x *trigger.Trigger) { x.Off = true })
	w.deliver()
	w.write("customer", tandem.Create, 1, 0, name(1))
	time.Sleep(50 * time.Millisecond)
	if len(r.heard()) != 0 {
		t.Error("it is called")
	}
	on := *w.trigger
	on.Off = false
	w.office.Assign(t.Context(), []*trigger.Trigger{&on})
	w.office.Wake(on.Receiver)
	w.eventually("it arrives", func() bool { return w.states()["arrived"] == 1 })
}

// An answer that never comes ends with the time-out and is a failure; others go on meanwhile.
func TestHanging(t *testing.T) {
	hang := make(chan struct{})
	r := newReceiver(t, func(_ int, _ http.ResponseWriter, req *http.Request) {
		if strings.HasSuffix(req.URL.RawQuery, "=1") {
			select {
			case <-hang:
			case <-req.Context().Done():
			}
		}
	})
	defer close(hang)
	w := newWorld(t, r.URL, func(x *trigger.Trigger) {
		x.Call.Timeout = 300 * time.Millisecond
		x.Call.Retries = []time.Duration{time.Hour}
	})
	w.deliver()
	for id := range int64(50) {
		w.write("customer", tandem.Create, id+1, 0, name(1))
	}
	w.eventually("the others arrive", func() bool { return w.states()["arrived"] == 49 })
	w.eventually("it fails", func() bool { return w.states()["waiting"] == 1 })
	_, attempts, err := w.store.Delivery(t.Context(), w.account, 1)
	w.check(err)
	if attempts[0].Reason != "there was no answer in time" {
		t.Errorf("%+v", attempts[0])
	}
}

// The laws, with a receiver that fails at random and an office that is stopped
// and started again and again: everything arrives, record by record in order,
// and what is repeated is the last one that was heard of its record.
func TestLaws(t *testing.T) {
	const records, edits = 40, 25
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	var mu sync.Mutex
	last := map[string]int{}
	repeated := 0
	r := newReceiver(t, nil)
	r.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		id, version := req.URL.Query().Get("id"), req.URL.Query().Get("version")
		v, _ := strconv.Atoi(version)
		switch v {
		case last[id] + 1:
		case last[id]:
			repeated++
		default:
			t.Errorf("version %d of record %s comes after %d", v, id, last[id])
		}
		switch random.IntN(8) {
		case 0:
			w.WriteHeader(http.StatusInternalServerError)
			return // it was heard, but not taken
		case 1:
			time.Sleep(time.Duration(random.IntN(5)) * time.Millisecond)
		}
		last[id] = v
	})
	w := newWorld(t, r.URL, func(x *trigger.Trigger) {
		x.Call.Form, x.Call.URL = trigger.Templated, template(t, r.URL+"/?id={{ change.id }}&version={{ change.version }}")
		x.Call.Retries = slices.Repeat([]time.Duration{5 * time.Millisecond}, 1000)
	})
	w.deliver()
	var group sync.WaitGroup
	for id := range int64(records) {
		group.Go(func() {
			for n := range edits {
				op, version := tandem.Update, int64(n)
				if n == 0 {
					op = tandem.Create
				}
				w.write("customer", op, id+1, version, name(n))
			}
		})
	}
	for range 5 {
		time.Sleep(60 * time.Millisecond)
		w.stop()
		w.office.Wait()
		w.deliver()
	}
	group.Wait()
	w.eventually("all arrive", func() bool { return w.states()["arrived"] == records*edits })
	mu.Lock()
	defer mu.Unlock()
	for id, v := range last {
		if v != edits {
			t.Errorf("record %s ended at version %d", id, v)
		}
	}
	t.Logf("%d calls were repeated after they had been taken", repeated)
	all, err := w.store.Deliveries(t.Context(), w.account, store.DeliveryQuery{Limit: 10})
	w.check(err)
	if len(all) != 10 || all[0].ID < all[9].ID {
		t.Errorf("the log is not newest first")
	}
}
