package main

import (
	"context"
	"time"

	"tandem"
	"tandem/engine"
)

type conflictListCommand struct {
	Sync string `arg:"" optional:"" help:"Only conflicts of this sync."`
}

// Run lists what waits for a person's decision.
func (c *conflictListCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	syncs, err := a.config.Syncs(ctx, account.ID)
	if err != nil {
		return err
	}
	if c.Sync != "" {
		s, err := a.sync(ctx, account.ID, c.Sync)
		if err != nil {
			return err
		}
		syncs = []*engine.Sync{s}
	}
	var all []engine.Conflict
	for _, s := range syncs {
		conflicts, err := a.engine.Conflicts(ctx, account.ID, s.Name)
		if err != nil {
			return err
		}
		all = append(all, conflicts...)
	}
	if a.options.JSON {
		lines := make([]conflictLine, len(all))
		for i := range all {
			lines[i] = conflictLineOf(&all[i])
		}
		a.printJSON(lines)
		return nil
	}
	conflictTable(a, all)
	return nil
}

// conflictLine is a conflict for programs.
type conflictLine struct {
	Sync      string          `json:"sync"`
	DataPoint string          `json:"data_point"`
	Key       string          `json:"key,omitempty"`
	ID        int64           `json:"id,omitempty"`
	Code      tandem.Code     `json:"code"`
	Reason    string          `json:"reason"`
	At        time.Time       `json:"at"`
	Fields    []conflictField `json:"fields"`
}

type conflictField struct {
	Field  string `json:"field"`
	Base   any    `json:"base"`
	Ours   any    `json:"ours"`
	Theirs any    `json:"theirs"`
}

func conflictLineOf(c *engine.Conflict) conflictLine {
	line := conflictLine{c.Sync, c.Point, c.Key.String(), c.ID, c.Code, c.Reason, c.At, []conflictField{}}
	for _, f := range c.Fields {
		line.Fields = append(line.Fields, conflictField{f.Field, jsonValue(f.Base), jsonValue(f.Ours), jsonValue(f.Theirs)})
	}
	return line
}

func conflictTable(a *app, all []engine.Conflict) {
	if len(all) == 0 {
		a.sayf("nothing waits for a decision")
		return
	}
	for i := range all {
		c := &all[i]
		a.sayf("%s %s %s  our record %s  %s: %s", c.Sync, c.Point, c.Key, dot(c.ID), c.Code, c.Reason)
		if len(c.Fields) == 0 {
			continue
		}
		g := newGrid("  field", "before", "ours", "theirs")
		for _, f := range c.Fields {
			g.add("  "+f.Field, f.Base.String(), f.Ours.String(), f.Theirs.String())
		}
		g.write(a.main.Stdout)
	}
}
