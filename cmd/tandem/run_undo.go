package main

import (
	"context"

	"tandem"
	"tandem/engine"
)

type runUndoCommand struct {
	Number string `arg:"" name:"run" help:"The run's number."`
	Show   bool   `help:"Only show what would be taken back, and what cannot be."`
}

// Run takes back what a run did, as a plan like any other, and leaves the sync paused.
func (c *runUndoCommand) Run(ctx context.Context, a *app) error {
	id, err := runArgument(c.Number)
	if err != nil {
		return err
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	plan, err := a.engine.PreviewUndo(ctx, account.ID, id)
	if err != nil {
		return err
	}
	if c.Show {
		return a.printPlan(ctx, plan, 0)
	}
	if err := a.finishEarlier(ctx, &engine.Request{Account: account.ID, Sync: plan.Sync}); err != nil {
		return err
	}
	run, err := a.engine.File(ctx, engine.Request{Account: account.ID, Sync: plan.Sync, Kind: tandem.Undo, Plan: plan.Hash, Undoes: id})
	if err != nil {
		return err
	}
	if run, err = a.carryOut(ctx, run); err != nil {
		return err
	}
	return a.printRun(run)
}
