package engine

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"tandem"
	"tandem/access"
	"tandem/connector"
	"tandem/dictionary"
	"tandem/expr"
)

// Options are what an engine works with.
type Options struct {
	Store Store

	// Syncs returns the syncs of an account as they are configured now.
	Syncs func(ctx context.Context, account int64) ([]*Sync, error)

	// Dial opens a connection of an account to one of its companies.
	Dial func(ctx context.Context, account int64, connection, profile string) (connector.Connector, error)

	// Dictionary returns our objects with the account's custom fields.
	Dictionary func(ctx context.Context, account int64) (*dictionary.Dictionary, error)

	// Access returns the account's rules on fields; nil = there are none.
	Access func(ctx context.Context, account int64) (*access.Rules, error)

	// Find reads the records that fit a filter in the order of their ids, behind an
	// id, at most limit; nil = what is deleted has no parts that go with it.
	Find func(ctx context.Context, account int64, shape *tandem.Shape, filter expr.Filter, after int64, limit int, dst *tandem.Rows) error

	// Pause is told when a sync must stop until a person looks: it was undone, or
	// credentials were refused and nobody is told of that.
	Pause func(ctx context.Context, account int64, sync, why string) error

	// Refused is told when the other side refuses a connection's credentials: all
	// its syncs must stop. Nil = Pause is told.
	Refused func(ctx context.Context, account int64, connection, why string) error

	Log   *slog.Logger
	Clock func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error // nil = the real one

	PageRows int           // rows taken through the pipeline at once; 0 = what the store likes best
	Grace    time.Duration // after which a call whose answer was lost can no longer land; 0 = 1 s
}

// Engine keeps records in step. Make one with New; all methods may be called concurrently.
type Engine struct {
	store   Store
	options Options
	log     *slog.Logger
	clock   func() time.Time

	callRows int  // how many writes one call carries
	ahead    bool // the next call begins before the answers of the last are stored

	mu      sync.Mutex
	working map[string]bool // syncs with a run under way in this process
	faults  faultPoints
	looked  atomic.Int64 // pages with something to do, for polling to see whether it pays
}

// New makes an engine.
func New(o Options) *Engine {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Grace == 0 {
		o.Grace = time.Second
	}
	if o.PageRows == 0 {
		o.PageRows = pageRows(o.Store)
	}
	return &Engine{store: o.Store, options: o, log: o.Log, clock: o.Clock, working: map[string]bool{}, callRows: 2_500, ahead: true}
}

// pageRows asks the store how many rows best share a transaction.
func pageRows(store Store) int {
	if s, ok := store.(interface{ PageRows() int }); ok {
		return s.PageRows()
	}
	return 2000
}

// sync returns a sync by name.
func (e *Engine) sync(ctx context.Context, account int64, name string) (*Sync, error) {
	syncs, err := e.options.Syncs(ctx, account)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(syncs))
	for i, s := range syncs {
		if names[i] = s.Name; s.Name == name {
			return s, nil
		}
	}
	return nil, tandem.Errorf(tandem.NotFound, "there is no sync %s", name).WithHint(dictionary.KnownHere(name, names))
}

// faultPoints lets the simulation crash between any two steps: it is asked at
// each of them and the run ends at once where it answers with an error.
type faultPoints func(step string) error

func (e *Engine) step(name string) error {
	if e.faults == nil {
		return nil
	}
	return e.faults(name)
}

// sleep waits, or ends early with the context. Simulated time has its own.
func (o *Options) sleep(ctx context.Context, d time.Duration) error {
	if o.Sleep != nil {
		return o.Sleep(ctx, d)
	}
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func asError(err error) (*tandem.Error, bool) { return errors.AsType[*tandem.Error](err) }
