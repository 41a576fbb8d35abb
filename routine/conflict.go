package routine

import (
	"context"
	"slices"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

// sides are the ways to decide one field of a conflict.
var sides = []string{"ours", "theirs", "value"}

func conflictResolve() Routine {
	return Routine{
		Name: "conflict_resolve", Label: "Resolve a conflict", Right: tandem.StartRuns, Changes: true,
		Doc: "Settles a row that both sides changed, as a whole or field by field, and files a run for the record.",
		Params: []dictionary.Field{
			syncParam(), pointParam(),
			param(dictionary.Text, "key", "Key", "Their key."),
			param(dictionary.Integer, "id", "Id", "Our id, where there is no key of theirs."),
			{Name: "side", Label: "Side", Doc: "Which side all fields in conflict shall have.", Type: dictionary.Enum, Values: sides[:2]},
			{Name: "fields", Label: "Fields", Doc: "Which side single fields shall have, or their value.", Type: dictionary.Lines},
		},
		Lines: &dictionary.Object{Name: "conflict_choice", Label: "Choice", Doc: "How one field is decided.", Key: []string{"field"}, Fields: []dictionary.Field{
			needed(param(dictionary.Text, "field", "Field", "The field.")),
			needed(dictionary.Field{Name: "side", Label: "Side", Doc: "Which side it shall have, or that it shall have the value.", Type: dictionary.Enum, Values: sides}),
			param(dictionary.Text, "value", "Value", "The value, as it is typed; empty is nothing."),
		}},
		Results: runResults(),
		do: func(ctx context.Context, c *call) (Values, error) {
			conflict, err := c.conflict(ctx)
			if err != nil {
				return nil, err
			}
			choices, err := c.choices(ctx)
			if err != nil {
				return nil, err
			}
			return c.filed(c.Writer.Resolve(ctx, c.account, c.caller.Actor, conflict.Sync, conflict.Point, conflict.Key, conflict.ID, choices))
		},
	}
}

func conflictSendAgain() Routine {
	return Routine{
		Name: "conflict_send_again", Label: "Send a record again", Right: tandem.StartRuns, Changes: true,
		Doc:     "Sends a record once more that was being created on the other side when the answer was lost, after a person made sure that it did not arrive.",
		Params:  []dictionary.Field{syncParam(), pointParam(), needed(param(dictionary.Integer, "id", "Id", "Our id."))},
		Results: runResults(),
		do: func(ctx context.Context, c *call) (Values, error) {
			return c.filed(c.Writer.SendAgain(ctx, c.account, c.text("sync"), c.text("data_point"), c.int("id")))
		},
	}
}

// conflict finds the row that is meant.
func (c *call) conflict(ctx context.Context) (*engine.Conflict, error) {
	conflicts, err := c.Runs.Conflicts(ctx, c.account, c.text("sync"))
	if err != nil {
		return nil, err
	}
	key, id := c.text("key"), c.int("id")
	for i := range conflicts {
		x := &conflicts[i]
		if x.Point == c.text("data_point") && (key != "" && x.Key.String() == key || key == "" && id != 0 && x.ID == id) {
			return x, nil
		}
	}
	return nil, tandem.Errorf(tandem.NotFound, "nothing waits for a decision there").At(c.text("data_point") + " " + key)
}

// choices reads how the conflict is decided.
func (c *call) choices(ctx context.Context) (choices []engine.Choice, err error) {
	lines, err := c.params["fields"].Lines()
	if err != nil && !c.params["fields"].IsEmpty() {
		return nil, err
	}
	side := c.text("side")
	if (side == "") == (len(lines) == 0) {
		return nil, tandem.Errorf(tandem.Invalid, "say how to decide").At("conflict_resolve.side").WithHint("a side for all fields, or one for each of some")
	}
	if side != "" {
		return []engine.Choice{{Side: sideOf(side)}}, nil
	}
	object, err := c.pointObject(ctx)
	if err != nil {
		return nil, err
	}
	for _, line := range lines {
		choice := engine.Choice{Field: line[0].Text(), Side: sideOf(line[1].Text())}
		if choice.Side == tandem.Ask {
			f, ok := object.Field(choice.Field)
			if !ok {
				return nil, tandem.Errorf(tandem.Invalid, "%s has no field %q", object.Name, choice.Field).WithHint(dictionary.DidYouMean(choice.Field, object.FieldNames()))
			}
			if choice.Value, err = dictionary.Parse(f, line[2].Text()); err != nil {
				return nil, err
			}
		}
		choices = append(choices, choice)
	}
	return choices, nil
}

// pointObject is our object of the data point that a call names.
func (c *call) pointObject(ctx context.Context) (*dictionary.Object, error) {
	s, err := c.sync(ctx)
	if err != nil {
		return nil, err
	}
	dict, err := c.Records.Dictionary(ctx, c.account)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.Points, func(p engine.DataPoint) bool { return p.Name == c.text("data_point") })
	if i < 0 {
		return nil, tandem.Errorf(tandem.NotFound, "sync %s has no data point %s", s.Name, c.text("data_point"))
	}
	object, ok := dict.Object(s.Points[i].Ours)
	if !ok {
		return nil, tandem.Errorf(tandem.NotFound, "there is no object %s", s.Points[i].Ours)
	}
	return object, nil
}

func sideOf(word string) tandem.Policy {
	switch word {
	case "ours":
		return tandem.Ours
	case "theirs":
		return tandem.Theirs
	default:
		return tandem.Ask
	}
}
