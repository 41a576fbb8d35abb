package main

import (
	"context"
	"time"
)

type deliveryReplayCommand struct {
	Trigger string `arg:"" help:"The trigger."`
	Since   string `required:"" placeholder:"TIME" help:"Those that became due since: \"2026-11-29 14:00\", or 2h for two hours ago."`
	All     bool   `help:"Those that arrived, too; otherwise those that were given up."`
}

// Run makes what did not arrive due again.
func (c *deliveryReplayCommand) Run(ctx context.Context, a *app) error {
	since, err := timeArgument(c.Since)
	if err != nil {
		return err
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	receiver, err := a.receiver(ctx, account.ID, c.Trigger)
	if err != nil {
		return err
	}
	n, err := a.store.Replay(ctx, account.ID, receiver, since, c.All)
	if err != nil {
		return err
	}
	poke(ctx, a.dir)
	if a.options.JSON {
		a.printJSON(map[string]any{"due": n, "since": since.UTC().Format(time.RFC3339)})
		return nil
	}
	a.sayf("%d deliveries are due again", n)
	return nil
}
