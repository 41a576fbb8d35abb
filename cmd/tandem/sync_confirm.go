package main

import (
	"context"
	"strings"

	"tandem/setup"
)

type syncConfirmCommand struct {
	Sync string `arg:"" help:"The sync's name."`
}

// confirmResult is what a sync may write, for programs.
type confirmResult struct {
	Sync   string          `json:"sync"`
	Tables []setup.Consent `json:"tables"`
}

// Run confirms that a sync may write, and shows who confirmed which table when.
func (c *syncConfirmCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	s, err := a.sync(ctx, account.ID, c.Sync)
	if err != nil {
		return err
	}
	given, err := a.config.Confirm(ctx, account.ID, c.Sync, person().Name)
	if err != nil {
		return err
	}
	poke(ctx, a.dir)
	if a.options.JSON {
		a.printJSON(confirmResult{c.Sync, append([]setup.Consent{}, given...)})
		return nil
	}
	if len(given) == 0 {
		a.sayf("sync %s writes to no table there", c.Sync)
		return nil
	}
	g := newGrid("table", "confirmed by", "at")
	for _, table := range given {
		g.add(table.Table, table.By, clock(table.At))
	}
	g.write(a.main.Stdout)
	if len(s.Unconfirmed()) > 0 {
		a.sayf("the next run writes what was held back so far: tandem sync run %s", c.Sync)
	}
	return nil
}

// noteUnconfirmed says what a sync would write, had somebody confirmed it.
func (a *app) noteUnconfirmed(sync string, tables []string) {
	if len(tables) > 0 {
		a.notef("tandem: sync %s writes nothing to %s until somebody confirms it: tandem sync confirm %s", sync, strings.Join(tables, ", "), sync)
	}
}
