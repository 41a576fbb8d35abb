package main

import (
	"context"

	"tandem"
	"tandem/engine"
)

type recordUpdateCommand struct {
	Object    string   `arg:"" help:"customer, contact, sales_order, ..."`
	ID        string   `arg:"" name:"id" help:"The record's id."`
	Fields    []string `arg:"" name:"field=value" help:"The fields to change; nothing behind the sign empties one."`
	IfVersion string   `placeholder:"N" help:"The version that was seen: refused if somebody changed the record since."`
}

// Run changes fields of a record.
func (c *recordUpdateCommand) Run(ctx context.Context, a *app) error {
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
	fields, err := edits(object, c.Fields)
	if err != nil {
		return err
	}
	written, err := a.write(ctx, account.ID, object.Name, engine.Edit{Op: tandem.Update, ID: id, Version: version, Fields: fields})
	if err != nil {
		return err
	}
	a.writtenf(written, "%s %d is changed", object.Name, id)
	return nil
}
