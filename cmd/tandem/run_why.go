package main

import (
	"context"
	"time"

	"tandem"
)

type runWhyCommand struct {
	Sync  string `arg:"" help:"The sync's name."`
	Point string `arg:"" name:"data-point" help:"The data point's name."`
	Key   string `arg:"" help:"Their key, or '#17' for our id."`
}

// Run answers "why is this record not there?".
func (c *runWhyCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	e, err := a.engine.Explain(ctx, account.ID, c.Sync, c.Point, c.Key)
	if err != nil {
		return err
	}
	if a.options.JSON {
		a.printJSON(explanationOf(e))
		return nil
	}
	if e.Unasked != "" {
		a.notef("this is what is stored; the other side could not be asked: %s", e.Unasked)
	}
	a.sayf("%s %s  %s", c.Point, c.Key, e.Outcome)
	if e.Reason != "" {
		a.sayf("  %s", e.Reason)
	}
	if e.ID != 0 {
		a.sayf("  our record %d", e.ID)
	}
	if e.Run != 0 {
		a.sayf("  run %d, %s", e.Run, clock(e.At))
	}
	for _, f := range e.Diff {
		a.sayf("  %s: %s -> %s", f.Field, oneLine(f.Before.String()), oneLine(f.After.String()))
	}
	return nil
}

// explanation is the answer for programs.
type explanation struct {
	DataPoint string        `json:"data_point"`
	Key       string        `json:"key,omitempty"`
	ID        int64         `json:"id,omitempty"`
	Outcome   string        `json:"outcome"`
	Code      tandem.Code   `json:"code,omitempty"`
	Reason    string        `json:"reason,omitempty"`
	Run       string        `json:"run,omitempty"`
	At        *time.Time    `json:"at,omitempty"`
	Fields    []changedLine `json:"fields,omitempty"`
	Unasked   string        `json:"unasked,omitempty"`
}

type changedLine struct {
	Field  string `json:"field"`
	Before any    `json:"before"`
	After  any    `json:"after"`
}

func explanationOf(e *tandem.Explanation) explanation {
	out := explanation{
		DataPoint: e.DataPoint, Key: e.Key.String(), ID: e.ID, Outcome: e.Outcome.String(),
		Code: e.Code, Reason: e.Reason, At: moment(e.At), Unasked: e.Unasked,
	}
	if e.Run != 0 {
		out.Run = number(e.Run)
	}
	for _, f := range e.Diff {
		out.Fields = append(out.Fields, changedLine{f.Field, jsonValue(f.Before), jsonValue(f.After)})
	}
	return out
}
