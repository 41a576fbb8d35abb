package main

import (
	"context"
	"time"

	"tandem"
)

// followEvery is how often a run is looked at.
const followEvery = 100 * time.Millisecond

// carryOut sees a run through to its end: a running server does the work, or
// this process, should there be none or should it die on the way.
func (a *app) carryOut(ctx context.Context, run *tandem.Run) (*tandem.Run, error) {
	bars := a.newBars(ctx)
	defer bars.done()
	f := &follower{app: a, run: run}
	defer f.stop()
	poke(ctx, a.dir)
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		now, err := a.store.Run(ctx, run.Account, run.ID)
		if err != nil {
			return nil, interrupted(ctx, run, err)
		}
		bars.show(now)
		if over, err := f.look(ctx, now); over || err != nil {
			return now, interrupted(ctx, run, err)
		}
		select {
		case <-ctx.Done():
		case <-f.finished: // never ready while this process does not work
		case <-tick.C:
		}
		if ctx.Err() != nil {
			f.stop() // the page under way is finished or given up; the run can be continued
			return nil, interrupted(ctx, run, ctx.Err())
		}
	}
}

// interrupted words the end of a run that is only the end of this process.
func interrupted(ctx context.Context, run *tandem.Run, err error) error {
	if err == nil || ctx.Err() == nil {
		return err
	}
	return tandem.Errorf(tandem.Cancelled, "interrupted; run %d stays where it is", run.ID).
		WithHint("tandem sync run " + run.Sync + " goes on with it; tandem sync cancel " + run.Sync + " gives it up")
}

// follower is the work on one run, as far as this process does it.
type follower struct {
	app      *app
	run      *tandem.Run
	claim    *claim
	working  bool
	finished chan struct{} // closed when the work is over; nil while this process does none
	err      error
}

// look decides what to do about a run in its present state.
func (f *follower) look(ctx context.Context, run *tandem.Run) (over bool, err error) {
	if run.State.IsFinal() || run.State == tandem.HeldRun {
		return true, nil
	}
	if f.working {
		select {
		case <-f.finished:
			f.working, f.finished = false, nil
			if f.err != nil && tandem.CodeOf(f.err) != tandem.Busy {
				return false, f.err
			}
		default:
		}
		return false, nil
	}
	if run.State == tandem.Paused && run.Wanted != tandem.Running {
		return true, nil
	}
	return false, f.start(ctx)
}

// start begins to work if nobody else does.
func (f *follower) start(ctx context.Context) error {
	if f.claim == nil {
		c, taken, err := f.app.claim(ctx, f.run.Account, f.run.Sync)
		if err != nil || !taken {
			return err
		}
		f.claim = c
	}
	f.working, f.finished = true, make(chan struct{})
	go func(done chan struct{}) {
		defer close(done)
		f.err = f.app.engine.Work(f.claim.lost, f.run.Account, f.run.ID)
	}(f.finished)
	return nil
}

// stop waits for the work to end and gives the right to it back.
func (f *follower) stop() {
	if f.working {
		<-f.finished
		f.working = false
	}
	if err := f.claim.release(); err != nil {
		f.app.log.Warn("giving the work back", "error", err)
	}
	f.claim = nil
}
