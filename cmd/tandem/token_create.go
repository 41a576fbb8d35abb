package main

import (
	"context"
	"time"

	"tandem"
)

type tokenCreateCommand struct {
	Name string `required:"" help:"What the token is for: the name of the program that gets it."`
	Role string `default:"agent" enum:"owner,administrator,agent,read_only" help:"What the program may do: owner, administrator, agent or read_only."`
	Days int    `placeholder:"N" help:"For how many days it works; without it until it is revoked."`
}

// Run makes a token and prints it; only its hash is kept.
func (c *tokenCreateCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	t := tandem.Token{Name: c.Name, Role: tandem.Role(c.Role)}
	if c.Days > 0 {
		t.Expires = time.Now().AddDate(0, 0, c.Days)
	}
	token, err := a.people.CreateToken(ctx, commander(account.ID), t)
	if err != nil {
		return err
	}
	if a.options.JSON {
		a.printJSON(map[string]string{"token": token})
		return nil
	}
	a.sayf("%s", token)
	a.notef("keep it: it is not shown again")
	return nil
}
