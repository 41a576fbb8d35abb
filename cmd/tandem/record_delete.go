package main

import (
	"context"

	"tandem"
	"tandem/engine"
)

type recordDeleteCommand struct {
	Object    string `arg:"" help:"customer, contact, sales_order, ..."`
	ID        string `arg:"" name:"id" help:"The record's id."`
	IfVersion string `placeholder:"N" help:"The version that was seen: refused if somebody changed the record since."`
}

// Run deletes a record.
func (c *recordDeleteCommand) Run(ctx context.Context, a *app) error {
	id, err := idArgument(c.ID)
	if err != nil {
		return err
	}
	version, err := versionArgument(c.IfVersion)
	if err != nil {
		return err
	}
	account, object, err := a.object(ctx, c.Object)
	if err != nil {
		return err
	}
	written, err := a.write(ctx, account.ID, object.Name, engine.Edit{Op: tandem.Delete, ID: id, Version: version})
	if err != nil {
		return err
	}
	written.ID = id
	a.writtenf(written, "%s %d is deleted", object.Name, id)
	return nil
}
