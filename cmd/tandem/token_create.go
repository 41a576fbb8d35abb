package main

import "context"

type tokenCreateCommand struct {
	Name string `required:"" help:"What the token is for: the name of the program that gets it."`
}

// Run makes a token and prints it; only its hash is kept.
func (c *tokenCreateCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	token, err := a.store.CreateToken(ctx, account.ID, c.Name)
	if err != nil {
		return err
	}
	if a.options.JSON {
		a.printJSON(map[string]string{"token": token})
		return nil
	}
	a.say("%s", token)
	a.note("keep it: it is not shown again")
	return nil
}
