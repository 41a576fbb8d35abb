package engine

import (
	"context"
	"slices"
	"time"

	"github.com/zeebo/xxh3"

	"tandem"
)

// While theirs is listed, new records with their links go into one transaction
// from many small pages: each page is decided in the processor's cache, our
// database stores it meanwhile, and a further transaction is filled while the
// one before it is committed. That nothing else comes of it than if every page
// had been committed before the next was decided follows from what is loaded
// and from when it lands:
//
//   - Only rows that make a record, with its link, of a row of theirs that has
//     just been listed, and that do nothing else. Such a row changes what is
//     known of its own key and of nothing else.
//   - All loads land before a page is decided that shows one of these keys again,
//     and nothing is loaded where rows point at rows of their own data point. So
//     whatever a page asks the store is the same before and after.
//   - Loads are committed in their order, and land before anything else of the data
//     point is written, each with the checkpoint and the counts as they stood when the
//     last page was added to it: by the time it is committed the page behind
//     that may have moved them on. What a crash leaves is whole pages from the
//     first on, with the checkpoint behind the last of them.
//   - They land before the list ends, and before memory that they are made of is
//     used again: a page of theirs is good until the one after the next is asked for.
//
// A load that fails leaves nothing. Its pages are listed once more, and taken
// one by one: that tells which row is to blame.
type loading struct {
	store   Loads
	open    *load // being filled
	flying  *load // being committed
	ascent  ascent
	ascends bool  // all keys listed so far do: none came twice
	first   bool  // the lane had no links when the list began
	listed  int64 // rows since the list began
	behind  int64 // of them, those before the present checkpoint
	plain   int64 // how far the list must come before anything is loaded again
}

// Loads is a store that takes new records while more of them are decided.
type Loads interface {
	Load(ctx context.Context, b *tandem.Batch) (tandem.Load, error)
}

// load is one transaction.
type load struct {
	tandem.Load

	from   position        // before its first page
	to     position        // behind its last
	began  time.Time       // when it was opened
	keys   map[uint64]bool // hashes of its keys, where these do not ascend
	made   []idSpan
	gained tandem.PointProgress // what it counts for, taken back should it fail
	landed func() error         // waits for its commit; nil before
}

// longestLoad is how long a load is filled: a slow reading, too, is to show where
// it is, and what waits for the end of a transaction is not to wait for it.
const longestLoad = 250 * time.Millisecond

// idSpan is n ids from first on.
type idSpan struct{ first, n int64 }

// position is where a data point goes on after a crash, and what it has counted so far.
type position struct {
	progress tandem.PointProgress
	cursors  tandem.Cursors
	listed   int64 // rows before it
}

func (s *pass) position() position {
	at := position{progress: *s.progress, cursors: s.cursors}
	if s.loading != nil {
		at.listed = s.loading.behind
	}
	return at
}

// relist says that the list must be read again from the present checkpoint.
type relist struct{ why error }

func (r *relist) Error() string { return "engine: a load failed: " + r.why.Error() }

// startLoading prepares to load while theirs is listed, where that is possible.
func (s *pass) startLoading(ctx context.Context) error {
	store, ok := s.e.store.(Loads)
	if _, writes := s.sink.(writer); !ok || !writes || s.p.plan.PointsAt(s.p.def.Name) {
		return nil
	}
	some, err := s.e.store.Links(ctx, s.p.lane, "", 1)
	s.loading = &loading{store: store, ascends: true, first: err == nil && len(some) == 0}
	return err
}

// hasNoLinks reports whether nothing of a page can have a link: none had one
// when the list began, and none of its keys has been listed before. Should
// somebody link one of them meanwhile, its load fails.
func (l *loading) hasNoLinks() bool { return l != nil && l.first && l.ascends }

// isEmpty reports whether all that was loaded is stored.
func (l *loading) isEmpty() bool { return l == nil || l.open == nil && l.flying == nil }

// before follows the keys of a page that was just listed, and reports whether
// all loads must land before it is decided.
func (l *loading) before(pairs []pair) (mustLand bool) {
	if l.ascends {
		for i := range pairs {
			if l.ascends = l.ascent.add(pairs[i].key); !l.ascends {
				l.ascent.last = ""
				return true // those in flight have not been noted one by one
			}
		}
		l.ascent.last = l.ascent.last.Clone()
		return false
	}
	return l.open.hasOneOf(pairs) || l.flying.hasOneOf(pairs)
}

func (l *load) hasOneOf(pairs []pair) bool {
	if l == nil {
		return false
	}
	for i := range pairs {
		if l.keys[xxh3.HashString(string(pairs[i].key))] {
			return true
		}
	}
	return false
}

// list notes that a page, or a part of it, has been listed; whole when the
// checkpoint now lies behind the page.
func (l *loading) list(pairs []pair, whole bool) {
	if l.listed += int64(len(pairs)); whole {
		l.behind = l.listed
	}
}

// mayLoad reports whether a draft does nothing but make records.
func (s *pass) mayLoad(d *draft) bool {
	if s.loading == nil || s.loading.listed <= s.loading.plain || s.depth > 0 || len(d.rows) == 0 {
		return false
	}
	for i := range d.rows {
		if !onlyCreates(&d.rows[i]) || d.counts[i] == nil || d.pairs[i].key == "" || s.tallies.isOpen(d.pairs[i]) {
			return false
		}
	}
	return true
}

// onlyCreates reports whether a row makes a record that never was, with its link, and nothing else.
func onlyCreates(r *tandem.Row) bool {
	return r.Write.Op == tandem.Create && r.Write.Version == 0 && r.Link.Op == tandem.PutLink && !r.Link.Behind &&
		r.Intent == tandem.IntentWrite{} && r.Outcome == nil && r.Settled == nil
}

// load adds a draft to the open load. Its memory rests until the next one was added.
func (s *pass) load(ctx context.Context, d *draft) error {
	l := s.loading
	if l.open == nil {
		tx, err := l.store.Load(ctx, s.batch())
		if err != nil {
			return err
		}
		l.open = &load{Load: tx, from: s.stored, began: s.e.clock(), keys: map[uint64]bool{}}
	}
	before := *s.progress
	s.count(d)
	l.open.note(d, s.progress.Since(&before), l.ascends)
	full, err := l.open.Add(d.rows)
	if err != nil {
		if err := s.landFlying(ctx); err != nil {
			return err
		}
		return s.takeBack(ctx, err)
	}
	s.clockIn()
	l.open.to = s.position()
	s.rest(d)
	if full || s.e.clock().Sub(l.open.began) >= longestLoad {
		return s.seal(ctx)
	}
	return nil
}

// note remembers what a draft adds to the load.
func (l *load) note(d *draft, gained tandem.PointProgress, ascend bool) {
	l.gained.Add(&gained)
	for i := range d.rows {
		id := d.rows[i].Write.ID
		if last := len(l.made) - 1; last >= 0 && l.made[last].first+l.made[last].n == id {
			l.made[last].n++
		} else {
			l.made = append(l.made, idSpan{id, 1})
		}
		if !ascend {
			l.keys[xxh3.HashString(string(d.pairs[i].key))] = true
		}
	}
}

// rest leaves the memory of a page alone until the page behind it is through.
func (s *pass) rest(d *draft) {
	s.resting.draft, s.spare = d, s.resting.draft
	s.arena, s.resting.arena = s.resting.arena, s.arena
	s.pairs, s.resting.pairs = s.resting.pairs, s.pairs
}

// seal has the open load committed once the one before it has landed.
func (s *pass) seal(ctx context.Context) error {
	l := s.loading
	if err := s.landFlying(ctx); err != nil {
		return err
	}
	if l.open == nil {
		return nil
	}
	l.flying, l.open = l.open, nil
	s.stored = l.flying.to
	run, cursors := *s.run.stored(), s.stored.cursors
	run.Points = slices.Clone(run.Points)
	for i := range run.Points {
		if run.Points[i].Name == s.progress.Name {
			run.Points[i] = s.stored.progress
		}
	}
	l.flying.landed = l.flying.Commit(&run, &cursors)
	return nil
}

// land waits until all that was loaded is stored.
func (s *pass) land(ctx context.Context) error {
	if s.loading == nil {
		return nil
	}
	if err := s.seal(ctx); err != nil {
		return err
	}
	return s.landFlying(ctx)
}

func (s *pass) landFlying(ctx context.Context) error {
	if s.loading == nil || s.loading.flying == nil {
		return nil
	}
	f := s.loading.flying
	if err := f.landed(); err != nil {
		return s.takeBack(ctx, err)
	}
	s.loading.flying = nil
	s.stirred++
	for _, span := range f.made {
		for id := span.first; id < span.first+span.n; id++ {
			s.tallies.final.add(id)
			s.seen.add(id)
		}
	}
	return s.e.step("load stored")
}

// abandon ends loading when the process does: what is not being committed yet is taken back.
func (s *pass) abandon(ctx context.Context) {
	if s.loading != nil && s.landFlying(ctx) == nil {
		_ = s.takeBack(ctx, context.Canceled)
	}
}

// takeBack forgets what was loaded and not stored, from a load that failed on.
// The list goes on where that began, page by page up to where it had come.
func (s *pass) takeBack(ctx context.Context, why error) error {
	l := s.loading
	var from *position
	for _, lost := range []*load{l.flying, l.open} {
		if lost == nil {
			continue
		}
		if lost.landed == nil {
			lost.Abort()
		}
		if from == nil {
			from = &lost.from
		}
		s.progress.TakeBack(&lost.gained)
	}
	l.flying, l.open, l.first = nil, nil, false
	if from != nil {
		l.plain = max(l.plain, l.listed)
		l.listed, l.behind = from.listed, from.listed
		s.progress.Checkpoint, s.cursors = from.progress.Checkpoint, from.cursors
		s.stored = *from
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return &relist{why}
}
