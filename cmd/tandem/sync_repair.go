package main

import (
	"context"

	"tandem"
	"tandem/engine"
)

type syncRepairCommand struct {
	Sync string `arg:"" help:"The sync's name."`
}

// Run looks at everything on both sides and mends what differs.
func (c *syncRepairCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	return a.runSync(ctx, engine.Request{Account: account.ID, Sync: c.Sync, Kind: tandem.Repair})
}
