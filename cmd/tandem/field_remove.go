package main

import (
	"context"

	"tandem"
	"tandem/setup"
)

type fieldRemoveCommand struct {
	Object string `arg:"" help:"customer, contact, invoice_line, ..."`
	Name   string `arg:"" help:"The field's name."`
}

// Run takes a field of the account's own away.
func (c *fieldRemoveCommand) Run(ctx context.Context, a *app) error {
	f := setup.CustomField{Removed: true}
	f.Field.Name = c.Name
	changes, err := a.applyField(ctx, c.Object, f)
	if err != nil {
		return err
	}
	if len(changes) == 0 {
		return tandem.Errorf(tandem.NotFound, "%s has no custom field %s", c.Object, c.Name).WithHint("tandem field list " + c.Object)
	}
	a.fieldChanges(changes)
	return nil
}
