package main

import (
	"context"

	"tandem"
)

type operatorInviteCommand struct {
	site

	Email string `arg:"" help:"Whom to invite."`
	Role  string `required:"" enum:"partner,owner,administrator,agent,read_only" help:"What they may do: owner, administrator, agent, read_only, or partner, who may also make accounts."`
	Name  string `placeholder:"NAME" help:"What they are called; they can change it."`
}

// Run invites somebody into the account and prints the link.
func (c *operatorInviteCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	code, err := a.people.Invite(ctx, commander(account.ID), c.Email, c.Name, tandem.Role(c.Role))
	if err != nil {
		return err
	}
	a.link(passURL(c.base(a, defaultURL), code), "it works once, within 7 days: whoever has it can come as "+c.Email)
	return nil
}

// link prints a link that lets somebody in.
func (a *app) link(url, note string) {
	if a.options.JSON {
		a.printJSON(map[string]string{"link": url})
		return
	}
	a.sayf("%s", url)
	a.notef("%s", note)
}
