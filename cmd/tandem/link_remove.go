package main

import "context"

type linkRemoveCommand struct {
	Sync  string `arg:"" help:"The sync's name."`
	Point string `arg:"" name:"data-point" help:"The data point's name."`
	ID    string `arg:"" name:"id" help:"Our record's id."`
}

// Run parts a pair; both records stay.
func (c *linkRemoveCommand) Run(ctx context.Context, a *app) error {
	id, err := idArgument(c.ID)
	if err != nil {
		return err
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	if err := a.engine.LinkRemove(ctx, account.ID, c.Sync, c.Point, id); err != nil {
		return err
	}
	poke(ctx, a.dir)
	a.donef("our record %d is not linked any more", id)
	return nil
}
