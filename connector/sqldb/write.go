package sqldb

import (
	"context"
	"math/rand/v2"
	"time"

	"tandem"
	"tandem/connector"
)

// writeBatch is how many rows one transaction writes: few enough that a database
// which is given all of them in one statement looks each up by its key.
const writeBatch = 500

// Write creates, updates and deletes rows, some hundred to a transaction. A row
// that is refused is taken out and the others are written without it (Promise 9).
// Only a commit whose answer was lost leaves its rows in doubt; until then
// nothing has landed.
func (c *Conn) Write(ctx context.Context, view *connector.View, writes []connector.Write) ([]connector.Result, error) {
	if len(writes) == 0 {
		return nil, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, c.fail(ctx, view.Object, err)
	}
	if err := c.allowed(); err != nil {
		return nil, err
	}
	w, err := c.writer(ctx, view)
	if err != nil {
		return nil, err
	}
	w.results = make([]connector.Result, len(writes))
	jobs := make([]*job, len(writes))
	for i := range writes {
		jobs[i] = &job{Write: &writes[i], result: &w.results[i]}
		jobs[i].result.Key = writes[i].Key
	}
	for len(jobs) > 0 {
		n := min(writeBatch, len(jobs))
		if err := w.batch(ctx, jobs[:n]); err != nil {
			return w.stop(jobs, err)
		}
		jobs = jobs[n:]
	}
	return w.results, nil
}

// writer writes rows of one view.
type writer struct {
	*layout

	results []connector.Result
	landed  bool  // something is committed
	checks  []int // positions compared as precondition where they were read
	version int   // position of the row version; -1 = none
	routine routineSet
	lists   bool   // updates may go as one statement
	counter *table // of the next number; nil = the rule needs none
}

// job is one write on its way.
type job struct {
	*connector.Write

	result *connector.Result
	newKey tandem.Value // made by rule for a create
	done   bool         // refused before anything was sent
	missed bool         // its precondition did not hold, or it is not there
}

// fail ends a job.
func (j *job) fail(err error) {
	j.result.Err, j.done = err, true
}

func (c *Conn) writer(ctx context.Context, view *connector.View) (*writer, error) {
	refuse := func(format string, args ...any) (*writer, error) {
		return nil, tandem.Errorf(tandem.Forbidden, format, args...).At(view.Object)
	}
	if !view.Writable {
		return refuse("writing to %s was not confirmed", view.Object)
	}
	l, err := c.layout(ctx, view)
	if err != nil {
		return nil, err
	}
	w := &writer{layout: l}
	if w.routine, err = c.routines(ctx, l); err != nil {
		return nil, err
	}
	switch {
	case len(l.key) == 0:
		return refuse("%s has no key: it can only be read", view.Object)
	case l.table.view && !w.routine.complete():
		return refuse("%s is a view: it can only be written through stored procedures", view.Object)
	case l.table.readonly && !w.routine.complete():
		return refuse("the database user has no right to write to %s", view.Object)
	}
	if err := w.prepare(ctx); err != nil {
		return nil, err
	}
	w.lists = w.routine.update == nil && !l.table.view && c.dialect.listOf(w.keyColumns()[0]) != ""
	return w, nil
}

// stop ends a call that cannot go on. Where part of it has landed, the rest
// carries the error: the results are worth more than a single word.
func (w *writer) stop(rest []*job, err error) ([]connector.Result, error) {
	if !w.landed {
		return nil, err
	}
	for _, j := range rest {
		if j.result.Err == nil && j.result.Row == nil && !j.done {
			j.fail(err)
		}
	}
	return w.results, nil
}

// Locks are tried for a few times: most are gone in a moment.
const (
	lockAttempts = 6
	lockWait     = 20 * time.Millisecond
)

// batch writes jobs in one transaction, or in several where one is refused. The
// error is for what concerns all of them.
func (w *writer) batch(ctx context.Context, jobs []*job) error {
	for attempt := 1; ; attempt++ {
		open := unfinished(jobs)
		if len(open) == 0 {
			return nil
		}
		out := w.attempt(ctx, open)
		switch {
		case out.err == nil:
			w.landed = true
			for _, j := range open {
				j.done = true
			}
			return nil
		case out.again && attempt < lockAttempts:
			if err := pause(ctx, lockWait<<attempt); err != nil {
				return w.conn.fail(ctx, w.table.shown, err)
			}
			continue
		case out.job != nil:
			return w.without(ctx, open, out)
		case out.split && len(open) > 1:
			if err := w.batch(ctx, open[:len(open)/2]); err != nil {
				return err
			}
			return w.batch(ctx, open[len(open)/2:])
		case out.split:
			open[0].fail(out.err)
			return nil
		case out.doubt:
			w.landed = true // for all we know
			for _, j := range open {
				j.fail(out.err)
			}
			return nil
		default:
			return out.err
		}
	}
}

// without refuses the job that is to blame and writes the others. Nothing of
// the attempt has landed.
func (w *writer) without(ctx context.Context, open []*job, out outcome) error {
	out.job.fail(out.err)
	for i, j := range open {
		if j == out.job {
			if err := w.batch(ctx, open[:i]); err != nil {
				return err
			}
			return w.batch(ctx, open[i+1:])
		}
	}
	return nil
}

func unfinished(jobs []*job) []*job {
	open := make([]*job, 0, len(jobs))
	for _, j := range jobs {
		if !j.done {
			open = append(open, j)
		}
	}
	return open
}

// pause waits, a little more or less so that two that block each other do not do so again.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d/2 + rand.N(d)) //nolint:gosec // it keeps no secret
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// outcome is how one transaction ended. Unless doubt is set, an error means
// that nothing has landed.
type outcome struct {
	err   error
	job   *job // is to blame
	again bool // try the whole again: locks
	split bool // one of them is to blame, nobody knows which
	doubt bool // the answer to the commit was lost
}
