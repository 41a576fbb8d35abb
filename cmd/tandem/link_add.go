package main

import "context"

type linkAddCommand struct {
	Sync  string `arg:"" help:"The sync's name."`
	Point string `arg:"" name:"data-point" help:"The data point's name."`
	Key   string `arg:"" help:"Their key."`
	ID    string `arg:"" name:"id" help:"Our record's id."`
}

// Run says that a record of ours and one of theirs are the same.
func (c *linkAddCommand) Run(ctx context.Context, a *app) error {
	id, err := idArgument(c.ID)
	if err != nil {
		return err
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	if err := a.engine.LinkAdd(ctx, account.ID, c.Sync, c.Point, c.Key, id); err != nil {
		return err
	}
	poke(ctx, a.dir)
	a.donef("%s %s and our record %d are linked", c.Point, c.Key, id)
	return nil
}
