package main

import (
	"context"
	"time"
)

type accountListCommand struct{}

// accountLine is an account, for programs.
type accountLine struct {
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
}

// Run lists the accounts.
func (c *accountListCommand) Run(ctx context.Context, a *app) error {
	if err := a.open(ctx); err != nil {
		return err
	}
	accounts, err := a.store.Accounts(ctx)
	if err != nil {
		return err
	}
	lines := make([]accountLine, len(accounts))
	for i := range accounts {
		lines[i] = accountLine{accounts[i].Name, accounts[i].Created}
	}
	if a.options.JSON {
		a.printJSON(lines)
		return nil
	}
	g := newGrid("ACCOUNT", "CREATED")
	for _, l := range lines {
		g.add(l.Name, l.Created.Format(time.DateOnly))
	}
	g.write(a.main.Stdout)
	return nil
}
