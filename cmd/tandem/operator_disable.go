package main

import (
	"context"

	"tandem"
	"tandem/people"
)

type operatorDisableCommand struct {
	Email string `arg:"" help:"Who must not sign in."`
	Undo  bool   `help:"Let them sign in again."`
}

// Run keeps a person out of all accounts, and signs them out.
func (c *operatorDisableCommand) Run(ctx context.Context, a *app) error {
	if err := a.open(ctx); err != nil {
		return err
	}
	email, err := people.FoldEmail(c.Email)
	if err != nil {
		return err
	}
	person, err := a.store.PersonByEmail(ctx, email)
	if err != nil {
		return err
	}
	person.Disabled = !c.Undo
	if err := a.store.SavePerson(ctx, person); err != nil {
		return err
	}
	detail := "may sign in again"
	if person.Disabled {
		detail = "may not sign in"
	}
	entry := tandem.AuditEntry{Who: commander(0).Name, Action: tandem.PersonChanged, Subject: email, Detail: detail}
	if err := a.store.AuditPerson(ctx, person.ID, &entry); err != nil {
		return err
	}
	a.sayf("%s %s", email, detail)
	return nil
}
