package main

import (
	"context"

	"tandem"
	"tandem/dictionary"
)

type runShowCommand struct {
	Number  string `arg:"" name:"run" help:"The run's number."`
	Point   string `placeholder:"NAME" help:"Only rows of this data point."`
	Outcome string `placeholder:"WORD" help:"Only rows with this outcome: failed, conflict, waiting, ..."`
	Limit   int    `default:"50" help:"How many rows."`
}

// Run shows a run's counters and the rows whose outcome was stored.
func (c *runShowCommand) Run(ctx context.Context, a *app) error {
	query, err := c.query()
	if err != nil {
		return err
	}
	id, err := idArgument(c.Number)
	if err != nil {
		return err
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	run, err := a.store.Run(ctx, account.ID, id)
	if err != nil {
		return err
	}
	rows, err := a.store.Outcomes(ctx, run.ID, query)
	if err != nil {
		return err
	}
	if a.options.JSON {
		c.printJSON(a, run, rows)
		return nil
	}
	a.runTable(run)
	if run.Message != "" {
		a.sayf("%s", run.Message)
	}
	if len(rows) == 0 {
		return nil
	}
	a.sayf("")
	g := newGrid("data point", "key", ">id", "outcome", "code", "reason")
	for i := range rows {
		r := &rows[i]
		g.add(r.Point, r.Key.String(), dot(r.ID), r.Outcome.String(), string(r.Code), r.Reason)
	}
	g.write(a.main.Stdout)
	return nil
}

func (c *runShowCommand) query() (tandem.OutcomeQuery, error) {
	q := tandem.OutcomeQuery{Point: c.Point, Limit: c.Limit}
	if c.Outcome == "" {
		return q, nil
	}
	o, ok := tandem.ParseOutcome(c.Outcome)
	if !ok {
		var words []string
		for o := range tandem.OutcomeCount {
			words = append(words, o.String())
		}
		hint := dictionary.DidYouMean(c.Outcome, words)
		if hint == "" {
			hint = oneOf(words)
		}
		return q, tandem.Errorf(tandem.Usage, "there is no outcome %s", c.Outcome).WithHint(hint)
	}
	q.Outcome = &o
	return q, nil
}

// outcomeLine is one stored outcome for programs.
type outcomeLine struct {
	DataPoint string      `json:"data_point"`
	Key       string      `json:"key,omitempty"`
	ID        int64       `json:"id,omitempty"`
	Outcome   string      `json:"outcome"`
	Code      tandem.Code `json:"code,omitempty"`
	Reason    string      `json:"reason,omitempty"`
}

func (c *runShowCommand) printJSON(a *app, run *tandem.Run, rows []tandem.OutcomeRow) {
	lines := make([]outcomeLine, len(rows))
	for i := range rows {
		r := &rows[i]
		lines[i] = outcomeLine{r.Point, r.Key.String(), r.ID, r.Outcome.String(), r.Code, r.Reason}
	}
	a.printJSON(struct {
		runResult
		Outcomes []outcomeLine `json:"outcomes"`
	}{resultOf(run), lines})
}
