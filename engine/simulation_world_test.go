package engine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
)

// world is one random history: our store, one or two systems around it, the
// people who work in all of them, and a clock that nobody waits for. The seed
// alone decides what happens.
type world struct {
	ctx           context.Context //nolint:containedctx // it has no end: a history is over when its steps are
	seed          uint64
	rand          *rand.Rand
	now           *atomic.Int64 // microseconds; a real store reads it as well
	store         Store
	ourDictionary *dictionary.Dictionary
	remotes       []*remote
	syncs         []*Sync
	life          *life
	process       *process
	engine        *Engine
	busy          bool // people are at work: their own calls are not interrupted
	telling       bool
	fail          func(why string) // ends the test; nil = only the history ends
	story         []string
}

// broken is how a history ends that breaks a promise.
type broken struct{ why string }

func (w *world) failf(format string, args ...any) {
	why := fmt.Sprintf(format, args...)
	if w.fail != nil {
		w.fail(why)
	}
	panic(broken{why})
}

func (w *world) must(err error) {
	if err != nil {
		w.failf("unexpected error: %v", err)
	}
}

// tellf writes the story of a history that is played again; all others are not worth the time.
func (w *world) tellf(format string, args ...any) {
	if !w.telling {
		return
	}
	w.story = append(w.story, w.time().Format("04:05.000 ")+fmt.Sprintf(format, args...))
}

// newWorld makes a world in which nothing is yet.
func newWorld(seed uint64, store Store, now *atomic.Int64, telling bool) *world {
	w := &world{
		ctx: context.Background(), seed: seed, store: store, now: now, telling: telling, ourDictionary: dictionary.Standard(),
		rand: rand.New(rand.NewPCG(seed, 42)),
	}
	w.life = newLife(w)
	return w
}

// begin draws the systems and syncs of a world.
func (w *world) begin() {
	if m, ok := w.store.(*memstore); ok {
		m.clock = w.clock
	}
	for i := range 1 + w.rand.IntN(2) {
		m, err := newRemote(w.rand, string(rune('A'+i)), w.clock)
		w.must(err)
		w.remotes = append(w.remotes, m)
	}
	w.syncs = drawSyncs(w.rand, w.remotes, chance(w.rand, 0.5))
	w.nameLanes()
	for _, s := range w.syncs {
		w.tellf("%s", describeSync(s))
	}
	for _, m := range w.remotes {
		w.tellf("system %s: hides %q, text keys %v, external id %+v, cursor %v, deletes %+v, new key %+v", m.name, m.without, m.textKeys, m.external.Name != "" && m.external.Unique, m.cursor.Type, m.deletes, m.newKey)
	}
}

func describeSync(s *Sync) string {
	var b strings.Builder
	fmt.Fprintf(&b, "sync %s: guard %v", s.Name, s.Guard)
	for _, p := range s.Points {
		fmt.Fprintf(&b, "\n\t%s (%d): create %s update %s delete %s, conflict %s, external id %q, cursor %q, match %v, writable %v:", p.Name, p.ID,
			p.Operations.Create, p.Operations.Update, p.Operations.Delete, p.Conflict, p.ExternalID, p.Cursor, p.Match, p.Writable)
		for _, r := range p.Mapping.Rules {
			fmt.Fprintf(&b, " %s:%s", r.Ours, r.Direction)
			if r.Keep != "" {
				fmt.Fprintf(&b, "/%s", r.Keep)
			}
			if r.Conflict != nil {
				fmt.Fprintf(&b, "/%s", r.Conflict)
			}
		}
	}
	return b.String()
}

// time is what a clock shows to whoever only passes by.
func (w *world) time() time.Time { return time.UnixMicro(w.now.Load()).UTC() }

// clock is the time everywhere in the world; looking at it takes a moment.
func (w *world) clock() time.Time {
	return time.UnixMicro(w.now.Add(1000)).UTC()
}

func (w *world) sleep(_ context.Context, d time.Duration) error {
	w.now.Add(max(d, 0).Microseconds())
	return nil
}

// start starts a new process, as after a crash or an update.
func (w *world) start() {
	w.process = &process{}
	if w.telling {
		w.process.tell = w.tellf
	}
	w.engine = w.newEngine(mortalStore{w.store, w.process}, w.process)
}

// newEngine makes an engine; without a process it cannot die.
func (w *world) newEngine(store Store, p *process) *Engine {
	e := New(Options{
		Store: store, Clock: w.clock, Sleep: w.sleep, PageRows: 3 + w.rand.IntN(5), Grace: grace,
		Syncs: func(context.Context, int64) ([]*Sync, error) { return w.syncs, nil },
		Dial: func(_ context.Context, _ int64, connection, _ string) (connector.Connector, error) {
			inner := w.remote(connection).system.Open(connector.Settings{"without": w.remote(connection).without})
			if p == nil {
				return inner, nil
			}
			return newMortal(inner, p), nil
		},
		Dictionary: func(context.Context, int64) (*dictionary.Dictionary, error) { return w.ourDictionary, nil },
	})
	e.ahead = false // in a history one thing happens after the other
	if w.seed%5 == 0 {
		e.callRows = 2
	}
	return e
}

// grace is how long a call may be under way after its answer was lost.
const grace = time.Minute

func (w *world) remote(name string) *remote {
	for _, m := range w.remotes {
		if m.name == name {
			return m
		}
	}
	w.failf("there is no system %s", name)
	return nil
}

// run files a run and carries it out. The process may die on the way.
func (w *world) run(r Request) *tandem.Run {
	r.Account = 1
	run, err := w.engine.File(w.ctx, r)
	if w.process.dead {
		return nil
	}
	w.must(err)
	return w.work(run.ID)
}

func (w *world) work(id int64) *tandem.Run {
	err := w.engine.Work(w.ctx, 1, id)
	if w.process.dead {
		w.tellf("the process dies in run %d", id)
		return nil
	}
	w.must(err)
	run, err := w.store.Run(w.ctx, 1, id)
	w.must(err)
	w.tellf("run %d (%s %s) is %s %s: %s", id, run.Sync, run.Kind, run.State, run.Message, counts(run))
	return run
}

func counts(run *tandem.Run) string {
	var b strings.Builder
	for _, p := range run.Points {
		fmt.Fprintf(&b, "%s [%s] ours %d theirs %d", p.Name, p.Phase, p.OurWrites, p.TheirWrites)
		for o, n := range p.Counts {
			if n != 0 {
				fmt.Fprintf(&b, " %s %d", tandem.Outcome(o), n)
			}
		}
		b.WriteString("; ")
	}
	return b.String()
}
