package main

import (
	"context"

	"tandem/setup"
)

type configCommand struct{}

// Run prints the configuration as a file that apply reads back.
func (c *configCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	f, err := a.config.File(ctx, account.ID, account.Name)
	if err != nil {
		return err
	}
	if a.options.JSON {
		for i := range f.Connections {
			f.Connections[i].Sealed = nil
		}
		a.printJSON(f)
		return nil
	}
	return setup.Print(a.main.Stdout, f)
}
