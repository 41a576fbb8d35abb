package engine

import (
	"context"
	"time"

	"tandem"
	"tandem/connector"
)

// Worker keeps one sync going while a server runs: filed runs, scheduled ones,
// edits made here (at once) and changes made there (by adaptive polling). It
// does one thing at a time, so runs of a sync never overlap, and it keeps the
// connection open between them.
type Worker struct {
	e       *Engine
	account int64
	name    string
	due     Due
	wake    chan struct{}

	sync    *Sync
	session *session
	poll    time.Duration
	polled  time.Time
	pushed  bool // something changed here since the last push
}

// Due keeps when a sync is due next, so that a tick missed while no server ran is caught up once.
type Due interface {
	DueAt(ctx context.Context, account int64, sync string) (time.Time, error)
	SetDueAt(ctx context.Context, account int64, sync string, at time.Time) error
}

// Polling for changes there starts quick and slows down while nothing comes.
const (
	pollQuick = 250 * time.Millisecond
	pollSlow  = 1500 * time.Millisecond
	workTick  = time.Second
)

// NewWorker makes a worker for a sync. Run starts it.
func (e *Engine) NewWorker(account int64, sync string, due Due) *Worker {
	return &Worker{e: e, account: account, name: sync, due: due, wake: make(chan struct{}, 1), poll: pollQuick}
}

// Wake makes the worker look at once: something changed here, or a run was filed.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run works until the context ends. Errors are the runs' states and the log's business.
func (w *Worker) Run(ctx context.Context) {
	defer w.drop()
	w.pushed = true
	for ctx.Err() == nil {
		if err := w.turn(ctx); err != nil && ctx.Err() == nil {
			w.e.log.WarnContext(ctx, "sync is interrupted", "sync", w.name, "error", err)
			w.drop()
			w.tellRefusal(ctx, err)
			_ = w.e.options.sleep(ctx, workTick)
		}
		timer := time.NewTimer(w.rest())
		select {
		case <-ctx.Done():
		case <-w.wake:
			w.pushed = true
		case <-timer.C:
		}
		timer.Stop()
	}
}

// tellRefusal passes on that a look in between, which leaves no run, was refused.
func (w *Worker) tellRefusal(ctx context.Context, err error) {
	if tandem.CodeOf(err) != tandem.Denied {
		return
	}
	if err := w.e.refused(ctx, w.account, w.name, err.Error()); err != nil {
		w.e.log.ErrorContext(ctx, "refused credentials cannot be noted", "sync", w.name, "error", err)
	}
}

// rest is how long nothing is due unless somebody wakes the worker. Where the
// next look is overdue, this sync is not polled at present.
func (w *Worker) rest() time.Duration {
	if left := w.poll - w.e.clock().Sub(w.polled); left > 0 {
		return min(left, workTick)
	}
	return min(w.poll, workTick)
}

// turn does what is due now.
func (w *Worker) turn(ctx context.Context) error {
	sync, err := w.e.sync(ctx, w.account, w.name)
	if err != nil {
		return err
	}
	if w.sync != nil && w.sync.Version != sync.Version {
		w.drop()
	}
	w.sync = sync
	if worked, err := w.filed(ctx); err != nil || worked {
		return err
	}
	if sync.Paused {
		return nil
	}
	if worked, err := w.scheduled(ctx); err != nil || worked {
		return err
	}
	if w.pushed {
		w.pushed = false
		if err := w.quick(ctx, tandem.Push); err != nil {
			return err
		}
	}
	return w.look(ctx)
}

// recentRuns is how far back a sync's own runs are looked through.
const recentRuns = 20

// filed carries out the oldest run that is waiting, was left running by an
// earlier process, or was paused and shall go on.
func (w *Worker) filed(ctx context.Context) (bool, error) {
	runs, err := w.e.store.ListRuns(ctx, w.account, w.name, recentRuns)
	if err != nil {
		return false, err
	}
	for i := len(runs) - 1; i >= 0; i-- {
		run := &runs[i]
		goesOn := run.State == tandem.Paused && run.Wanted == tandem.Running
		if run.State == tandem.Queued || run.State == tandem.Running || goesOn {
			return true, w.e.Work(ctx, w.account, run.ID)
		}
	}
	return false, nil
}

// scheduled starts the run of a tick. Ticks missed meanwhile are caught up by this one run.
func (w *Worker) scheduled(ctx context.Context) (bool, error) {
	schedule, err := ParseSchedule(w.sync.Schedule, w.sync.TimeZone)
	if err != nil {
		return false, err
	}
	now := w.e.clock()
	next := schedule.Next(now)
	if next.IsZero() {
		return false, nil
	}
	at, err := w.due.DueAt(ctx, w.account, w.name)
	if err != nil {
		return false, err
	}
	if at.IsZero() {
		return false, w.due.SetDueAt(ctx, w.account, w.name, next)
	}
	if now.Before(at) {
		return false, nil
	}
	run, err := w.e.File(ctx, Request{Account: w.account, Sync: w.name, Kind: tandem.Incremental})
	if err != nil {
		return false, err
	}
	if err := w.due.SetDueAt(ctx, w.account, w.name, next); err != nil {
		return false, err
	}
	return true, w.e.Work(ctx, w.account, run.ID)
}

// look asks the other side whether anything changed, where a cursor makes that cheap.
func (w *Worker) look(ctx context.Context) error {
	now := w.e.clock()
	if w.sync.Schedule == Manual || now.Sub(w.polled) < w.poll {
		return nil
	}
	w.polled = now
	before := w.e.looked.Load()
	if err := w.quick(ctx, tandem.Incremental); err != nil {
		return err
	}
	if w.e.looked.Load() != before {
		w.poll = pollQuick
		return nil
	}
	w.poll = min(w.poll*3/2, pollSlow)
	return nil
}

// quick takes over changes of one side through the open connection. Its run is
// stored only when there is something to do.
func (w *Worker) quick(ctx context.Context, kind tandem.RunKind) error {
	release, err := w.e.begin(w.account, w.name)
	if err != nil {
		return nil
	}
	defer release()
	if w.session == nil {
		if w.session, err = w.e.open(ctx, w.sync); err != nil {
			return err
		}
	}
	run := &tandem.Run{
		Account: w.account, Sync: w.name, Kind: kind, State: tandem.Running, Wanted: tandem.Running,
		Created: w.e.clock(), Started: w.e.clock(),
	}
	work := &work{e: w.e, run: run, session: w.session, passes: map[*point]*pass{}, quick: true}
	err = work.quickly(ctx)
	if run.ID == 0 {
		return err
	}
	return w.e.finish(ctx, run, err)
}

func (w *Worker) drop() {
	if w.session != nil {
		_ = w.session.close()
		w.session = nil
	}
}

// quickly reads changes only: of data points that were loaded once, and on
// their side only where a cursor tells what changed. What was held back until
// somebody confirmed takes more than that.
func (w *work) quickly(ctx context.Context) error {
	if err := w.loadPasses(ctx); err != nil {
		return err
	}
	if w.confirmed {
		w.run.Kind, w.quick = tandem.Incremental, false
		return w.carryOut(ctx)
	}
	for _, p := range w.session.points {
		s := w.passes[p]
		if !s.cursors.Loaded {
			continue
		}
		if err := s.recoverIntents(ctx); err != nil {
			return err
		}
		if err := s.loadListed(ctx); err != nil {
			return err
		}
		before := s.cursors
		if err := s.readQuickly(ctx); err != nil {
			return err
		}
		if w.run.ID == 0 && s.cursors.Theirs == before.Theirs && s.cursors.Ours == before.Ours {
			continue
		}
		if err := s.commitOnce(ctx, &draft{}); err != nil {
			return err
		}
	}
	return w.applyDeletes(ctx)
}

func (s *pass) readQuickly(ctx context.Context) error {
	if s.run.run.Kind == tandem.Push {
		return s.readOurChanges(ctx)
	}
	if changer, ok := connector.HasChanges(s.p.conn, s.p.view); ok && s.cursors.Theirs != "" {
		if err := s.readChanges(ctx, changer); err != nil {
			return err
		}
		return s.lookAtWaiting(ctx)
	}
	return nil
}
