package main

import "context"

type deliveryResendCommand struct {
	ID string `arg:"" name:"id" help:"The number of the delivery."`
}

// Run makes a delivery due again.
func (c *deliveryResendCommand) Run(ctx context.Context, a *app) error {
	id, err := numberArgument(c.ID, "the number of a delivery")
	if err != nil {
		return err
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	if err := a.store.Resend(ctx, account.ID, id); err != nil {
		return err
	}
	poke(ctx, a.dir)
	a.sayf("delivery %d is due again", id)
	return nil
}
