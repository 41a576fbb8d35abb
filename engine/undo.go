package engine

import (
	"context"
	"fmt"

	"tandem"
	"tandem/connector"
)

// Undoing a run takes its writes back newest first: what it wrote to the other
// side from the intents, what it wrote here from the change log, and then its
// links and bases. A row that was edited since stays as it is and ends in
// conflict; a row that cannot be taken back is named with its reason before
// anything starts (Promise 8). The sync stays paused afterwards: otherwise its
// next run would do the same again.

// undoer works through what one run did.
type undoer struct {
	w       *work
	undoes  int64
	plan    *planner                // a preview only notes; nil = really undo
	version map[string]int64        // of our records as this undo left them, by object and id
	kept    map[undoneRef]string    // pairs whose other half could not be taken back
	links   map[undoneRef]linkState // links as they were before the run
}

type undoneRef struct {
	point int64
	id    int64
}

type linkState struct{ was, now tandem.Link }

// PreviewUndo works out what undoing a run would do and stores it as a plan.
func (e *Engine) PreviewUndo(ctx context.Context, account, run int64) (*tandem.Plan, error) {
	undone, err := e.store.Run(ctx, account, run)
	if err != nil {
		return nil, err
	}
	sync, err := e.sync(ctx, account, undone.Sync)
	if err != nil {
		return nil, err
	}
	session, err := e.open(ctx, sync)
	if err != nil {
		return nil, err
	}
	defer func() { _ = session.close() }()
	plan := &tandem.Plan{
		Account: account, Sync: undone.Sync, Kind: tandem.Undo, Created: e.clock(), Undoes: run, Counts: map[string]tandem.Counts{},
	}
	w := &work{e: e, run: &tandem.Run{Account: account, Sync: undone.Sync, Kind: tandem.Undo}, session: session, passes: map[*point]*pass{}}
	if err := w.loadPasses(ctx); err != nil {
		return nil, err
	}
	pl := &planner{plan: plan}
	u := newUndoer(w, run, pl)
	if err := u.all(ctx); err != nil {
		return nil, err
	}
	for _, p := range session.points {
		plan.Counts[p.def.Name] = w.passes[p].progress.Counts
	}
	return plan, pl.save(ctx, e.store)
}

func newUndoer(w *work, run int64, pl *planner) *undoer {
	return &undoer{w: w, undoes: run, plan: pl, version: map[string]int64{}, kept: map[undoneRef]string{}, links: map[undoneRef]linkState{}}
}

// undo carries out a stored plan of an undo, if it still comes out the same.
func (w *work) undo(ctx context.Context) error {
	plan, err := w.e.store.Plan(ctx, w.run.Account, w.run.Plan)
	if err != nil {
		return err
	}
	if !w.resumed {
		check := &planner{plan: &tandem.Plan{Counts: map[string]tandem.Counts{}}}
		if err := newUndoer(w, plan.Undoes, check).all(ctx); err != nil {
			return err
		}
		if check.hash.String() != plan.Hash {
			return tandem.Errorf(tandem.Stale, "the plan is out of date: something it touches was edited since").WithHint("make a new plan: tandem run undo")
		}
		if err := w.resetPasses(ctx); err != nil {
			return err
		}
	}
	if err := newUndoer(w, plan.Undoes, nil).all(ctx); err != nil {
		return err
	}
	for _, p := range w.session.points {
		s := w.passes[p]
		s.progress.Phase = phaseDone
		if err := s.commitOnce(ctx, &draft{}); err != nil {
			return err
		}
	}
	if w.e.options.Pause == nil {
		return nil
	}
	return w.e.options.Pause(ctx, w.run.Account, w.run.Sync, fmt.Sprintf("run %d was undone", plan.Undoes))
}

func (u *undoer) all(ctx context.Context) error {
	if err := u.loadLinks(ctx); err != nil {
		return err
	}
	if err := u.theirs(ctx); err != nil {
		return err
	}
	if err := u.ours(ctx); err != nil {
		return err
	}
	return u.restoreLinks(ctx)
}

func (u *undoer) loadLinks(ctx context.Context) error {
	for after := int64(0); ; {
		page, err := u.w.e.store.RunLinks(ctx, u.w.run.Account, u.undoes, after, u.w.e.options.PageRows)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, l := range page {
			after = l.Seq
			id := max(l.Was.ID, l.Now.ID)
			at := undoneRef{l.Lane.Point, id}
			if _, ok := u.links[at]; !ok { // the oldest entry is the state before the run
				u.links[at] = linkState{was: l.Was, now: l.Now}
			}
		}
	}
}

// pass returns the pass of a lane; nil when the data point is gone.
func (u *undoer) pass(point int64) *pass {
	for p, s := range u.w.passes {
		if p.lane.Point == point {
			return s
		}
	}
	return nil
}

// theirs takes back what was written to the other side.
func (u *undoer) theirs(ctx context.Context) error {
	for before := int64(1 << 62); ; {
		intents, err := u.w.e.store.RunIntents(ctx, u.w.run.Account, u.undoes, before, u.w.e.options.PageRows)
		if err != nil || len(intents) == 0 {
			return err
		}
		for i := range intents {
			in := &intents[i]
			before = in.ID
			if in.State != tandem.IntentDone {
				continue
			}
			if err := u.takeBack(ctx, in); err != nil {
				return err
			}
		}
		if err := u.w.stopped(ctx); err != nil {
			return err
		}
	}
}

// takeBack writes the opposite of one intent.
func (u *undoer) takeBack(ctx context.Context, in *tandem.Intent) error {
	s := u.pass(in.Lane.Point)
	if s == nil {
		return nil
	}
	p := &pair{key: in.Key, id: in.Ours}
	back, why := opposite(s, in)
	if why == "" {
		why = u.movedThere(ctx, s, back)
	}
	if why != "" {
		u.kept[undoneRef{in.Lane.Point, in.Ours}] = why
		return u.leave(ctx, s, p, why)
	}
	if u.plan != nil {
		u.note(s, p, tandem.PlanRow{Theirs: back.Op, Outcome: outcomeOf(back.Op), Diff: undoneThere(s, back)})
		return nil
	}
	p.decision.Outcome = outcomeOf(back.Op)
	d := &draft{}
	d.add(p, tandem.Row{Intent: tandem.IntentWrite{New: back}}, nil)
	if _, err := s.commit(ctx, d); err != nil {
		return err
	}
	write, err := s.connectorWrite(back)
	if err != nil {
		return err
	}
	results, err := s.write(ctx, []connector.Write{write})
	if err != nil {
		return err
	}
	answer := &draft{}
	state, outcome := tandem.IntentDone, p.decision.Outcome
	if results[0].Err != nil {
		state, outcome = tandem.IntentRefused, tandem.Conflicted
		u.kept[undoneRef{in.Lane.Point, in.Ours}] = results[0].Err.Error()
	}
	answer.add(p, tandem.Row{
		Intent:  tandem.IntentWrite{Answer: answered(back, state, results[0].Err)},
		Outcome: s.outcome(p, outcome, tandem.CodeOf(results[0].Err), "their record was put back"),
	}, &outcome)
	_, err = s.commit(ctx, answer)
	return err
}

// opposite makes the intent that takes one back, or says why there is none.
func opposite(s *pass, in *tandem.Intent) (*tandem.Intent, string) {
	back := &tandem.Intent{
		Lane: in.Lane, Run: s.run.run.ID, Ours: in.Ours, Key: in.Key, Fields: in.Fields, At: s.e.clock(),
	}
	switch in.Op {
	case tandem.Create:
		back.Op, back.Before = tandem.Delete, in.Values
	case tandem.Update:
		if in.Before == "" {
			return nil, "what stood there before is not known"
		}
		back.Op, back.Set, back.Values, back.Before = tandem.Update, in.Set, in.Before, in.Values
	case tandem.Delete:
		if s.p.view.NewKey.From != connector.KeyByUs || in.Before == "" {
			return nil, "it was deleted there and would come back under another key"
		}
		back.Op, back.Values = tandem.Create, in.Before
		back.Set = tandem.AllFields(s.p.view.Width())
	default:
		return nil, "nothing was written"
	}
	return back, ""
}

// movedThere says whether their row is no longer as the run left it.
func (u *undoer) movedThere(ctx context.Context, s *pass, back *tandem.Intent) string {
	if back.Op == tandem.Create {
		return ""
	}
	page, err := s.get(ctx, []tandem.Key{back.Key})
	if err != nil {
		return err.Error()
	}
	if page.Len() == 0 {
		return "it is gone there"
	}
	want := make(tandem.Record, s.p.view.Width())
	if tandem.DecodeRecord(want, back.Before) != nil {
		return "what was written is not known"
	}
	for i, v := range want {
		if (back.Op == tandem.Delete || back.Set.Has(i)) && !v.IsAbsent() && v != page.Row(0)[i] {
			return "their " + s.p.rowFields()[i] + " was edited since"
		}
	}
	return ""
}

// leave ends a pair in conflict: it stays as it is.
func (u *undoer) leave(ctx context.Context, s *pass, p *pair, why string) error {
	if u.plan != nil {
		u.note(s, p, tandem.PlanRow{Outcome: tandem.Conflicted, Reason: why})
		return nil
	}
	outcome := tandem.Conflicted
	d := &draft{}
	d.add(p, tandem.Row{Outcome: s.outcome(p, outcome, tandem.Conflict, "not undone: "+why)}, &outcome)
	_, err := s.commit(ctx, d)
	return err
}

func (u *undoer) note(s *pass, p *pair, row tandem.PlanRow) {
	row.Point, row.Key, row.ID = s.p.def.Name, p.key.Clone(), p.id
	s.tally(p, row.Outcome)
	s.tallied(p, row.Outcome)
	u.plan.hash.add(&row)
	u.plan.rows = append(u.plan.rows, row)
	u.plan.plan.Rows++
}

func outcomeOf(op tandem.Op) tandem.Outcome {
	switch op {
	case tandem.Create:
		return tandem.Created
	case tandem.Delete:
		return tandem.Deleted
	default:
		return tandem.Updated
	}
}
