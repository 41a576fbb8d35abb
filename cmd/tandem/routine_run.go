package main

import (
	"context"

	"tandem/routine"
)

type routineRunCommand struct {
	Name   string   `arg:"" help:"The routine's name."`
	Params []string `arg:"" optional:"" name:"param=value" help:"Its parameters."`
}

// Run calls a routine as the person who sits at the server.
func (c *routineRunCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	all := a.routines(func(int64) { poke(ctx, a.dir) })
	r, err := all.Find(c.Name)
	if err != nil {
		return err
	}
	params := routine.Values{}
	for _, text := range c.Params {
		name, value, err := assignment(text)
		if err != nil {
			return err
		}
		if params[name], err = parseValue(r.Object(), name, value); err != nil {
			return err
		}
	}
	results, err := all.Run(ctx, &routine.Caller{Account: *account, Actor: person()}, r.Name, params)
	if err != nil {
		return err
	}
	poke(ctx, a.dir)
	a.printResults(r, results)
	return nil
}

// printResults shows what a routine answered, in the order of its description.
func (a *app) printResults(r *routine.Routine, results routine.Values) {
	var out ordered
	g := newGrid("result", "value")
	for i := range r.Results {
		name := r.Results[i].Name
		out = append(out, keyed{name, jsonValue(results[name])})
		g.add(name, results[name].String())
	}
	if a.options.JSON {
		a.printJSON(append(ordered{{"done", true}}, out...))
		return
	}
	if len(r.Results) == 0 {
		a.sayf("done")
		return
	}
	g.write(a.main.Stdout)
}
