package main

import (
	"context"
	"errors"

	"tandem"
	"tandem/engine"
)

type syncRunCommand struct {
	Sync         string `arg:"" help:"The sync's name."`
	Bulk         bool   `help:"Look at everything on both sides, not only at what changed."`
	Record       string `placeholder:"KEY" help:"One record only: 'customers 000042', or 'customers #17' by our id."`
	Plan         string `placeholder:"HASH" help:"Do exactly what this plan shows, or refuse."`
	ReleaseGuard string `placeholder:"PLAN" help:"Do what the guard held back in this plan."`
}

// Run files the run, sees it through and prints what became of it.
func (c *syncRunCommand) Run(ctx context.Context, a *app) error {
	request, err := c.request()
	if err != nil {
		return err
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	request.Account = account.ID
	return a.runSync(ctx, request)
}

func (c *syncRunCommand) request() (engine.Request, error) {
	r := engine.Request{Sync: c.Sync, Kind: tandem.Incremental}
	asked := 0
	if c.Bulk {
		asked++
		r.Kind = tandem.Bulk
	}
	if c.Plan != "" {
		asked++
		r.Kind, r.Plan = tandem.Apply, c.Plan
	}
	if c.ReleaseGuard != "" {
		asked++
		r.Kind, r.Plan, r.Release = tandem.Apply, c.ReleaseGuard, true
	}
	if c.Record != "" {
		asked++
		r.Kind = tandem.Single
		record, err := recordArgument(c.Record)
		if err != nil {
			return r, err
		}
		r.Record = record
	}
	if asked > 1 {
		return r, tandem.Errorf(tandem.Usage, "--bulk, --record, --plan and --release-guard exclude each other")
	}
	return r, nil
}

// runSync files a run, sees it through and prints it. What an earlier process
// left unfinished is finished first.
func (a *app) runSync(ctx context.Context, request engine.Request) error {
	s, err := a.sync(ctx, request.Account, request.Sync)
	if err != nil {
		return err
	}
	a.noteUnconfirmed(s.Name, s.Unconfirmed())
	if err := a.finishEarlier(ctx, &request); err != nil {
		return err
	}
	run, err := a.engine.File(ctx, request)
	if err != nil {
		return err
	}
	if run, err = a.carryOut(ctx, run); err != nil {
		return err
	}
	return a.printRun(run)
}

// finishEarlier sees to the runs of a sync that are still open. A paused one
// is for a person to continue or give up; a held one waits for nobody.
func (a *app) finishEarlier(ctx context.Context, request *engine.Request) error {
	runs, err := a.store.ListRuns(ctx, request.Account, request.Sync, openRuns)
	if err != nil {
		return err
	}
	for i := len(runs) - 1; i >= 0; i-- {
		run := &runs[i]
		switch run.State {
		case tandem.Paused:
			return tandem.Errorf(tandem.Busy, "run %d of %s is paused", run.ID, run.Sync).
				WithHint("tandem sync resume " + run.Sync + " continues it, tandem sync cancel " + run.Sync + " gives it up")
		case tandem.Queued, tandem.Running:
			if poke(ctx, a.dir) {
				a.notef("tandem: run %d is under way, waiting for its end", run.ID)
			} else {
				a.notef("tandem: finishing run %d, which was interrupted", run.ID)
			}
			if _, err := a.carryOut(ctx, run); err != nil {
				return err
			}
		default:
		}
	}
	return nil
}

// openRuns is how far back open runs are looked for.
const openRuns = 50

// openRun is the newest run of a sync that is not over.
func (a *app) openRun(ctx context.Context, account int64, sync string) (*tandem.Run, error) {
	runs, err := a.store.ListRuns(ctx, account, sync, openRuns)
	if err != nil {
		return nil, err
	}
	for i := range runs {
		if !runs[i].State.IsFinal() {
			return &runs[i], nil
		}
	}
	return nil, tandem.Errorf(tandem.NotFound, "sync %s has no run under way", sync)
}

// isMissing reports whether something is not there.
func isMissing(err error) bool {
	e, ok := errors.AsType[*tandem.Error](err)
	return ok && e.Code == tandem.NotFound
}
