package main

import (
	"context"
	"slices"

	"tandem"
	"tandem/dictionary"
	"tandem/expr"
	"tandem/store"
)

type recordListCommand struct {
	Object string   `arg:"" help:"customer, contact, sales_order, ..."`
	Filter string   `placeholder:"CONDITION" help:"Only records that fit: 'city == \"Brno\" and status == \"active\"'."`
	Fields []string `placeholder:"NAME" help:"The fields to show, parted by commas."`
	Order  string   `placeholder:"FIELD" help:"Order by this field (default: id)."`
	Desc   bool     `help:"The other way round."`
	After  int64    `placeholder:"ID" help:"Only records behind this id, when ordered by id."`
	Limit  int      `default:"100" help:"How many; 0 = all."`
}

// Run lists records.
func (c *recordListCommand) Run(ctx context.Context, a *app) error {
	account, object, err := a.object(ctx, c.Object)
	if err != nil {
		return err
	}
	query, err := c.query(object)
	if err != nil {
		return err
	}
	fields, err := c.fields(a, object)
	if err != nil {
		return err
	}
	v := newRecordView(object, fields)
	if a.options.JSON {
		return c.printJSON(ctx, a, account.ID, v, query)
	}
	g := newGrid(append([]string{">id"}, v.shape.Fields...)...)
	err = c.each(ctx, a, account.ID, v, query, func(rows *tandem.Rows, i int) {
		cells := []string{number(rows.IDs[i])}
		for _, value := range rows.Row(i) {
			cells = append(cells, value.String())
		}
		g.add(cells...)
	})
	if err != nil {
		return err
	}
	g.write(a.main.Stdout)
	if c.Limit > 0 && len(g.rows)-1 == c.Limit {
		a.notef("there may be more: --limit 0 shows all")
	}
	return nil
}

func (c *recordListCommand) query(object *dictionary.Object) (store.ListQuery, error) {
	q := store.ListQuery{Order: c.Order, Desc: c.Desc, After: store.Position{ID: c.After}}
	if c.After != 0 && q.Order != "" && q.Order != "id" {
		return q, tandem.Errorf(tandem.Usage, "--after works with the order of ids only")
	}
	if q.Order != "" && q.Order != "id" {
		if _, ok := object.Field(q.Order); !ok {
			return q, noField(object, q.Order)
		}
	}
	filter, err := expr.ParseFilter(c.Filter, dictionary.WithSystem(object))
	if err != nil {
		return q, usageOf("--filter", err)
	}
	q.Filter = filter
	return q, nil
}

// usageOf words an error of an argument.
func usageOf(argument string, err error) error {
	p := problemOf(err)
	place := argument
	if p.Place != "" {
		place += " " + p.Place
	}
	return &tandem.Error{Code: tandem.Usage, Message: p.Message, Place: place, Hint: p.Hint}
}

func noField(object *dictionary.Object, name string) error {
	return tandem.Errorf(tandem.Usage, "%s has no field %s", object.Name, name).WithHint(dictionary.DidYouMean(name, object.FieldNames()))
}

// columns is how many columns a table for people has where the dictionary does not name them.
const columns = 7

// fields are those asked for; for programs all, for people the first few.
func (c *recordListCommand) fields(a *app, object *dictionary.Object) ([]string, error) {
	for _, name := range c.Fields {
		if _, ok := dictionary.WithSystem(object).Field(name); !ok {
			return nil, noField(object, name)
		}
	}
	if len(c.Fields) > 0 || a.options.JSON {
		return c.Fields, nil
	}
	if len(object.Columns) > 0 {
		return object.Columns, nil
	}
	var names []string
	for i := range object.Fields {
		if object.Fields[i].Type != dictionary.Lines && len(names) < columns {
			names = append(names, object.Fields[i].Name)
		}
	}
	return names, nil
}

// each reads page after page, so that a list of any length fits into memory.
func (c *recordListCommand) each(ctx context.Context, a *app, account int64, v *recordView, q store.ListQuery, show func(*tandem.Rows, int)) error {
	const page = 500
	position := -1
	if q.Order != "" && q.Order != "id" {
		// Going on behind a page needs the value of the field it is ordered by.
		if position = slices.Index(v.shape.Fields, q.Order); position < 0 {
			v.shape.Fields = append(v.shape.Fields, q.Order)
			position = len(v.shape.Fields) - 1
		}
	}
	for shown := 0; c.Limit == 0 || shown < c.Limit; {
		q.Limit = page
		if c.Limit > 0 {
			q.Limit = min(page, c.Limit-shown)
		}
		var rows tandem.Rows
		if err := a.store.List(ctx, account, v.shape, q, &rows); err != nil {
			return err
		}
		for i := range rows.IDs {
			show(&rows, i)
		}
		shown += len(rows.IDs)
		if len(rows.IDs) < q.Limit {
			return nil
		}
		last := len(rows.IDs) - 1
		q.After = store.Position{ID: rows.IDs[last]}
		if position >= 0 {
			q.After.Value = rows.Row(last)[position].Clone()
		}
	}
	return nil
}

// printJSON writes one array, a record to a line.
func (c *recordListCommand) printJSON(ctx context.Context, a *app, account int64, v *recordView, q store.ListQuery) error {
	a.print("[")
	before := "\n"
	err := c.each(ctx, a, account, v, q, func(rows *tandem.Rows, i int) {
		a.print(before)
		a.printJSON(v.json(rows, i))
		before = ","
	})
	a.print("]\n")
	return err
}
