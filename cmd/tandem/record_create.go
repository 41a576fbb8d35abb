package main

import (
	"context"

	"tandem"
	"tandem/engine"
)

type recordCreateCommand struct {
	Object string   `arg:"" help:"customer, contact, sales_order, ..."`
	Fields []string `arg:"" optional:"" name:"field=value" help:"The fields to fill."`
}

// Run creates a record.
func (c *recordCreateCommand) Run(ctx context.Context, a *app) error {
	account, object, err := a.object(ctx, c.Object)
	if err != nil {
		return err
	}
	fields, err := edits(object, c.Fields)
	if err != nil {
		return err
	}
	written, err := a.write(ctx, account.ID, object.Name, engine.Edit{Op: tandem.Create, Fields: fields})
	if err != nil {
		return err
	}
	a.writtenf(written, "%s %d is created", object.Name, written.ID)
	return nil
}

// writtenf tells what an edit led to.
func (a *app) writtenf(w *engine.Written, format string, args ...any) {
	if a.options.JSON {
		a.printJSON(struct {
			ID      int64 `json:"id"`
			Version int64 `json:"version"`
		}{w.ID, w.Version})
		return
	}
	a.sayf(format, args...)
}
