package engine

import (
	"context"
	"iter"
	"time"

	"tandem"
	"tandem/connector"
)

// work is one run under way.
type work struct {
	e         *Engine
	run       *tandem.Run
	session   *session
	passes    map[*point]*pass
	resumed   bool // an earlier process began this run: what it saw is not known
	asked     time.Time
	foreseen  *foresight // links a preview expects to be made; nil when writing
	quick     bool       // a look in between: no scan for deletes
	released  bool       // a person released the deletes a guard held
	confirmed bool       // what was held back may go now
}

// full reports whether the run reads everything on both sides. An incremental
// one does once what was held back may go, after somebody has confirmed it: the
// cursors have passed it.
func (w *work) full() bool {
	switch w.run.Kind {
	case tandem.Bulk, tandem.Compare, tandem.Repair:
		return true
	case tandem.Incremental:
		return w.confirmed
	default:
		return false
	}
}

// pointName names the data point of a lane; "" when the sync has it no longer.
func (w *work) pointName(lane int64) string {
	for _, p := range w.session.points {
		if p.lane.Point == lane {
			return p.def.Name
		}
	}
	return ""
}

// passOf is the pass of a lane; nil when the sync has it no longer.
func (w *work) passOf(lane int64) *pass {
	for _, p := range w.session.points {
		if p.lane.Point == lane {
			return w.passes[p]
		}
	}
	return nil
}

// thorough reports whether every field is looked at, whatever hashes say.
func (w *work) thorough() bool { return w.run.Kind == tandem.Compare || w.run.Kind == tandem.Repair }

// ensure stores the run once there is something to do: a look that finds
// nothing leaves no trace.
func (w *work) ensure(ctx context.Context, busy bool) error {
	if !busy {
		return nil
	}
	w.e.looked.Add(1)
	if w.run.ID != 0 {
		return nil
	}
	seq, err := w.e.store.LastSeq(ctx)
	if err != nil {
		return err
	}
	w.run.FirstSeq = seq
	return w.e.store.CreateRun(ctx, w.run)
}

// stored is the run to save counters in; nil as long as it is not stored.
func (w *work) stored() *tandem.Run {
	if w.run.ID == 0 {
		return nil
	}
	return w.run
}

// stopped tells between pages whether a person wants the run to stop.
func (w *work) stopped(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.run.ID == 0 || w.e.clock().Sub(w.asked) < 100*time.Millisecond {
		return nil
	}
	w.asked = w.e.clock()
	wanted, err := w.e.store.Wanted(ctx, w.run.Account, w.run.ID)
	if err != nil {
		return err
	}
	if wanted == tandem.Paused || wanted == tandem.CancelledRun {
		w.run.Wanted = wanted
		return errStopped
	}
	return nil
}

// patience bounds how often an unreachable system is tried before the run fails.
const patience = 5

// patiently calls f again while the other side is throttled or cannot be
// reached, with growing pauses.
func (w *work) patiently(ctx context.Context, f func() error) error {
	for try := 0; ; try++ {
		err := f()
		if err == nil || !w.waitOut(ctx, err, try) {
			return err
		}
	}
}

// waitOut waits as long as err asks for and reports whether it is worth another try.
func (w *work) waitOut(ctx context.Context, err error, try int) bool {
	var pause time.Duration
	switch tandem.CodeOf(err) {
	case tandem.Throttled:
		pause = until(err).Sub(w.e.clock())
	case tandem.Unreached:
		if try >= patience {
			return false
		}
		pause = 50 * time.Millisecond << (2 * try)
	default:
		return false
	}
	return w.e.options.sleep(ctx, pause) == nil
}

// list reads a view to its end, going on where it stopped when the other side fails for a while.
func (w *work) list(ctx context.Context, p *point, view *connector.View, after string) iter.Seq2[*tandem.Page, error] {
	return w.resuming(ctx, after, func(after string) iter.Seq2[*tandem.Page, error] {
		return p.conn.List(ctx, view, after)
	})
}

// resuming repeats a read from the last page that came whole.
func (w *work) resuming(ctx context.Context, after string, read func(string) iter.Seq2[*tandem.Page, error]) iter.Seq2[*tandem.Page, error] {
	return func(yield func(*tandem.Page, error) bool) {
		for try := 0; ; try++ {
			var failed error
			for page, err := range read(after) {
				if err != nil {
					failed = err
					break
				}
				if !yield(page, nil) {
					return
				}
				if page.Cursor != "" {
					after = page.Cursor
					try = 0
				}
			}
			if failed == nil {
				return
			}
			if !w.waitOut(ctx, failed, try) {
				yield(nil, failed)
				return
			}
		}
	}
}

// until is the time before which a throttled system wants no call.
func until(err error) time.Time {
	if e, ok := asError(err); ok {
		return e.Until
	}
	return time.Time{}
}
