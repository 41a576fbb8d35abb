package api

import (
	"tandem"
	"tandem/routine"
	soapserver "tandem/soap/server"
)

// routines makes an operation of each routine.
func (b *soapBuilder) routines() {
	list := b.site.Routines.List()
	for i := range list {
		r := &list[i]
		name, line := r.TypeName(), ""
		b.words(name, r.Params)
		if r.Lines != nil {
			line = r.Lines.TypeName()
			b.words(line, r.Lines.Fields)
			b.typed(line, r.Lines.Doc, b.soapFields(line, r.Lines.Fields, "")...)
		}
		in := b.soapFields(name, r.Params, line)
		for j := range in {
			in[j].Optional = !r.Params[j].Required
		}
		op := soapserver.Operation{Name: name, Group: "Routines", Doc: r.Doc, In: in, Out: b.soapFields(name, r.Results, "")}
		b.add(op, func(c *soapCall) error { return c.runRoutine(r) })
	}
}

func (c *soapCall) runRoutine(r *routine.Routine) error {
	fields, err := readFields(r.Object(), c.In)
	if err != nil {
		return err
	}
	params := routine.Values{}
	for _, f := range fields {
		params[f.Field] = f.Value
	}
	results, err := c.Routines.Run(c.ctx, c.caller, r.Name, params)
	if err != nil {
		return err
	}
	for i := range r.Results {
		writeValue(c.Out, r.Results[i].Name, results[r.Results[i].Name])
	}
	return nil
}

// runs makes the operations that tell about runs.
func (b *soapBuilder) runs() {
	b.typed("Run", "One execution of a sync.", one("run", "xs:long", ""), one("sync", "xs:string", ""), one("kind", "xs:string", ""), one("state", "xs:string", ""),
		maybe("message", "xs:string", ""), maybe("code", "xs:string", ""), maybe("plan", "xs:string", ""), one("created", "xs:dateTime", ""))
	b.typed("Outcome", "Where one row ended.", one("seq", "xs:long", ""), one("data_point", "xs:string", ""), maybe("key", "xs:string", ""), maybe("id", "xs:string", ""),
		one("outcome", "xs:string", ""), maybe("code", "xs:string", ""), maybe("reason", "xs:string", ""), one("at", "xs:dateTime", ""))
	b.typed("Conflict", "A row that waits for a person.", one("sync", "xs:string", ""), one("data_point", "xs:string", ""), maybe("key", "xs:string", ""), maybe("id", "xs:string", ""),
		one("code", "xs:string", ""), one("reason", "xs:string", ""))
	limit := maybe("limit", "xs:int", "Up to 1000; 100 unless given.")
	b.add(soapserver.Operation{Name: "RunList", Group: "Runs", Doc: "Lists runs, the newest first.", In: []soapserver.Field{maybe("sync", "xs:string", ""), limit}, Out: []soapserver.Field{many("run", "Run", "")}},
		func(c *soapCall) error {
			n, err := c.rows()
			if err != nil {
				return err
			}
			runs, err := c.Runs.ListRuns(c.ctx, c.caller.Account.ID, c.text("sync"), n)
			for i := range runs {
				c.writeRun(&runs[i])
			}
			return err
		})
	b.add(soapserver.Operation{Name: "RunGet", Group: "Runs", Doc: "Reads a run.", In: []soapserver.Field{one("run", "xs:long", "")}, Out: []soapserver.Field{one("run", "Run", "")}}, func(c *soapCall) error {
		id, err := c.number("run")
		if err == nil {
			err = c.caller.May(tandem.SeeRuns)
		}
		if err != nil {
			return err
		}
		run, err := c.Runs.Run(c.ctx, c.caller.Account.ID, id)
		if err != nil {
			return err
		}
		c.writeRun(run)
		return nil
	})
	b.add(soapserver.Operation{
		Name: "OutcomeList", Group: "Runs", Doc: "Lists where the rows of a run ended.", In: []soapserver.Field{one("run", "xs:long", ""), maybe("after", "xs:long", "The seq after which to go on."), limit},
		Out: []soapserver.Field{many("outcome", "Outcome", "")},
	}, (*soapCall).outcomes)
	b.add(soapserver.Operation{
		Name: "ConflictList", Group: "Runs", Doc: "Lists what waits for a person.", In: []soapserver.Field{one("sync", "xs:string", "")}, Out: []soapserver.Field{many("conflict", "Conflict", "")},
	}, (*soapCall).conflicts)
}

// rows is how many rows of a list are wanted.
func (c *soapCall) rows() (int, error) {
	if err := c.caller.May(tandem.SeeRuns); err != nil {
		return 0, err
	}
	n, err := c.number("limit")
	if err == nil && (n < 0 || n > mostRows) {
		err = tandem.Errorf(tandem.Invalid, "a page has 1 to %d rows", mostRows).At("limit")
	}
	if n == 0 {
		n = pageRows
	}
	return int(n), err
}

func (c *soapCall) writeRun(r *tandem.Run) {
	c.Out.Start("run")
	c.Out.Int("run", r.ID)
	c.Out.Leaf("sync", r.Sync)
	c.Out.Leaf("kind", string(r.Kind))
	c.Out.Leaf("state", string(r.State))
	c.leaves("message", r.Message, "code", string(r.Code), "plan", r.Plan)
	writeValue(c.Out, "created", tandem.InstantOf(r.Created))
	c.Out.End()
}

// leaves writes texts that are not empty.
func (c *soapCall) leaves(pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			c.Out.Leaf(pairs[i], pairs[i+1])
		}
	}
}

func (c *soapCall) outcomes() error {
	q := tandem.OutcomeQuery{}
	run, err := c.number("run")
	if err != nil {
		return err
	}
	if q.After, err = c.number("after"); err != nil {
		return err
	}
	if q.Limit, err = c.rows(); err != nil {
		return err
	}
	list, err := c.Runs.Outcomes(c.ctx, c.caller.Account.ID, run, q)
	for i := range list {
		o := &list[i]
		c.Out.Start("outcome")
		c.Out.Int("seq", o.Seq)
		c.Out.Leaf("data_point", o.Point)
		c.leaves("key", o.Key.String())
		if o.ID != 0 {
			c.Out.Int("id", o.ID)
		}
		c.Out.Leaf("outcome", o.Outcome.String())
		c.leaves("code", string(o.Code), "reason", o.Reason)
		writeValue(c.Out, "at", tandem.InstantOf(o.At))
		c.Out.End()
	}
	return err
}

func (c *soapCall) conflicts() error {
	if err := c.caller.May(tandem.SeeRuns); err != nil {
		return err
	}
	list, err := c.Runs.Conflicts(c.ctx, c.caller.Account.ID, c.text("sync"))
	for i := range list {
		x := &list[i]
		c.Out.Start("conflict")
		c.leaves("sync", x.Sync, "data_point", x.Point, "key", x.Key.String())
		if x.ID != 0 {
			c.Out.Int("id", x.ID)
		}
		c.leaves("code", string(x.Code), "reason", x.Reason)
		c.Out.End()
	}
	return err
}
