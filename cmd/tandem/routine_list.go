package main

import (
	"context"

	"tandem/dictionary"
	"tandem/routine"
)

type routineListCommand struct {
	Name string `arg:"" optional:"" help:"Only this one, with its parameters and results."`
}

// routineResult is a routine for programs.
type routineResult struct {
	Name    string             `json:"name"`
	Label   string             `json:"label"`
	Doc     string             `json:"doc"`
	Right   string             `json:"right,omitempty"`
	Changes bool               `json:"changes"`
	Params  []dictionary.Field `json:"params"`
	Results []dictionary.Field `json:"results"`
}

// Run lists the routines. They are the same in every account: nothing is opened.
func (c *routineListCommand) Run(_ context.Context, a *app) error {
	all := a.routines(nil)
	list := all.List()
	if c.Name != "" {
		r, err := all.Find(c.Name)
		if err != nil {
			return err
		}
		list = []routine.Routine{*r}
	}
	if a.options.JSON {
		results := make([]routineResult, len(list))
		for i := range list {
			r := &list[i]
			results[i] = routineResult{r.Name, r.Label, r.Doc, string(r.Right), r.Changes, append([]dictionary.Field{}, r.Params...), append([]dictionary.Field{}, r.Results...)}
		}
		a.printJSON(results)
		return nil
	}
	if c.Name != "" {
		a.describeRoutine(&list[0])
		return nil
	}
	g := newGrid("routine", "what it does")
	for i := range list {
		g.add(list[i].Name, list[i].Label)
	}
	g.write(a.main.Stdout)
	return nil
}

func (a *app) describeRoutine(r *routine.Routine) {
	a.sayf("%s: %s", r.Name, r.Doc)
	a.sayf("")
	g := newGrid("parameter", "type", "", "meaning")
	for i := range r.Params {
		f := &r.Params[i]
		g.add(f.Name, string(f.Type), map[bool]string{true: "needed"}[f.Required], f.Doc)
	}
	for i := range r.Results {
		f := &r.Results[i]
		g.add(f.Name, string(f.Type), "result", f.Doc)
	}
	g.write(a.main.Stdout)
}
