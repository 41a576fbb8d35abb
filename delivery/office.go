package delivery

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"tandem/trigger"
)

// Options are what an office works with.
type Options struct {
	Store Store
	Node  string // tells this process from others

	// Caller returns what an account's calls are made with.
	Caller func(ctx context.Context, account int64) (Caller, error)

	Log    *slog.Logger
	Clock  func() time.Time
	Chance func() float64 // spreads retries; nil = the real one
	Places int            // how many calls may begin at once, over all receivers; 0 = 64
}

// Office has a lane for each receiver it is assigned.
type Office struct {
	options Options
	pool    pool

	mu    sync.Mutex
	lanes map[int64]*lane
	group sync.WaitGroup
}

// defaultPlaces is how many calls may begin at once: enough for two busy cores.
const defaultPlaces = 64

// NewOffice makes an office without lanes.
func NewOffice(o Options) *Office {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Chance == nil {
		o.Chance = rand.Float64
	}
	if o.Places == 0 {
		o.Places = defaultPlaces
	}
	return &Office{options: o, pool: make(pool, o.Places), lanes: map[int64]*lane{}}
}

// Assign makes the office call the receivers of these triggers and no others.
// Lanes end with the context, or when they are no longer assigned.
func (o *Office) Assign(ctx context.Context, triggers []*trigger.Trigger) {
	o.mu.Lock()
	defer o.mu.Unlock()
	wanted := map[int64]bool{}
	for _, t := range triggers {
		wanted[t.Receiver] = true
		l, ok := o.lanes[t.Receiver]
		if !ok {
			l = newLane(o, t)
			o.lanes[t.Receiver] = l
			life, stop := context.WithCancel(ctx)
			l.stop = stop
			o.group.Go(func() { l.run(life) })
		}
		if before := l.now.Swap(t); before != t {
			l.nudge()
		}
	}
	for receiver, l := range o.lanes {
		if !wanted[receiver] {
			l.stop()
			delete(o.lanes, receiver)
		}
	}
}

// Wake makes lanes look at what is due.
func (o *Office) Wake(receivers ...int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, receiver := range receivers {
		if l, ok := o.lanes[receiver]; ok {
			l.nudge()
		}
	}
}

// Wait returns when all lanes have come to an end, which their context brings about.
func (o *Office) Wait() { o.group.Wait() }
