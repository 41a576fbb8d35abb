package main

import (
	"context"

	"tandem/engine"
)

type syncCompareCommand struct {
	Sync string `arg:"" help:"The sync's name."`
}

// Run looks at everything on both sides, field by field, and writes nothing.
func (c *syncCompareCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	found, err := a.engine.Compare(ctx, account.ID, c.Sync)
	if err != nil {
		return err
	}
	if a.options.JSON {
		a.printJSON(comparisonOf(c.Sync, found))
		return nil
	}
	a.comparisonTable(c.Sync, found)
	return nil
}

// comparison is what comparing found, for programs.
type comparison struct {
	Sync       string            `json:"sync"`
	Agrees     bool              `json:"agrees"`
	DataPoints []comparisonPoint `json:"data_points"`
}

type comparisonPoint struct {
	Name       string          `json:"name"`
	Matched    int64           `json:"matched"`
	Different  int64           `json:"different"`
	OnlyOurs   int64           `json:"only_ours"`
	OnlyTheirs int64           `json:"only_theirs"`
	Excluded   int64           `json:"excluded"`
	Other      int64           `json:"other"`
	Sums       []comparisonSum `json:"sums"`
}

type comparisonSum struct {
	Field  string `json:"field"`
	Ours   string `json:"ours"`
	Theirs string `json:"theirs"`
}

func comparisonOf(sync string, found []engine.Comparison) comparison {
	out := comparison{Sync: sync, Agrees: true, DataPoints: []comparisonPoint{}}
	for i := range found {
		f := &found[i]
		out.Agrees = out.Agrees && f.Agrees()
		p := comparisonPoint{f.Point, f.Matched, f.Different, f.OnlyOurs, f.OnlyTheirs, f.Excluded, f.Other, []comparisonSum{}}
		for _, s := range f.Sums {
			p.Sums = append(p.Sums, comparisonSum(s))
		}
		out.DataPoints = append(out.DataPoints, p)
	}
	return out
}

func (a *app) comparisonTable(sync string, found []engine.Comparison) {
	g := newGrid("data point", ">equal", ">different", ">only ours", ">only theirs", ">excluded", ">other")
	for i := range found {
		f := &found[i]
		g.add(f.Point, number(f.Matched), dot(f.Different), dot(f.OnlyOurs), dot(f.OnlyTheirs), dot(f.Excluded), dot(f.Other))
	}
	g.write(a.main.Stdout)
	sums := newGrid("sum of", ">ours", ">theirs", "")
	agrees := true
	for i := range found {
		agrees = agrees && found[i].Agrees()
		for _, s := range found[i].Sums {
			verdict := "equal"
			if s.Ours != s.Theirs {
				verdict = "differ"
			}
			sums.add(found[i].Point+"."+s.Field, s.Ours, s.Theirs, verdict)
		}
	}
	if len(sums.rows) > 1 {
		a.sayf("")
		sums.write(a.main.Stdout)
	}
	if agrees {
		a.sayf("both sides agree")
		return
	}
	a.sayf("the sides differ: tandem sync plan %s --bulk shows how", sync)
}
