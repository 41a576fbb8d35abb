package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"

	"tandem"
)

type tokenCreateCommand struct {
	Name string `required:"" help:"What the token is for: the name of the program that gets it."`
}

// Run makes a token and prints it; only its hash is kept.
func (c *tokenCreateCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	token := "tandem_" + rand.Text()
	if err := a.store.SaveToken(ctx, &tandem.Token{Account: account.ID, Name: c.Name, Role: tandem.Administrator}, tokenHash(token), nil); err != nil {
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

// tokenHash is what is kept of a token. It is random and long: no salt and no
// slow hash would make it harder to guess.
func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
