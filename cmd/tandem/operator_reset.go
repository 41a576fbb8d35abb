package main

import "context"

type operatorResetCommand struct {
	site

	Email   string `arg:"" help:"Who has forgotten the password."`
	TwoStep bool   `help:"Switch off their two-step codes as well: the device is gone."`
}

// Run prints a link that sets a new password.
func (c *operatorResetCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	m, err := a.memberNamed(ctx, account.ID, c.Email)
	if err != nil {
		return err
	}
	by := commander(account.ID)
	if c.TwoStep {
		if err := a.people.ResetTwoStep(ctx, by, m.Person.ID); err != nil {
			return err
		}
	}
	code, err := a.people.Reset(ctx, by, m.Person.ID)
	if err != nil {
		return err
	}
	a.link(passURL(c.base(a, defaultURL), code), "it works once, within a day: whoever has it can set the password of "+m.Person.Email)
	return nil
}
