package routine

import (
	"context"
	"slices"
	"strings"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

func customerMerge() Routine {
	return Routine{
		Name: "customer_merge", Label: "Merge customers", Right: tandem.EditRecords, Changes: true,
		Doc: "Makes one customer of two. Everything that refers to the one that is merged in moves to the one that stays, " +
			"and so do its links to records of connected systems; then it is deleted. What the one that stays does not know is filled from the other. " +
			"Refused where one connected system has both.",
		Params: []dictionary.Field{
			needed(record("survivor", "Survivor", "customer", "The customer that stays.")),
			needed(record("merged", "Merged", "customer", "The customer that is merged in and deleted.")),
			param(dictionary.Text, "take", "Take", "Names of the fields, parted by commas, whose values come from the one that is merged in."),
			versionParam(),
		},
		Results: []dictionary.Field{
			versionResult(), doneResult(),
			param(dictionary.Integer, "records", "Records", "How many records refer to the survivor now that referred to the other."),
			param(dictionary.Integer, "links", "Links", "How many links to remote records have moved."),
		},
		do: func(ctx context.Context, c *call) (Values, error) {
			m := &merger{c: c, survivor: c.int("survivor"), merged: c.int("merged")}
			return m.run(ctx)
		},
	}
}

// merger makes one customer of two.
type merger struct {
	c                *call
	survivor, merged int64
}

const customer = "customer"

// note is what the change log says about every record that is touched.
func (m *merger) note() string {
	return place(customer, m.merged) + " was merged into " + place(customer, m.survivor)
}

func (m *merger) run(ctx context.Context) (Values, error) {
	if m.survivor == m.merged {
		return nil, tandem.Errorf(tandem.Invalid, "a customer cannot be merged with itself").At(place(customer, m.merged))
	}
	stays, err := m.c.load(ctx, customer, m.survivor, m.c.int("if_version"))
	if err != nil {
		return nil, err
	}
	goes, err := m.c.load(ctx, customer, m.merged, 0)
	if tandem.CodeOf(err) == tandem.NotFound {
		return m.again(ctx, stays, err)
	}
	if err != nil {
		return nil, err
	}
	t := &engine.Together{Note: m.note(), Takes: &engine.Takeover{Object: customer, From: m.merged, To: m.survivor}}
	fields, err := m.fields(ctx, stays, goes)
	if err != nil {
		return nil, err
	}
	edits, err := m.references(ctx)
	if err != nil {
		return nil, err
	}
	t.Edits = append([]engine.ObjectEdit{stays.update(fields...)}, edits...)
	t.Edits = append(t.Edits, engine.ObjectEdit{Object: customer, Edit: engine.Edit{Op: tandem.Delete, ID: goes.id, Version: goes.version}})
	written, err := m.c.Writer.WriteTogether(ctx, m.c.account, m.c.caller.Actor, t)
	if err != nil {
		return nil, err
	}
	late, err := m.latecomers(ctx)
	m.c.Wake(m.c.account)
	return Values{
		"version": tandem.IntegerValue(written[0].Version), "changed": tandem.BoolValue(true),
		"records": tandem.IntegerValue(int64(len(edits) + late)), "links": tandem.IntegerValue(int64(t.Takes.Moved)),
	}, err
}

// again answers a call whose work was done before.
func (m *merger) again(ctx context.Context, stays *document, missing error) (Values, error) {
	changes, err := m.c.Records.History(ctx, m.c.account, customer, m.merged, 1)
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 || changes[0].Op != tandem.Delete || changes[0].Note != m.note() {
		if e, ok := missing.(*tandem.Error); ok && len(changes) > 0 && changes[0].Note != "" { //nolint:errorlint // load returns it as it is
			return nil, e.WithHint(changes[0].Note)
		}
		return nil, missing
	}
	late, err := m.latecomers(ctx)
	values := settled(stays)
	values["records"], values["links"] = tandem.IntegerValue(int64(late)), tandem.IntegerValue(0)
	return values, err
}

// latecomers moves what came to refer to the deleted customer while the others
// were being moved.
func (m *merger) latecomers(ctx context.Context) (int, error) {
	edits, err := m.references(ctx)
	if err != nil || len(edits) == 0 {
		return 0, err
	}
	_, err = m.c.write(ctx, m.note(), edits...)
	return len(edits), err
}

// fields are what changes of the survivor: what was asked for, and what it does
// not know itself, save for what a connection is master of.
func (m *merger) fields(ctx context.Context, stays, goes *document) ([]engine.FieldValue, error) {
	take, err := m.take(stays.object)
	if err != nil {
		return nil, err
	}
	owned, err := m.c.Writer.Owned(ctx, m.c.account, customer, m.survivor)
	if err != nil {
		return nil, err
	}
	var fields []engine.FieldValue
	for i, name := range stays.fields {
		was, other := stays.values[i], goes.values[i]
		is := was
		if slices.Contains(take, name) || was.IsEmpty() && !other.IsEmpty() && !slices.Contains(owned, name) {
			is = other
		}
		if f := &stays.object.Fields[i]; f.Type == dictionary.Reference && f.Target == customer {
			is = m.apart(is, other)
		}
		if is != was {
			fields = append(fields, set(name, is.Clone()))
		}
	}
	return fields, nil
}

// apart keeps the survivor from referring to itself or to the customer that goes.
func (m *merger) apart(is, other tandem.Value) tandem.Value {
	if is.Int() == m.merged {
		is = other
	}
	if is.Int() == m.survivor || is.Int() == m.merged {
		return tandem.NullValue()
	}
	return is
}

// take reads the names of fields that come from the customer that goes.
func (m *merger) take(o *dictionary.Object) (names []string, err error) {
	for name := range strings.SplitSeq(m.c.text("take"), ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if _, ok := o.Field(name); !ok {
			return nil, tandem.Errorf(tandem.Invalid, "%s has no field %q", o.Name, name).At("customer_merge.take").WithHint(dictionary.DidYouMean(name, o.FieldNames()))
		}
		names = append(names, name)
	}
	return names, nil
}
