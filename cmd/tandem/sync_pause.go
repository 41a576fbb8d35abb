package main

import (
	"context"

	"tandem"
)

type syncPauseCommand struct {
	Sync string `arg:"" help:"The sync's name."`
	Why  string `help:"Why, for whoever finds it paused." default:"paused by a person"`
}

// Run pauses the sync, and between two pages the run it is at.
func (c *syncPauseCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	if _, err := a.sync(ctx, account.ID, c.Sync); err != nil {
		return err
	}
	if err := a.config.Pause(ctx, account.ID, c.Sync, c.Why); err != nil {
		return err
	}
	run, err := a.openRun(ctx, account.ID, c.Sync)
	if err == nil {
		err = a.engine.Want(ctx, account.ID, run.ID, tandem.Paused)
	}
	if err != nil && !isMissing(err) {
		return err
	}
	poke(ctx, a.dir)
	a.donef("sync %s is paused", c.Sync)
	return nil
}
