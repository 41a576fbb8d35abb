package main

import (
	"context"
	"strings"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

type conflictResolveCommand struct {
	Sync      string   `arg:"" help:"The sync's name."`
	Point     string   `arg:"" name:"data-point" help:"The data point's name."`
	Key       string   `arg:"" help:"Their key, or '#17' for our id."`
	Choices   []string `arg:"" optional:"" help:"ours, theirs, or for single fields: email=ours, email=theirs, email:=VALUE."`
	SendAgain bool     `help:"The record was being created there and the answer was lost: it did not arrive, send it again."`
}

// Run settles a conflict and syncs the record.
func (c *conflictResolveCommand) Run(ctx context.Context, a *app) error {
	if c.SendAgain == (len(c.Choices) > 0) {
		return tandem.Errorf(tandem.Usage, "say how to decide").WithHint("ours, theirs, email=ours, email=theirs, email:=VALUE, or --send-again")
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	conflict, object, err := c.find(ctx, a, account.ID)
	if err != nil {
		return err
	}
	var run *tandem.Run
	if c.SendAgain {
		run, err = a.engine.SendAgain(ctx, account.ID, c.Sync, c.Point, conflict.ID)
	} else {
		choices, choiceErr := c.choices(object)
		if choiceErr != nil {
			return choiceErr
		}
		run, err = a.engine.Resolve(ctx, account.ID, person(), c.Sync, c.Point, conflict.Key, conflict.ID, choices)
	}
	if err != nil {
		return err
	}
	if run, err = a.carryOut(ctx, run); err != nil {
		return err
	}
	return a.printRun(run)
}

// find looks the conflict up as a person names it.
func (c *conflictResolveCommand) find(ctx context.Context, a *app, account int64) (*engine.Conflict, *dictionary.Object, error) {
	s, err := a.sync(ctx, account, c.Sync)
	if err != nil {
		return nil, nil, err
	}
	point, ok := s.Point(c.Point)
	if !ok {
		return nil, nil, tandem.Errorf(tandem.NotFound, "sync %s has no data point %s", c.Sync, c.Point)
	}
	d, err := a.store.Dictionary(ctx, account)
	if err != nil {
		return nil, nil, err
	}
	object, err := objectArgument(d, point.Ours)
	if err != nil {
		return nil, nil, err
	}
	conflicts, err := a.engine.Conflicts(ctx, account, c.Sync)
	if err != nil {
		return nil, nil, err
	}
	for i := range conflicts {
		x := &conflicts[i]
		if x.Point == c.Point && (x.Key.String() == c.Key || "#"+number(x.ID) == c.Key) {
			return x, object, nil
		}
	}
	return nil, nil, tandem.Errorf(tandem.NotFound, "nothing waits for a decision there").At(c.Point + " " + c.Key).WithHint("tandem conflict list " + c.Sync)
}

// choices reads what a person decided, field by field or for all of them.
func (c *conflictResolveCommand) choices(object *dictionary.Object) ([]engine.Choice, error) {
	var list []engine.Choice
	for _, text := range c.Choices {
		choice, err := c.choice(object, text)
		if err != nil {
			return nil, err
		}
		list = append(list, choice)
	}
	return list, nil
}

func (c *conflictResolveCommand) choice(object *dictionary.Object, text string) (engine.Choice, error) {
	if side, ok := sideOf(text); ok {
		return engine.Choice{Side: side}, nil
	}
	name, value, err := assignment(text)
	if err != nil {
		return engine.Choice{}, err
	}
	name, typed := strings.CutSuffix(name, ":")
	if !typed {
		side, ok := sideOf(value)
		if !ok {
			return engine.Choice{}, tandem.Errorf(tandem.Usage, "%q is neither ours nor theirs", value).WithHint(name + ":=" + value + " gives the field that value")
		}
		return engine.Choice{Field: name, Side: side}, nil
	}
	v, err := parseValue(object, name, value)
	return engine.Choice{Field: name, Side: tandem.Ask, Value: v}, err
}

func sideOf(word string) (tandem.Policy, bool) {
	switch word {
	case "ours":
		return tandem.Ours, true
	case "theirs":
		return tandem.Theirs, true
	default:
		return tandem.Ask, false
	}
}
