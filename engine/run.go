package engine

import (
	"context"
	"errors"
	"strings"

	"tandem"
)

// Request asks for a run.
type Request struct {
	Account int64
	Sync    string
	Kind    tandem.RunKind
	Plan    string // Apply: the hash of the plan
	Record  string // Single: "DATA_POINT KEY"; several, a line each
	Undoes  int64  // Undo: the run
	Release bool   // Apply: the plan holds deletes that a guard stopped
	Quick   bool   // a look in between: nothing is scanned for deletes
}

// File checks a request and stores the run it asks for. Work carries it out.
func (e *Engine) File(ctx context.Context, r Request) (*tandem.Run, error) {
	sync, err := e.sync(ctx, r.Account, r.Sync)
	if err != nil {
		return nil, err
	}
	if sync.Paused && !r.whilePaused() {
		return nil, tandem.Errorf(tandem.Busy, "sync %s is paused: %s", sync.Name, sync.Why).WithHint("tandem sync resume " + sync.Name + " lets it go on")
	}
	for record := range strings.SplitSeq(r.Record, "\n") {
		name, _, _ := strings.Cut(record, " ")
		if _, err := sync.point(name); err != nil && record != "" {
			return nil, err
		}
	}
	run := &tandem.Run{
		Account: r.Account, Sync: r.Sync, Kind: r.Kind, State: tandem.Queued, Wanted: tandem.Running,
		Plan: r.Plan, Record: r.Record, Created: e.clock(),
	}
	if r.Plan != "" {
		if _, err := e.store.Plan(ctx, r.Account, r.Plan); err != nil {
			return nil, err
		}
	}
	for i := range sync.Points {
		run.Points = append(run.Points, tandem.PointProgress{Name: sync.Points[i].Name})
	}
	return run, e.store.CreateRun(ctx, run)
}

// whilePaused reports whether a person may ask for this although the sync is
// paused: for a single record, for a look, or to take a run back.
func (r *Request) whilePaused() bool {
	return r.Kind == tandem.Single || r.Kind == tandem.Compare || r.Kind == tandem.Undo
}

// Work carries a run out until it is done, held, paused or cancelled. A run
// that an earlier process left running goes on where that one stopped.
func (e *Engine) Work(ctx context.Context, account, id int64) error {
	run, err := e.store.Run(ctx, account, id)
	if err != nil {
		return err
	}
	if run.State.IsFinal() {
		return nil
	}
	release, err := e.begin(account, run.Sync)
	if err != nil {
		return err
	}
	defer release()
	return e.work(ctx, run, false)
}

// begin makes sure that a sync has one run at a time in this process.
func (e *Engine) begin(account int64, sync string) (release func(), err error) {
	name := tandem.IntegerValue(account).String() + "/" + sync
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.working[name] {
		return nil, tandem.Errorf(tandem.Busy, "sync %s has a run under way", sync)
	}
	e.working[name] = true
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.working, name)
	}, nil
}

func (e *Engine) work(ctx context.Context, run *tandem.Run, quick bool) error {
	sync, err := e.sync(ctx, run.Account, run.Sync)
	if err != nil {
		return e.finish(ctx, run, err)
	}
	resumed := !run.Started.IsZero()
	if !resumed {
		run.Started = e.clock()
		if run.FirstSeq, err = e.store.LastSeq(ctx); err != nil {
			return err
		}
	}
	run.State, run.Wanted, run.Message, run.Code = tandem.Running, tandem.Running, "", ""
	if err := e.store.SaveRun(ctx, run); err != nil {
		return err
	}
	session, err := e.open(ctx, sync)
	if err != nil {
		return e.finish(ctx, run, err)
	}
	w := &work{e: e, run: run, session: session, passes: map[*point]*pass{}, resumed: resumed, quick: quick}
	err = w.carryOut(ctx)
	return e.finish(ctx, run, errors.Join(err, session.close()))
}

// carryOut does what the run's kind asks for.
func (w *work) carryOut(ctx context.Context) error {
	if err := w.preparePasses(ctx); err != nil {
		return err
	}
	for _, p := range w.session.points {
		if err := w.passes[p].recoverIntents(ctx); err != nil {
			return err
		}
	}
	switch w.run.Kind {
	case tandem.Single:
		return w.syncOne(ctx)
	case tandem.Apply:
		return w.applyPlan(ctx)
	case tandem.Undo:
		return w.undo(ctx)
	default:
		return w.syncAll(ctx)
	}
}

// syncAll takes every data point through its phases, then the deletes.
func (w *work) syncAll(ctx context.Context) error {
	if w.full() {
		for _, p := range w.session.points {
			w.passes[p].expect(ctx)
		}
	}
	if err := w.whileLoading(ctx, func() error { return w.readPoints(ctx) }); err != nil {
		return err
	}
	if err := w.savePositions(ctx); err != nil {
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

// savePositions saves how far lists were read, should a guard hold what comes next.
func (w *work) savePositions(ctx context.Context) error {
	for _, p := range w.session.points {
		if s := w.passes[p]; s.lists {
			if err := s.commitOnce(ctx, &draft{}); err != nil {
				return err
			}
		}
	}
	return nil
}

// readPoints takes the data points through their phases, parents before children.
func (w *work) readPoints(ctx context.Context) error {
	for _, p := range w.session.points {
		s := w.passes[p]
		s.countDoubts()
		if s.progress.Phase == phaseDone {
			continue
		}
		if !w.full() {
			if err := s.lookAtOpen(ctx); err != nil {
				return err
			}
		}
		if err := s.readAll(ctx); err != nil {
			return err
		}
	}
	return nil
}

// done saves cursors and counters once everything of a data point is written.
func (s *pass) done(ctx context.Context) error {
	s.progress.Phase, s.progress.Checkpoint = phaseDone, ""
	s.cursors.Held = s.cursors.Held && (!s.run.full() || !s.p.view.Writable)
	return s.commitOnce(ctx, &draft{})
}

// loadPasses prepares a pass per data point, with its cursors and counters.
func (w *work) loadPasses(ctx context.Context) error {
	for _, p := range w.session.points {
		w.addProgress(p.def.Name)
	}
	for _, p := range w.session.points {
		cursors, err := w.e.cursors(ctx, p)
		if err != nil {
			return err
		}
		w.passes[p] = &pass{
			e: w.e, run: w, p: p, sink: writer{}, progress: w.progress(p.def.Name), cursors: cursors,
			seen: newIDSet(), doubts: doubts{}, tallies: newTallies(),
			listed: list{}, generations: map[int64]int{}, hash: hasher{seed: p.seed},
		}
		w.confirmed = w.confirmed || cursors.Held && p.view.Writable && (cursors.Loaded || !w.quick)
	}
	return nil
}

// preparePasses loads the passes with what earlier runs left unsettled. Whatever decides pairs
// must know of it: what is in doubt is not sent again (Promise 3), and all entries of a
// pair leave the list together.
func (w *work) preparePasses(ctx context.Context) error {
	if err := w.loadPasses(ctx); err != nil {
		return err
	}
	for _, p := range w.session.points {
		if err := w.passes[p].loadListed(ctx); err != nil {
			return err
		}
	}
	return nil
}

// cursors reads a lane's cursors and starts a new base shape when the list of
// mapped fields is not the one bases were written with.
func (e *Engine) cursors(ctx context.Context, p *point) (tandem.Cursors, error) {
	c, err := e.store.Cursors(ctx, p.lane)
	if err != nil {
		return c, err
	}
	c.SetFields(p.names)
	return c, nil
}

// progress returns the run's counters of a data point.
func (w *work) progress(name string) *tandem.PointProgress {
	for i := range w.run.Points {
		if w.run.Points[i].Name == name {
			return &w.run.Points[i]
		}
	}
	return nil
}

// addProgress gives a data point counters; one may have been added since the run was filed.
func (w *work) addProgress(name string) {
	if w.progress(name) == nil {
		w.run.Points = append(w.run.Points, tandem.PointProgress{Name: name})
	}
}

// actor is who our change log names for what this run writes.
func (w *work) actor() tandem.Actor {
	origin := tandem.BySync
	if w.run.Kind == tandem.Undo {
		origin = tandem.ByUndo
	}
	return tandem.Actor{Origin: origin, Name: w.session.sync.Connection, Run: w.run.ID}
}

// supersede ends the runs that were held before: a schedule would pile them
// up, and what they held back this run holds back too.
func (e *Engine) supersede(ctx context.Context, run *tandem.Run) error {
	earlier, err := e.store.ListRuns(ctx, run.Account, run.Sync, recentRuns)
	for i := range earlier {
		was := &earlier[i]
		if err != nil {
			return err
		}
		if was.ID >= run.ID || was.State != tandem.HeldRun {
			continue
		}
		was.State, was.Ended = tandem.Done, e.clock()
		was.Message = "run " + tandem.IntegerValue(run.ID).String() + " came upon its deletes again and is held in its place"
		err = e.store.SaveRun(ctx, was)
	}
	return err
}

// finish stores how a run ended. What a person can act on is the run's state,
// not an error of this call; only a crash or the end of the process is.
func (e *Engine) finish(ctx context.Context, run *tandem.Run, err error) error {
	ctx = context.WithoutCancel(ctx)
	var hold *held
	switch {
	case err == nil:
		run.State = tandem.Done
	case errors.As(err, &hold):
		run.State, run.Plan, run.Message, run.Code = tandem.HeldRun, hold.plan, hold.reason, tandem.Held
	case errors.Is(err, errStopped) && run.Wanted == tandem.CancelledRun:
		run.State = tandem.CancelledRun
	case errors.Is(err, errStopped):
		run.State = tandem.Paused
	case errors.Is(err, errCrash):
		return err
	case errors.Is(err, context.Canceled):
		// The process ends; the run stays as it is and the next process goes on with it.
		return err
	default:
		run.State, run.Code, run.Message = tandem.FailedRun, tandem.CodeOf(err), err.Error()
		e.log.ErrorContext(ctx, "run failed", "run", run.ID, "sync", run.Sync, "code", run.Code, "error", err)
	}
	if run.State.IsFinal() {
		run.Ended = e.clock()
	}
	if hold != nil {
		if err := e.supersede(ctx, run); err != nil {
			return err
		}
	}
	if seq, seqErr := e.store.LastSeq(ctx); seqErr == nil {
		run.LastSeq = seq
	}
	if err := e.store.SaveRun(ctx, run); err != nil {
		return err
	}
	if run.Code == tandem.Denied {
		return e.refused(ctx, run.Account, run.Sync, run.Message)
	}
	return nil
}

// refused passes on that the other side refuses a sync's credentials.
func (e *Engine) refused(ctx context.Context, account int64, name, why string) error {
	if e.options.Refused != nil {
		if sync, err := e.sync(ctx, account, name); err == nil {
			return e.options.Refused(ctx, account, sync.Connection, why)
		}
	}
	if e.options.Pause == nil {
		return nil
	}
	return e.options.Pause(ctx, account, name, why)
}

// errCrash is what the simulation's crashes end a run with.
var errCrash = errors.New("engine: crash")

// Want asks a run to pause, go on or stop. It does so between two pages.
func (e *Engine) Want(ctx context.Context, account, id int64, state tandem.RunState) error {
	run, err := e.store.Run(ctx, account, id)
	if err != nil {
		return err
	}
	if run.State.IsFinal() {
		return tandem.Errorf(tandem.Invalid, "run %d is %s already", id, run.State)
	}
	if state == tandem.CancelledRun && run.State != tandem.Running {
		run.State, run.Ended = tandem.CancelledRun, e.clock()
		return e.store.SaveRun(ctx, run)
	}
	return e.store.Want(ctx, account, id, state)
}
