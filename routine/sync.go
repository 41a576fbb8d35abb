package routine

import (
	"context"
	"strings"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

func syncStart() Routine {
	return Routine{
		Name: "sync_start", Label: "Start a sync", Right: tandem.StartRuns, Changes: true,
		Doc: "Files a run of a sync and answers at once; the run tells how far it is.",
		Params: []dictionary.Field{
			syncParam(),
			choice("kind", "Kind", "incremental", "What is looked at: what changed, everything, everything without writing, or everything and mend what differs.",
				"incremental", "bulk", "compare", "repair"),
			param(dictionary.Text, "record", "Record", `One record only: "customers 000042", or "customers #17" by our id.`),
		},
		Results: runResults(),
		do: func(ctx context.Context, c *call) (Values, error) {
			r := engine.Request{Sync: c.text("sync"), Kind: tandem.RunKind(c.text("kind")), Record: c.text("record")}
			if r.Record != "" {
				r.Kind = tandem.Single
			}
			return c.file(ctx, r)
		},
	}
}

// file files a run and tells which.
func (c *call) file(ctx context.Context, r engine.Request) (Values, error) {
	r.Account = c.account
	return c.filed(c.Runs.File(ctx, r))
}

// filed answers with a run that was filed.
func (c *call) filed(run *tandem.Run, err error) (Values, error) {
	if err != nil {
		return nil, err
	}
	c.Wake(c.account)
	return Values{"run": tandem.IntegerValue(run.ID), "state": tandem.TextValue(string(run.State))}, nil
}

func syncPreview() Routine {
	return Routine{
		Name: "sync_preview", Label: "Show what a sync would do", Right: tandem.StartRuns, Changes: true,
		Doc:    "Works out what a run would do and keeps it as a plan, which can be applied as it is. Waits until that is done.",
		Params: []dictionary.Field{syncParam(), choice("kind", "Kind", "incremental", "What is looked at: what changed, or everything.", "incremental", "bulk")},
		Results: []dictionary.Field{
			param(dictionary.Text, "plan", "Plan", "The hash of the plan."),
			param(dictionary.Integer, "rows", "Rows", "For how many rows there is something to do."),
		},
		do: func(ctx context.Context, c *call) (Values, error) {
			plan, err := c.Runs.Preview(ctx, c.account, c.text("sync"), tandem.RunKind(c.text("kind")))
			if err != nil {
				return nil, err
			}
			return Values{"plan": tandem.TextValue(plan.Hash), "rows": tandem.IntegerValue(plan.Rows)}, nil
		},
	}
}

func planApply() Routine {
	return Routine{
		Name: "plan_apply", Label: "Apply a plan", Right: tandem.Configure, Changes: true,
		Doc:     "Files the run that does exactly what a plan shows, or refuses where something has moved since.",
		Params:  []dictionary.Field{needed(param(dictionary.Text, "plan", "Plan", "The hash of the plan."))},
		Results: runResults(),
		do: func(ctx context.Context, c *call) (Values, error) {
			plan, err := c.Runs.Plan(ctx, c.account, c.text("plan"))
			if err != nil {
				return nil, err
			}
			r := engine.Request{Sync: plan.Sync, Kind: tandem.Apply, Plan: plan.Hash}
			if plan.Kind == tandem.Undo {
				r.Kind, r.Undoes = tandem.Undo, plan.Undoes
			}
			return c.file(ctx, r)
		},
	}
}

func syncPause() Routine {
	return Routine{
		Name: "sync_pause", Label: "Pause a sync", Right: tandem.StartRuns, Changes: true,
		Doc:     "Stops a sync, and between two pages the run it is at, until it is resumed.",
		Params:  []dictionary.Field{syncParam(), param(dictionary.Text, "why", "Why", "For whoever finds it paused.")},
		Results: []dictionary.Field{doneResult()},
		do: func(ctx context.Context, c *call) (Values, error) {
			s, err := c.sync(ctx)
			if err != nil {
				return nil, err
			}
			if !s.Paused {
				why := firstOf(c.params["why"], tandem.TextValue("paused by "+c.caller.Actor.Name)).Text()
				if err := c.Syncs.Pause(ctx, c.account, s.Name, why); err != nil {
					return nil, err
				}
			}
			err = c.wantOpen(ctx, s.Name, tandem.Paused, func(r *tandem.Run) bool { return r.State != tandem.Paused })
			return Values{"changed": tandem.BoolValue(!s.Paused)}, err
		},
	}
}

func syncResume() Routine {
	return Routine{
		Name: "sync_resume", Label: "Resume a sync", Right: tandem.StartRuns, Changes: true,
		Doc:     "Lets a paused sync, and a paused run of it, go on where it stopped.",
		Params:  []dictionary.Field{syncParam()},
		Results: []dictionary.Field{doneResult()},
		do: func(ctx context.Context, c *call) (Values, error) {
			s, err := c.sync(ctx)
			if err != nil {
				return nil, err
			}
			if s.Paused {
				if err := c.Syncs.Resume(ctx, c.account, s.Name); err != nil {
					return nil, err
				}
			}
			err = c.wantOpen(ctx, s.Name, tandem.Running, func(r *tandem.Run) bool { return r.State == tandem.Paused })
			return Values{"changed": tandem.BoolValue(s.Paused)}, err
		},
	}
}

func syncConfirm() Routine {
	return Routine{
		Name: "sync_confirm", Label: "Confirm what a sync may write", Right: tandem.Configure, Changes: true,
		Doc:     "Confirms that a sync may write to the tables of the other side that it is set up to write to.",
		Params:  []dictionary.Field{syncParam()},
		Results: []dictionary.Field{param(dictionary.Text, "tables", "Tables", "Their tables that are confirmed by this, parted by commas."), doneResult()},
		do: func(ctx context.Context, c *call) (Values, error) {
			tables, err := c.Syncs.Confirm(ctx, c.account, c.text("sync"), c.caller.Actor.Name)
			if err != nil {
				return nil, err
			}
			c.Wake(c.account)
			return Values{"tables": tandem.TextValue(strings.Join(tables, ", ")), "changed": tandem.BoolValue(len(tables) > 0)}, nil
		},
	}
}

// sync is the sync that a call names.
func (c *call) sync(ctx context.Context) (*engine.Sync, error) {
	syncs, err := c.Syncs.Syncs(ctx, c.account)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(syncs))
	for i, s := range syncs {
		if names[i] = s.Name; s.Name == c.text("sync") {
			return s, nil
		}
	}
	return nil, tandem.Errorf(tandem.NotFound, "there is no sync %s", c.text("sync")).WithHint(dictionary.KnownHere(c.text("sync"), names))
}

// recentRuns is how far back open runs are looked for.
const recentRuns = 50

// wantOpen asks the newest run of a sync that is not over to pause or go on.
func (c *call) wantOpen(ctx context.Context, sync string, state tandem.RunState, concerns func(*tandem.Run) bool) error {
	defer c.Wake(c.account)
	runs, err := c.Runs.ListRuns(ctx, c.account, sync, recentRuns)
	if err != nil {
		return err
	}
	for i := range runs {
		if r := &runs[i]; !r.State.IsFinal() {
			if concerns(r) {
				return c.Runs.Want(ctx, c.account, r.ID, state)
			}
			return nil
		}
	}
	return nil
}
