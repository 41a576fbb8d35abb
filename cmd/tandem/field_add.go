package main

import (
	"context"

	"tandem/dictionary"
	"tandem/setup"
)

type fieldAddCommand struct {
	Object   string   `arg:"" help:"customer, contact, invoice_line, ..."`
	Name     string   `arg:"" help:"The field's name: small letters, digits, underscores."`
	Type     string   `required:"" placeholder:"TYPE" help:"text, integer, decimal, bool, date, instant, enum or reference."`
	Label    string   `placeholder:"TEXT" help:"What people read."`
	Doc      string   `placeholder:"TEXT" help:"What it means."`
	Length   int      `placeholder:"N" help:"Of a text: most characters."`
	Scale    int      `placeholder:"N" help:"Of a decimal: digits behind the point."`
	Values   []string `placeholder:"WORD" help:"Of an enum: its words, parted by commas."`
	Target   string   `placeholder:"OBJECT" help:"Of a reference: the object it points at."`
	Initial  string   `placeholder:"VALUE" help:"What a new record gets that says nothing."`
	Required bool     `help:"Must not be empty when a record is written."`
}

// Run adds a field of the account's own to an object, or changes one.
func (c *fieldAddCommand) Run(ctx context.Context, a *app) error {
	var f setup.CustomField
	f.Field = dictionary.Field{
		Name: c.Name, Type: dictionary.Type(c.Type), Label: c.Label, Doc: c.Doc, Length: c.Length, Scale: c.Scale,
		Values: c.Values, Target: c.Target, Initial: c.Initial, Required: c.Required,
	}
	changes, err := a.applyField(ctx, c.Object, f)
	if err != nil {
		return err
	}
	a.fieldChanges(changes)
	return nil
}

// applyField applies a configuration that says nothing but this field.
func (a *app) applyField(ctx context.Context, object string, f setup.CustomField) ([]setup.Change, error) {
	owner, err := ownerArgument(object)
	if err != nil {
		return nil, err
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return nil, err
	}
	f.Object = owner
	applied, err := a.config.Apply(ctx, account.ID, &setup.File{Fields: setup.CustomFields{f}}, setup.Terms{Offline: true})
	if err != nil {
		return nil, err
	}
	poke(ctx, a.dir)
	return applied.Changes, nil
}

func (a *app) fieldChanges(changes []setup.Change) {
	if a.options.JSON {
		a.printJSON(map[string][]setup.Change{"changes": append([]setup.Change{}, changes...)})
		return
	}
	for _, change := range changes {
		a.sayf("%s", change)
	}
	if len(changes) == 0 {
		a.sayf("nothing changed")
	}
}
