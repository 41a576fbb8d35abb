package main

import (
	"context"
	"strconv"
	"strings"

	"tandem/dictionary"
)

type fieldListCommand struct {
	Object string `arg:"" optional:"" help:"Only those of customer, contact, invoice_line, ..."`
}

// Run lists the fields an account has added.
func (c *fieldListCommand) Run(ctx context.Context, a *app) error {
	owner := ""
	if c.Object != "" {
		var err error
		if owner, err = ownerArgument(c.Object); err != nil {
			return err
		}
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	fields, err := a.store.CustomFields(ctx, account.ID)
	if err != nil {
		return err
	}
	list := []dictionary.CustomField{}
	for _, f := range fields {
		if owner == "" || f.Object == owner {
			list = append(list, f)
		}
	}
	if a.options.JSON {
		a.printJSON(list)
		return nil
	}
	g := newGrid("object", "field", "type", "initial", "label")
	for _, f := range list {
		g.add(f.Object, f.Field.Name, typeOf(&f.Field), f.Field.Initial, f.Field.Label)
	}
	g.write(a.main.Stdout)
	return nil
}

// typeOf is a field's type with what belongs to it, for people.
func typeOf(f *dictionary.Field) string {
	text := string(f.Type)
	switch {
	case f.Type == dictionary.Enum:
		text += ": " + strings.Join(f.Values, ", ")
	case f.Type == dictionary.Reference:
		text += " to " + f.Target
	case f.Type == dictionary.Text && f.Length > 0:
		text += " of " + strconv.Itoa(f.Length)
	case f.Type == dictionary.Decimal:
		text += " with " + strconv.Itoa(f.Scale) + " digits behind the point"
	}
	if f.Required {
		text += ", required"
	}
	return text
}
