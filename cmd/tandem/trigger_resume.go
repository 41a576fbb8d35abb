package main

import "context"

type triggerResumeCommand struct {
	Name string `arg:"" help:"The trigger."`
}

// Run lets a receiver be called again at once that had been given up.
func (c *triggerResumeCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	receiver, err := a.receiver(ctx, account.ID, c.Name)
	if err != nil {
		return err
	}
	if err := a.store.ResumeReceiver(ctx, account.ID, receiver); err != nil {
		return err
	}
	poke(ctx, a.dir)
	a.sayf("trigger %s is called again", c.Name)
	return nil
}
