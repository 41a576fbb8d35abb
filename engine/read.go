package engine

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"tandem"
	"tandem/connector"
	"tandem/merge"
)

// The phases of a data point within a run.
const (
	phaseTheirs  = "theirs"
	phaseOurs    = "ours"
	phaseDeletes = "deletes"
	phaseDone    = "done"
)

// readAll takes a data point through its phases, from where an earlier process stopped.
func (s *pass) readAll(ctx context.Context) error {
	s.began, s.spent = s.e.clock(), s.progress.Seconds
	defer func() {
		s.clockIn()
		s.began = time.Time{}
	}()
	at, resumed := s.loadCheckpoint()
	if !resumed {
		seq, err := s.e.store.LastSeq(ctx)
		if err != nil {
			return err
		}
		at.Ours = seq
		if err := s.lookForOurs(ctx); err != nil {
			return err
		}
	}
	if s.progress.Phase == "" {
		s.progress.Phase = phaseTheirs
	}
	if s.progress.Phase == phaseTheirs {
		if err := s.readTheirs(ctx, &at); err != nil {
			return err
		}
		s.progress.Phase = phaseOurs
	}
	if s.progress.Phase == phaseOurs {
		if err := s.readOurs(ctx, &at); err != nil {
			return err
		}
		s.progress.Phase = phaseDeletes
	}
	if s.progress.Phase == phaseDeletes {
		if err := s.lookForGone(ctx, resumed, at.listed(s)); err != nil {
			return err
		}
		if at.listed(s) {
			s.cursors.Theirs = at.Start
		}
	}
	if s.run.run.Kind == tandem.Compare {
		return nil // what is on the list was read with the rest, and looks no better the second time
	}
	if err := s.lookAtWaiting(ctx); err != nil || !s.run.full() {
		return err
	}
	return s.lookAtUnmet(ctx)
}

// clockIn notes how long the data point has been worked on.
func (s *pass) clockIn() {
	if !s.began.IsZero() {
		s.progress.Seconds = s.spent + s.e.clock().Sub(s.began).Seconds()
	}
}

// readTheirs reads what the other side has, or what changed there. Where
// everything is read the cursor moves only once absence has been looked at too:
// what was deleted before stands in no list, and no change after the cursor tells.
func (s *pass) readTheirs(ctx context.Context, at *checkpoint) error {
	if s.run.run.Kind == tandem.Push {
		return nil
	}
	changer, ok := connector.HasChanges(s.p.conn, s.p.view)
	if ok && !s.run.full() && s.cursors.Theirs != "" {
		return s.readChanges(ctx, changer)
	}
	if ok && at.Start == "" {
		start, err := s.presentEnd(ctx, changer)
		if err != nil {
			return err
		}
		at.Start = start
	}
	return s.listTheirs(ctx, at)
}

// listTheirs reads everything the other side has.
func (s *pass) listTheirs(ctx context.Context, at *checkpoint) error {
	s.lists, s.stored = true, s.position()
	if err := s.startLoading(ctx); err != nil {
		return err
	}
	defer func() {
		s.loading = nil
		s.returnIDs()
	}()
	for began := *at; ; {
		err := s.listPages(ctx, at)
		if ctx.Err() != nil || errors.Is(err, errCrash) {
			s.abandon(context.WithoutCancel(ctx))
			return err
		}
		err = cmp.Or(err, s.land(ctx))
		back, failed := errors.AsType[*relist](err)
		if !failed {
			return err
		}
		s.e.log.WarnContext(ctx, "a load failed, its rows are taken page by page", "run", s.run.run.ID, "data_point", s.p.def.Name, "error", back.why)
		*at = began
		if stored, ok := s.loadCheckpoint(); ok {
			*at = stored
		}
	}
}

func (s *pass) listPages(ctx context.Context, at *checkpoint) error {
	for page, err := range s.lookingAhead(ctx, s.run.list(ctx, s.p, s.p.view, at.Theirs)) {
		if err != nil {
			return err
		}
		at.Theirs = page.Cursor
		if err := s.takePage(ctx, page, func() { s.saveCheckpoint(*at) }); err != nil {
			return err
		}
	}
	return nil
}

// expect asks about how many rows there are, for the progress bar. Not knowing is no harm.
func (s *pass) expect(ctx context.Context) {
	if s.progress.Expected != 0 {
		return
	}
	if n, err := connector.Count(ctx, s.p.conn, s.p.view); err == nil {
		s.progress.Expected = n
	}
}

// presentEnd asks where their changes end now, so that what changes while
// everything is read is read again afterwards.
func (s *pass) presentEnd(ctx context.Context, changer connector.Changer) (string, error) {
	cursor := ""
	err := s.run.patiently(ctx, func() error {
		for page, err := range changer.Changes(ctx, s.p.view, "") {
			if err != nil {
				return err
			}
			cursor = page.Cursor
		}
		return nil
	})
	return cursor, err
}

func (s *pass) readChanges(ctx context.Context, changer connector.Changer) error {
	read := func(since string) iter.Seq2[*tandem.Page, error] { return changer.Changes(ctx, s.p.view, since) }
	for page, err := range s.run.resuming(ctx, s.cursors.Theirs, read) {
		if err != nil {
			return err
		}
		next := page.Cursor
		if err := s.takePage(ctx, page, func() { s.cursors.Theirs = next }); err != nil {
			return err
		}
	}
	return nil
}

// takePage takes a page of theirs through the pipeline in parts; last is
// called before the last part is written, so that the position is saved in the
// same transaction.
func (s *pass) takePage(ctx context.Context, page *tandem.Page, last func()) error {
	s.theirs += int64(page.Len())
	faults := map[int]error{}
	for _, f := range page.Faults {
		faults[f.Row] = f.Err
	}
	size := s.e.options.PageRows
	for from := 0; from == 0 || from < page.Len(); from += size {
		to := min(from+size, page.Len())
		if to == page.Len() {
			last()
		}
		pairs := s.pairsOf(page, from, to, faults)
		if s.loading != nil {
			if s.loading.before(pairs) {
				if err := s.land(ctx); err != nil {
					return err
				}
			}
			s.loading.list(pairs, to == page.Len())
		}
		process := s.process
		if s.loading.hasNoLinks() {
			s.recallAll(pairs)
			process = s.processFound
		}
		if err := process(ctx, pairs); err != nil {
			return err
		}
		if err := s.run.stopped(ctx); err != nil {
			return err
		}
	}
	return nil
}

// pairsOf makes pairs of rows of a page. A key that comes twice is taken once.
// Where its rows differ, a list has a key that is none, and nobody can tell
// which row is meant; among changes it changed meanwhile and is read again.
func (s *pass) pairsOf(page *tandem.Page, from, to int, faults map[int]error) []pair {
	s.pairs = s.pairs[:0]
	first := firstOf{}
	for i := from; i < to; i++ {
		at, again := first.at(s.pairs, page.Keys[i])
		s.pairs = append(s.pairs, pair{key: page.Keys[i]})
		p := &s.pairs[len(s.pairs)-1]
		switch err := faults[i]; {
		case err != nil:
			p.theirsIs, p.row = merge.Present, page.Row(i)
			p.fault = failed(err)
		case !page.IsGone(i):
			p.theirsIs, p.row = merge.Present, page.Row(i)
			p.hash = s.hash.row(p.row)
		}
		if !again {
			continue
		}
		switch s.pairs = s.pairs[:len(s.pairs)-1]; {
		case s.pairs[at].hash == p.hash:
		case s.lists:
			s.pairs[at].fault = &fault{outcome: tandem.Failed, code: tandem.Invalid, reason: "the key " + p.key.String() + " stands in several rows of " + s.p.view.Object}
		default:
			s.pairs[at] = pair{key: p.key, theirsIs: merge.Unread, listed: true}
		}
	}
	return s.pairs
}

// lookForOurs finds out, before anything is brought, whether any record of ours
// has no link. Where none has, only what somebody makes meanwhile is without
// one afterwards, and that stands in the change log for the next run: a first
// load need not look for the link of every record it has just made.
func (s *pass) lookForOurs(ctx context.Context) error {
	if !s.run.full() {
		return nil
	}
	var rows tandem.Rows
	rows.Reset(len(s.p.shape.Fields))
	err := s.e.store.Unlinked(ctx, s.p.lane, s.p.shape, 0, 1, &rows)
	s.allLinked = err == nil && len(rows.IDs) == 0
	return err
}

// readOurs reads what only we have, or what changed here.
func (s *pass) readOurs(ctx context.Context, at *checkpoint) error {
	if !s.run.full() {
		return s.readOurChanges(ctx)
	}
	var rows tandem.Rows
	for !s.allLinked {
		rows.Reset(len(s.p.shape.Fields))
		if err := s.e.store.Unlinked(ctx, s.p.lane, s.p.shape, at.After, s.e.options.PageRows, &rows); err != nil {
			return err
		}
		if len(rows.IDs) == 0 {
			break
		}
		at.After = rows.IDs[len(rows.IDs)-1]
		s.saveCheckpoint(*at)
		if err := s.process(ctx, s.oursPairs(rows.IDs)); err != nil {
			return err
		}
		if err := s.run.stopped(ctx); err != nil {
			return err
		}
	}
	s.cursors.Ours, s.cursors.Loaded = at.Ours, true
	return nil
}

// echo is whose creations here need not be read: what this very data point
// brought (Promise 5). Its link was made in the same transaction, so reading it
// would find nothing to do, a million times after a first load. Where another
// data point of the connection keeps the same object, the log does not tell
// which of them made it. Updates are read: one that went with an edit which is
// withheld from the other side stands nowhere else.
func (s *pass) echo() tandem.Actor {
	if !s.p.alone {
		return tandem.Actor{}
	}
	return tandem.Actor{Origin: tandem.BySync, Name: s.run.session.sync.Connection}
}

func (s *pass) readOurChanges(ctx context.Context) error {
	for more := true; more; {
		ids, upTo, m, err := s.e.store.ChangedSince(ctx, s.p.lane.Account, s.p.lane.Object, s.cursors.Ours, s.e.options.PageRows, s.echo())
		if err != nil {
			return err
		}
		more, s.cursors.Ours = m, upTo
		if len(ids) == 0 {
			continue
		}
		if err := s.process(ctx, s.oursPairs(ids)); err != nil {
			return err
		}
		if err := s.run.stopped(ctx); err != nil {
			return err
		}
	}
	return nil
}

// oursPairs makes pairs of ids of ours; what theirs holds has not changed as far as anybody knows.
func (s *pass) oursPairs(ids []int64) []pair {
	s.pairs = slices.Grow(s.pairs[:0], len(ids))
	for _, id := range ids {
		s.pairs = append(s.pairs, pair{id: id, theirsIs: merge.Unread})
	}
	return s.pairs
}

// unlinked reads all our records that have no link in the data point.
func (s *pass) unlinked(ctx context.Context) iter.Seq2[*tandem.Rows, error] {
	return func(yield func(*tandem.Rows, error) bool) {
		var rows tandem.Rows
		for after := int64(0); ; after = rows.IDs[len(rows.IDs)-1] {
			rows.Reset(len(s.p.shape.Fields))
			if err := s.e.store.Unlinked(ctx, s.p.lane, s.p.shape, after, s.e.options.PageRows, &rows); err != nil {
				yield(nil, err)
				return
			}
			if len(rows.IDs) == 0 || !yield(&rows, nil) {
				return
			}
		}
	}
}
