package main

import (
	"context"

	"tandem"
	"tandem/dictionary"
)

type recordGetCommand struct {
	Object string `arg:"" help:"customer, contact, sales_order, ..."`
	ID     string `arg:"" name:"id" help:"The record's id."`
}

// Run shows a record with all its fields.
func (c *recordGetCommand) Run(ctx context.Context, a *app) error {
	id, err := idArgument(c.ID)
	if err != nil {
		return err
	}
	account, object, err := a.object(ctx, c.Object)
	if err != nil {
		return err
	}
	v := newRecordView(object, nil)
	var rows tandem.Rows
	if err := a.store.Get(ctx, account.ID, v.shape, id, &rows); err != nil {
		return err
	}
	if a.options.JSON {
		a.printJSON(v.json(&rows, 0))
		return nil
	}
	v.print(a, &rows)
	return nil
}

// recordView reads and shows records of an object.
type recordView struct {
	object *dictionary.Object
	shape  *tandem.Shape
}

// newRecordView shows the named fields, or all of them.
func newRecordView(object *dictionary.Object, fields []string) *recordView {
	if len(fields) == 0 {
		fields = append(object.FieldNames(), "created_at", "updated_at", "created_by", "updated_by")
	}
	v := &recordView{object: object, shape: &tandem.Shape{Object: object.Name, Fields: fields}}
	if object.Lines != nil {
		v.shape.LineFields = object.Lines.FieldNames()
	}
	return v
}

// json is a record for programs, its keys in the order of the dictionary.
func (v *recordView) json(rows *tandem.Rows, i int) ordered {
	out := ordered{{"id", rows.IDs[i]}, {"version", rows.Versions[i]}}
	for j, value := range rows.Row(i) {
		if value.Kind() == tandem.List {
			out = append(out, keyed{v.shape.Fields[j], v.lines(value)})
			continue
		}
		out = append(out, keyed{v.shape.Fields[j], jsonValue(value)})
	}
	return out
}

func (v *recordView) lines(value tandem.Value) []ordered {
	list := []ordered{}
	lines, err := value.Lines()
	if err != nil {
		return list
	}
	for _, line := range lines {
		var out ordered
		for k, field := range line {
			out = append(out, keyed{v.shape.LineFields[k], jsonValue(field)})
		}
		list = append(list, out)
	}
	return list
}

// print shows one record for people: a field to a line, empty ones left out.
func (v *recordView) print(a *app, rows *tandem.Rows) {
	a.sayf("%s %d  version %d", v.object.Name, rows.IDs[0], rows.Versions[0])
	g := newGrid("field", "value")
	for j, value := range rows.Row(0) {
		if !value.IsEmpty() && value.Kind() != tandem.List {
			g.add(v.shape.Fields[j], value.String())
		}
	}
	g.write(a.main.Stdout)
	for _, value := range rows.Row(0) {
		if value.Kind() == tandem.List {
			v.printLines(a, value)
		}
	}
}

func (v *recordView) printLines(a *app, value tandem.Value) {
	lines, err := value.Lines()
	if err != nil || len(lines) == 0 {
		return
	}
	a.sayf("")
	g := newGrid(v.shape.LineFields...)
	for _, line := range lines {
		cells := make([]string, len(line))
		for i, field := range line {
			cells[i] = field.String()
		}
		g.add(cells...)
	}
	g.write(a.main.Stdout)
}
