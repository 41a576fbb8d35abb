package routine

import (
	"context"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

func runPause() Routine {
	return wantRoutine("run_pause", "Pause a run", "Asks a run to stop between two pages until it is resumed.", tandem.Paused)
}

func runResume() Routine {
	return wantRoutine("run_resume", "Resume a run", "Lets a paused run go on where it stopped.", tandem.Running)
}

func runCancel() Routine {
	return wantRoutine("run_cancel", "Cancel a run", "Gives a run up; what is done stays done.", tandem.CancelledRun)
}

// wantRoutine asks a run to come into a state; it does so between two pages.
func wantRoutine(name, label, doc string, state tandem.RunState) Routine {
	return Routine{
		Name: name, Label: label, Doc: doc, Right: tandem.StartRuns, Changes: true,
		Params: []dictionary.Field{runParam()}, Results: runResults(),
		do: func(ctx context.Context, c *call) (Values, error) {
			run, err := c.Runs.Run(ctx, c.account, c.int("run"))
			if err != nil {
				return nil, err
			}
			if run.State != state {
				if err := c.Runs.Want(ctx, c.account, run.ID, state); err != nil {
					return nil, err
				}
			}
			return c.filed(c.Runs.Run(ctx, c.account, run.ID))
		},
	}
}

func runRelease() Routine {
	return Routine{
		Name: "run_release", Label: "Release a guard", Right: tandem.Configure, Changes: true,
		Doc: "Lets the deletes happen that a guard held back, exactly those of the plan that the run is held with.",
		Params: []dictionary.Field{
			runParam(), needed(param(dictionary.Text, "plan", "Plan", "The hash of the plan that the run is held with, as it was looked at.")),
		},
		Results: runResults(),
		do: func(ctx context.Context, c *call) (Values, error) {
			run, err := c.Runs.Run(ctx, c.account, c.int("run"))
			if err != nil {
				return nil, err
			}
			if run.State != tandem.HeldRun || run.Plan != c.text("plan") {
				return nil, tandem.Errorf(tandem.Stale, "run %d is not held with this plan", run.ID).WithHint("look at the run again")
			}
			return c.file(ctx, engine.Request{Sync: run.Sync, Kind: tandem.Apply, Plan: run.Plan, Release: true})
		},
	}
}

func runUndo() Routine {
	return Routine{
		Name: "run_undo", Label: "Undo a run", Right: tandem.Configure, Changes: true,
		Doc: "Takes back what a run did, where that is possible, and leaves the sync paused. " +
			"It works out a plan and applies it, or only shows it; plan_apply applies one that was shown.",
		Params: []dictionary.Field{
			runParam(),
			{Name: "show", Label: "Only show", Doc: "Work the plan out and do nothing.", Type: dictionary.Bool, Initial: "false"},
		},
		Results: append(runResults(),
			param(dictionary.Text, "plan", "Plan", "The hash of the plan by which it is taken back."),
			param(dictionary.Integer, "rows", "Rows", "For how many rows there is something to do.")),
		do: func(ctx context.Context, c *call) (Values, error) {
			plan, err := c.Runs.PreviewUndo(ctx, c.account, c.int("run"))
			if err != nil {
				return nil, err
			}
			values := Values{}
			if !c.params["show"].Bool() {
				if values, err = c.file(ctx, engine.Request{Sync: plan.Sync, Kind: tandem.Undo, Plan: plan.Hash, Undoes: c.int("run")}); err != nil {
					return nil, err
				}
			}
			values["plan"], values["rows"] = tandem.TextValue(plan.Hash), tandem.IntegerValue(plan.Rows)
			return values, nil
		},
	}
}
