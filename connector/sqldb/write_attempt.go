package sqldb

import (
	"context"
	"errors"

	"tandem"
)

// attempt writes jobs in one transaction.
func (w *writer) attempt(ctx context.Context, jobs []*job) outcome {
	// A call that is cancelled ends between two statements; the transaction itself
	// is ended by us, so that no answer to a commit is lost for it.
	work, cancel := w.conn.bounded(ctx)
	defer cancel()
	tx, err := w.conn.db.begin(work)
	if err != nil {
		return w.outcome(work, nil, err)
	}
	defer tx.rollback()
	t := &attempt{writer: w, tx: tx}
	if out := t.run(work, jobs); out.err != nil {
		return out
	}
	if err := ctx.Err(); err != nil {
		return outcome{err: w.conn.fail(ctx, w.table.shown, err)}
	}
	final, cancelFinal := context.WithTimeout(context.WithoutCancel(ctx), commitTimeout)
	defer cancelFinal()
	if err := tx.commit(final); err != nil {
		return w.commitOutcome(final, err)
	}
	return outcome{}
}

// attempt is one transaction.
type attempt struct {
	*writer

	tx transaction
}

// run does everything but the commit.
func (t *attempt) run(ctx context.Context, jobs []*job) outcome {
	if out := t.makeKeys(ctx, jobs); out.err != nil {
		return out
	}
	units, owners := t.headers(jobs)
	statements, err := units.statements(t.writer)
	if err != nil {
		return outcome{err: err}
	}
	results, err := t.tx.run(ctx, statements)
	if err != nil {
		return t.outcome(ctx, units.blame(len(results)), err)
	}
	for i, result := range results {
		u := units.all[i]
		for n, d := range u.did(result) {
			if err := t.take(u.jobs[n], d); err != nil {
				return outcome{err: err, job: u.jobs[n]}
			}
		}
	}
	if out := t.writeLines(ctx, owners); out.err != nil {
		return out
	}
	if err := t.readBack(ctx, owners); err != nil {
		return t.outcome(ctx, nil, err)
	}
	return outcome{}
}

// blame is the job whose statement failed; nil when that is not known.
func (u *units) blame(at int) *job {
	if at < len(u.all) && len(u.all[at].jobs) == 1 {
		return u.all[at].jobs[0]
	}
	return nil
}

// blame is the job whose statement failed; nil when it was none of theirs.
func blame(owners []*job, at int) *job {
	if at < len(owners) {
		return owners[at]
	}
	return nil
}

// headers are the statements that write the rows themselves, for each job that
// is fit to be sent.
func (t *attempt) headers(jobs []*job) (headers units, owners []*job) {
	for _, j := range jobs {
		j.missed, j.result.Row = false, nil
		if j.Op == tandem.Update && t.lists {
			if b, ok := t.updateListed(j); ok {
				headers.join(b, j)
				owners = append(owners, j)
				continue
			}
		}
		s, err := t.header(j)
		if err != nil {
			j.fail(placed(err, t.table.shown, j.Key))
			continue
		}
		headers.add(s, j)
		owners = append(owners, j)
	}
	return headers, owners
}

func (t *attempt) header(j *job) (statement, error) {
	if t.table.view && t.routine.of(j.Op) == nil {
		return statement{}, tandem.Errorf(tandem.Forbidden, "%s is a view and names no procedure to %s rows", t.table.shown, j.Op)
	}
	switch j.Op {
	case tandem.Create:
		if t.routine.create != nil {
			return t.call(t.routine.create, j)
		}
		return t.insert(j)
	case tandem.Update:
		if t.routine.update != nil {
			return t.call(t.routine.update, j)
		}
		return t.update(j)
	case tandem.Delete:
		if t.routine.remove != nil {
			return t.call(t.routine.remove, j)
		}
		return t.remove(j)
	default:
		return statement{}, tandem.Errorf(tandem.Usage, "a write that does nothing")
	}
}

// take looks at what a statement did. Its error takes the job out.
func (t *attempt) take(j *job, d done) error {
	if t.routine.of(j.Op) != nil {
		return t.takeCall(j, d)
	}
	switch {
	case j.Op == tandem.Create:
		return t.takeKey(j, d)
	case d.affected == 0:
		j.missed = true
		return nil
	case d.affected > 1:
		return tandem.Errorf(tandem.Invalid, "%d rows have this key", d.affected).At(t.table.shown + " " + j.Key.String())
	default:
		return nil
	}
}

// readBack reads the rows as they stand now: the answer of those written, and
// what became of those that were not as expected.
func (t *attempt) readBack(ctx context.Context, jobs []*job) error {
	keys := make([]tandem.Key, 0, len(jobs))
	for _, j := range jobs {
		if (j.Op != tandem.Delete || j.missed) && j.result.Key != "" {
			keys = append(keys, j.result.Key)
		}
	}
	rows, err := t.rows(ctx, keys)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		row := rows[j.result.Key]
		if j.missed {
			t.missed(j, row)
			continue
		}
		if j.Op != tandem.Delete {
			j.result.Row = row
		}
	}
	return nil
}

// rows reads rows within the transaction.
func (t *attempt) rows(ctx context.Context, keys []tandem.Key) (map[tandem.Key]tandem.Record, error) {
	if len(keys) == 0 {
		return nil, nil //nolint:nilnil // no rows wanted, none found
	}
	r := newReader(t.layout)
	r.from = t.tx
	if err := r.get(ctx, keys); err != nil {
		return nil, err
	}
	if err := r.finish(ctx); err != nil {
		return nil, err
	}
	rows := make(map[tandem.Key]tandem.Record, r.page.Len())
	for i, key := range r.page.Keys {
		if !hasFault(r.page, i) {
			rows[key] = r.page.Row(i)
		}
	}
	return rows, nil
}

// missed tells a row that moved from one that is gone.
func (t *attempt) missed(j *job, row tandem.Record) {
	place := t.table.shown + " " + j.Key.String()
	if row == nil {
		j.fail(tandem.Errorf(tandem.NotFound, "the row is not there any more").At(place))
		return
	}
	j.result.Row = row
	j.fail(tandem.Errorf(tandem.Conflict, "the row changed since it was read").At(place))
}

// outcome sorts an error: does it concern one row, all of them, or only the moment?
func (w *writer) outcome(ctx context.Context, j *job, err error) outcome {
	if e, ok := errors.AsType[*tandem.Error](err); ok {
		return w.sorted(j, e)
	}
	if ctx.Err() != nil {
		return outcome{err: w.conn.readError(ctx, w.table.shown, err)}
	}
	v := w.conn.judge(ctx, err)
	place := w.table.shown
	if j != nil {
		place += " " + j.Key.String()
	}
	failure := w.conn.readError(ctx, place, err)
	switch v.trouble {
	case mayRetry:
		return outcome{err: failure, again: true}
	case duplicate:
		// Somebody took the number we made: make another.
		again := j != nil && j.Op == tandem.Create && w.ruleCollides()
		return outcome{err: failure, job: j, again: again, split: j == nil}
	case rowRefused, otherTrouble:
		return outcome{err: failure, job: j, split: j == nil}
	default:
		return outcome{err: failure}
	}
}

// sorted is outcome for an error that already has a code.
func (w *writer) sorted(j *job, e *tandem.Error) outcome {
	switch e.Code {
	case tandem.Throttled:
		return outcome{err: e, again: true}
	case tandem.Invalid, tandem.Conflict, tandem.NotFound:
		return outcome{err: e, job: j, split: j == nil}
	default:
		return outcome{err: e}
	}
}

// commitOutcome sorts the error of a commit. What the database itself refused
// has not landed; what was lost on the way may have.
func (w *writer) commitOutcome(ctx context.Context, err error) outcome {
	v := w.conn.judge(ctx, err)
	if errors.Is(err, errRolledBack) {
		v.trouble = rowRefused
	}
	switch v.trouble {
	case mayRetry:
		return outcome{err: w.conn.fail(ctx, w.table.shown, err), again: true}
	case duplicate, rowRefused:
		// A constraint that is checked at the end says nothing about which row.
		return outcome{err: w.conn.fail(ctx, w.table.shown, err), split: true}
	case noRoom, notAllowed, schemaMissing:
		return outcome{err: w.conn.fail(ctx, w.table.shown, err)}
	default:
		doubt := tandem.Errorf(tandem.InDoubt, "the database did not say whether it kept the rows").At(w.table.shown)
		return outcome{err: doubt, doubt: true}
	}
}
