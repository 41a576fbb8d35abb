package main

import (
	"context"

	"tandem"
)

type syncResumeCommand struct {
	Sync string `arg:"" help:"The sync's name."`
}

// Run lets the sync go on. A run that was paused is seen through.
func (c *syncResumeCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	if _, err := a.sync(ctx, account.ID, c.Sync); err != nil {
		return err
	}
	if err := a.config.Resume(ctx, account.ID, c.Sync); err != nil {
		return err
	}
	run, err := a.openRun(ctx, account.ID, c.Sync)
	if isMissing(err) || err == nil && run.State != tandem.Paused {
		poke(ctx, a.dir)
		a.donef("sync %s goes on", c.Sync)
		return nil
	}
	if err != nil {
		return err
	}
	if err := a.engine.Want(ctx, account.ID, run.ID, tandem.Running); err != nil {
		return err
	}
	if run, err = a.carryOut(ctx, run); err != nil {
		return err
	}
	return a.printRun(run)
}
