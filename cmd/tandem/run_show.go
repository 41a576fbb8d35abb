package main

import (
	"context"
	"slices"

	"tandem"
	"tandem/dictionary"
)

type runShowCommand struct {
	Number  string `arg:"" name:"run" help:"The run's number."`
	Point   string `placeholder:"NAME" help:"Only rows of this data point."`
	Outcome string `placeholder:"WORD" help:"Rows with this outcome: excluded, deleted, ... (default: failed, conflict and waiting)."`
	Limit   int    `default:"50" help:"How many rows."`
}

// Run shows a run's counters and the rows that need a look, or those asked for.
func (c *runShowCommand) Run(ctx context.Context, a *app) error {
	outcomes, err := c.outcomes()
	if err != nil {
		return err
	}
	id, err := runArgument(c.Number)
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
	told := []tandem.Run{*run}
	if err := a.noteInterrupted(ctx, told); err != nil {
		return err
	}
	run = &told[0]
	rows, err := c.rows(ctx, a, run, outcomes)
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
	if len(rows) > 0 {
		a.sayf("")
		g := newGrid("data point", "key", ">id", "outcome", "code", "reason")
		for i := range rows {
			r := &rows[i]
			g.add(r.Point, r.Key.String(), dot(r.ID), r.Outcome.String(), string(r.Code), r.Reason)
		}
		g.write(a.main.Stdout)
	}
	c.rest(a, run, outcomes, int64(len(rows)))
	return nil
}

// rest tells of the rows that are not shown and how to see them.
func (c *runShowCommand) rest(a *app, run *tandem.Run, shown []tandem.Outcome, rows int64) {
	var counts tandem.Counts
	for i := range run.Points {
		if c.Point == "" || c.Point == run.Points[i].Name {
			counts.Add(run.Points[i].Counts)
		}
	}
	var of int64
	for _, o := range shown {
		of += counts[o]
	}
	if rows == int64(c.Limit) && of > rows {
		a.sayf("%d of %d are shown: --limit shows more", rows, of)
	}
	if n := counts[tandem.Excluded]; n > 0 && !slices.Contains(shown, tandem.Excluded) {
		a.sayf("%d left out: tandem run show %d --outcome excluded tells why", n, run.ID)
	}
}

// rows reads as many rows as are wanted, the worst outcome first.
func (c *runShowCommand) rows(ctx context.Context, a *app, run *tandem.Run, outcomes []tandem.Outcome) ([]tandem.OutcomeRow, error) {
	var all []tandem.OutcomeRow
	for _, o := range outcomes {
		if len(all) >= c.Limit {
			break
		}
		rows, err := a.store.Outcomes(ctx, run.Account, run.ID, tandem.OutcomeQuery{Point: c.Point, Outcome: &o, Limit: c.Limit - len(all)})
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// outcomes are those to show. What a filter leaves out was meant to be: among
// thousands of such rows the one that failed would never be seen.
func (c *runShowCommand) outcomes() ([]tandem.Outcome, error) {
	if c.Outcome == "" {
		return []tandem.Outcome{tandem.Failed, tandem.Conflicted, tandem.Waiting}, nil
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
		return nil, tandem.Errorf(tandem.Usage, "there is no outcome %s", c.Outcome).WithHint(hint)
	}
	return []tandem.Outcome{o}, nil
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
