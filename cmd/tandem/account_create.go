package main

import (
	"context"

	"tandem"
)

type accountCreateCommand struct {
	Name string `arg:"" help:"What the account is called."`
}

// Run makes an account.
func (c *accountCreateCommand) Run(ctx context.Context, a *app) error {
	if err := a.open(ctx); err != nil {
		return err
	}
	if _, err := a.store.Account(ctx, c.Name); err == nil {
		return tandem.Errorf(tandem.Invalid, "there is an account %s already", c.Name)
	}
	account, err := a.store.EnsureAccount(ctx, c.Name)
	if err != nil {
		return err
	}
	entry := tandem.AuditEntry{Account: account.ID, Who: commander(0).Name, Action: tandem.AccountCreated, Subject: c.Name}
	if err := a.store.Audit(ctx, &entry); err != nil {
		return err
	}
	if a.options.JSON {
		a.printJSON(accountLine{account.Name, account.Created})
		return nil
	}
	a.sayf("account %s: created", account.Name)
	a.notef("tandem operator invite EMAIL --role owner --account %s lets somebody in", account.Name)
	return nil
}
