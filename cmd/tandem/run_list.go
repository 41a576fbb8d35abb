package main

import (
	"context"
	"time"

	"tandem"
)

type runListCommand struct {
	Sync  string `arg:"" optional:"" help:"Only runs of this sync."`
	Limit int    `default:"20" help:"How many."`
}

// Run lists runs, newest first.
func (c *runListCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	runs, err := a.store.ListRuns(ctx, account.ID, c.Sync, c.Limit)
	if err == nil && len(runs) == 0 && c.Sync != "" { // a sync that was removed may still have runs
		_, err = a.sync(ctx, account.ID, c.Sync)
	}
	if err != nil {
		return err
	}
	if err := a.noteInterrupted(ctx, runs); err != nil {
		return err
	}
	if a.options.JSON {
		list := make([]runResult, len(runs))
		for i := range runs {
			list[i] = resultOf(&runs[i])
		}
		a.printJSON(list)
		return nil
	}
	g := newGrid(">run", "sync", "kind", "state", "began", ">seconds", ">rows", ">failed", "message")
	for i := range runs {
		r := &runs[i]
		var all tandem.Counts
		for j := range r.Points {
			all.Add(r.Points[j].Counts)
		}
		g.add(number(r.ID), r.Sync, string(r.Kind), string(r.State), clock(r.Created), lasted(r),
			number(all.Rows()), dot(all[tandem.Failed]), r.Message)
	}
	g.write(a.main.Stdout)
	return nil
}

// noteInterrupted tells of runs that are said to be running while nobody works on them.
func (a *app) noteInterrupted(ctx context.Context, runs []tandem.Run) error {
	for i := range runs {
		if runs[i].State != tandem.Running {
			continue
		}
		claimed, err := a.isClaimed(ctx, runs[i].Account, runs[i].Sync)
		if err != nil {
			return err
		}
		if !claimed {
			runs[i].State = tandem.Interrupted
		}
	}
	return nil
}

// clock writes a moment for people, in the time zone of the machine.
func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04:05") //nolint:gosmopolitan // people read their own clock
}

// lasted is how long a run took.
func lasted(r *tandem.Run) string {
	if r.Started.IsZero() || r.Ended.IsZero() {
		return ""
	}
	return number(int64(r.Ended.Sub(r.Started).Round(time.Second).Seconds()))
}
