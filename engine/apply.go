package engine

import (
	"context"
	"fmt"
	"slices"

	"tandem"
)

// applyPlan carries out exactly what a stored plan says. Every row is decided
// again by the same code; where one no longer comes out as planned before
// anything was written the whole plan is refused, and later that row alone ends
// in conflict (Promise 2). Rows outside the plan do not count.
func (w *work) applyPlan(ctx context.Context) error {
	plan, err := w.e.store.Plan(ctx, w.run.Account, w.run.Plan)
	if err != nil {
		return err
	}
	if plan.Sync != w.run.Sync {
		return tandem.Errorf(tandem.Invalid, "plan %s belongs to sync %s", plan.Hash, plan.Sync)
	}
	if plan.Done && !w.resumed {
		return tandem.Errorf(tandem.Stale, "plan %s has been applied already", plan.Hash)
	}
	if !w.resumed {
		if err := w.checkPlan(ctx, plan); err != nil {
			return err
		}
		plan.Done = true
		if err := w.e.store.SavePlan(ctx, plan, nil); err != nil {
			return err
		}
	}
	if err := w.release(ctx, plan); err != nil {
		return err
	}
	w.foreseen = nil
	if err := w.eachPlanned(ctx, plan, every, func(page map[ref]tandem.PlanRow) sink { return &applier{planned: page} }); err != nil {
		return err
	}
	if err := w.applyDeletes(ctx); err != nil {
		return err
	}
	for _, p := range w.session.points {
		if err := w.passes[p].done(ctx); err != nil {
			return err
		}
	}
	return nil
}

// release ends the run that was held for the plan: what it held back is this run's business now.
func (w *work) release(ctx context.Context, plan *tandem.Plan) error {
	w.released = true
	if plan.Held == 0 {
		return nil
	}
	held, err := w.e.store.Run(ctx, w.run.Account, plan.Held)
	if err != nil || held.State != tandem.HeldRun {
		return err
	}
	held.State, held.Ended = tandem.Done, w.e.clock()
	held.Message = "its deletes were released; run " + tandem.IntegerValue(w.run.ID).String() + " carries them out"
	return w.e.store.SaveRun(ctx, held)
}

// checkPlan decides again, without writing, all planned rows that something is to be done for.
func (w *work) checkPlan(ctx context.Context, plan *tandem.Plan) error {
	w.foreseen = newForesight()
	checker := &planner{plan: &tandem.Plan{Counts: map[string]tandem.Counts{}}}
	err := w.eachPlanned(ctx, plan, acts, func(page map[ref]tandem.PlanRow) sink { return &planChecker{planner: checker, planned: page} })
	if err != nil {
		return err
	}
	return w.resetPasses(ctx)
}

// resetPasses forgets what the check counted.
func (w *work) resetPasses(ctx context.Context) error {
	for i := range w.run.Points {
		w.run.Points[i].Counts = tandem.Counts{}
	}
	return w.preparePasses(ctx)
}

// acts reports whether a plan does anything about a row.
func acts(r *tandem.PlanRow) bool {
	return r.Ours != tandem.NoOp || r.Theirs != tandem.NoOp || r.Outcome == tandem.Updated
}

// every takes in the rows that are only told of as well: what a plan showed as
// failed, waiting or left out must have that outcome (Promise 1).
func every(*tandem.PlanRow) bool { return true }

// eachPlanned takes planned rows, by data point with parents first, through the pipeline.
func (w *work) eachPlanned(ctx context.Context, plan *tandem.Plan, which func(*tandem.PlanRow) bool, sinkFor func(map[ref]tandem.PlanRow) sink) error {
	for _, p := range w.session.points {
		s := w.passes[p]
		of := func(r *tandem.PlanRow) bool { return r.Point == p.def.Name && which(r) }
		err := w.planPages(ctx, plan, of, func(rows []tandem.PlanRow) error {
			page := make(map[ref]tandem.PlanRow, len(rows))
			refs := make([]ref, len(rows))
			for i, r := range rows {
				refs[i] = ref{key: r.Key, id: r.ID}
				page[(&pair{key: r.Key, id: r.ID}).ref()] = r
			}
			s.sink = sinkFor(page)
			if err := s.lookAt(ctx, refs, false); err != nil {
				return err
			}
			return w.stopped(ctx)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// planPages reads some of a plan's rows in pages.
func (w *work) planPages(ctx context.Context, plan *tandem.Plan, which func(*tandem.PlanRow) bool, do func([]tandem.PlanRow) error) error {
	for after := int64(0); ; {
		rows, err := w.e.store.PlanRows(ctx, plan.Account, plan.ID, after, w.e.options.PageRows)
		if err != nil || len(rows) == 0 {
			return err
		}
		after = rows[len(rows)-1].Seq
		mine := rows[:0]
		for i := range rows {
			if which(&rows[i]) {
				mine = append(mine, rows[i])
			}
		}
		if len(mine) == 0 {
			continue
		}
		if err := do(mine); err != nil {
			return err
		}
	}
}

// deed says what is done on both sides.
func deed(ours, theirs tandem.Op) string {
	switch {
	case ours == tandem.NoOp && theirs == tandem.NoOp:
		return "do nothing"
	case theirs == tandem.NoOp:
		return ours.String() + " ours"
	case ours == tandem.NoOp:
		return theirs.String() + " theirs"
	default:
		return ours.String() + " ours and " + theirs.String() + " theirs"
	}
}

// moved says why a pair is not what was planned, "" when it is.
func (p *pair) moved(planned tandem.PlanRow) string {
	switch {
	case p.fault != nil:
		return p.fault.reason
	case p.decision.Ours != planned.Ours || p.decision.Theirs != planned.Theirs:
		return fmt.Sprintf("planned was to %s; now it would be to %s", deed(planned.Ours, planned.Theirs), deed(p.decision.Ours, p.decision.Theirs))
	case p.version != planned.Version:
		return "our record was edited since"
	case planned.Hash != 0 && p.hash != 0 && p.hash != planned.Hash:
		return "their record was edited since"
	default:
		return ""
	}
}

// planChecker refuses a plan of which a row has moved.
type planChecker struct {
	planner *planner
	planned map[ref]tandem.PlanRow
}

func (c *planChecker) take(_ context.Context, s *pass, pairs []pair) error {
	for i := range pairs {
		p := &pairs[i]
		s.tryOut(p)
		planned, ok := c.planned[p.ref()]
		if !ok {
			planned, ok = c.planned[ref{id: p.id}]
		}
		if !ok {
			continue
		}
		if why := p.moved(planned); why != "" {
			return tandem.Errorf(tandem.Stale, "the plan is out of date: %s", why).
				At(s.p.def.Name + " " + p.key.String()).WithHint("make a new plan: tandem sync plan " + s.run.run.Sync)
		}
		c.planner.foresee(s, p)
		delete(c.planned, p.ref())
	}
	for _, r := range c.planned {
		return tandem.Errorf(tandem.Stale, "the plan is out of date: nothing is left to do for a planned row").
			At(r.Point + " " + r.Key.String()).WithHint("make a new plan: tandem sync plan " + s.run.run.Sync)
	}
	return nil
}

// applier writes the rows that are still as planned.
type applier struct{ planned map[ref]tandem.PlanRow }

func (a *applier) take(ctx context.Context, s *pass, pairs []pair) error {
	for i := range pairs {
		p := &pairs[i]
		planned, ok := a.planned[p.ref()]
		if !ok || p.fault != nil {
			continue
		}
		if why := p.moved(planned); why != "" {
			p.fault = &fault{outcome: tandem.Conflicted, code: tandem.Stale, reason: why}
		}
	}
	return writer{}.take(ctx, s, pairs)
}

// holdDeletes stores the collected deletes as a plan that a person can release.
func (w *work) holdDeletes(ctx context.Context) (*tandem.Plan, error) {
	plan := &tandem.Plan{
		Account: w.run.Account, Sync: w.run.Sync, Kind: w.run.Kind, Created: w.e.clock(),
		Counts: map[string]tandem.Counts{}, Held: w.run.ID,
	}
	pl := &planner{plan: plan}
	for _, p := range slices.Backward(w.session.points) {
		s := w.passes[p]
		deletes := s.deletes
		s.deletes = nil
		for size := w.e.options.PageRows; len(deletes) > 0; {
			n := min(size, len(deletes))
			refs := make([]ref, n)
			for j, d := range deletes[:n] {
				refs[j] = ref{key: d.key, id: d.id}
			}
			before := s.sink
			s.sink = heldDeletes{pl}
			err := s.lookAt(ctx, refs, false)
			s.sink = before
			if err != nil {
				return nil, err
			}
			deletes = deletes[n:]
		}
	}
	return plan, pl.save(ctx, w.e.store)
}

// heldDeletes plans what is still to be deleted and leaves the rest to the next
// run: it is on the list of rows to look at again.
type heldDeletes struct{ *planner }

func (h heldDeletes) take(_ context.Context, s *pass, pairs []pair) error {
	for i := range pairs {
		p := &pairs[i]
		if p.fault == nil && (p.decision.Ours == tandem.Delete || p.decision.Theirs == tandem.Delete) {
			s.tally(p, tandem.Waiting)
			s.tallied(p, tandem.Waiting)
			h.note(s, p, tandem.Deleted)
		}
	}
	return nil
}
