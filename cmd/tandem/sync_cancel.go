package main

import (
	"context"

	"tandem"
)

type syncCancelCommand struct {
	Sync string `arg:"" help:"The sync's name."`
}

// Run gives up the run the sync is at.
func (c *syncCancelCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	if _, err := a.sync(ctx, account.ID, c.Sync); err != nil {
		return err
	}
	run, err := a.openRun(ctx, account.ID, c.Sync)
	if err != nil {
		return err
	}
	if err := a.engine.Want(ctx, account.ID, run.ID, tandem.CancelledRun); err != nil {
		return err
	}
	poke(ctx, a.dir)
	a.donef("run %d of %s is cancelled", run.ID, c.Sync)
	return nil
}
