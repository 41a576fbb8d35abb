package engine

import (
	"context"
	"errors"
	"slices"

	"tandem"
)

// flight is a commit under way while the page behind it is decided: our
// database and this program then work at the same time. That nothing else is
// decided than if one page came after the other follows from what may fly and
// from when it lands:
//
//   - Only a draft flies that does nothing but make records, with their links, of
//     rows that theirs has just listed. Its commit changes what is known of its
//     own keys and of nothing else.
//   - It lands before a page is decided that shows one of these keys again, and
//     none flies where rows point at rows of their own data point. So whatever
//     a page asks the store is the same before and after.
//   - It lands before the next draft is written. Checkpoints are stored in their
//     order, and what a crash leaves is whole pages from the first on.
//   - It lands before the phase ends.
type flight struct {
	draft  *draft
	where  position
	gained tandem.PointProgress // what it counts for, taken back should it fail
	keys   ascent
	done   chan error
}

// Asider is a store to which it is no trouble to commit a batch while it is asked for other things.
type Asider interface{ CommitsAside() bool }

// commitsAside reports whether pages of this data point may be committed while the next is decided.
func (s *pass) commitsAside() bool {
	store, ok := s.e.store.(Asider)
	_, writes := s.sink.(writer)
	return ok && writes && store.CommitsAside() && !s.p.plan.PointsAt(s.p.def.Name)
}

// position is where a data point goes on after a crash.
type position struct {
	checkpoint string
	cursors    tandem.Cursors
}

func (s *pass) position() position { return position{s.progress.Checkpoint, s.cursors} }

func (s *pass) goTo(at position) { s.progress.Checkpoint, s.cursors = at.checkpoint, at.cursors }

// mayFly reports whether a draft may be committed aside.
func (s *pass) mayFly(d *draft) bool {
	if !s.listing || s.depth > 0 || len(d.rows) == 0 {
		return false
	}
	for i := range d.rows {
		if !onlyCreates(&d.rows[i]) || d.counts[i] == nil || d.pairs[i].key == "" {
			return false
		}
	}
	return true
}

// onlyCreates reports whether a row makes a record that never was, with its link, and does nothing else.
func onlyCreates(r *tandem.Row) bool {
	return isNew(&r.Write) && r.Link.Op == tandem.PutLink && !r.Link.Behind &&
		r.Intent == tandem.IntentWrite{} && r.Outcome == nil && r.Settled == nil
}

func isNew(w *tandem.RecordWrite) bool { return w.Op == tandem.Create && w.Version == 0 }

// fly commits a draft aside. The memory it lies in is left alone until it lands.
func (s *pass) fly(ctx context.Context, d *draft) error {
	if err := s.run.ensure(ctx, true); err != nil {
		return err
	}
	before := *s.progress
	batch := s.batch(d)
	run, cursors := *batch.Run, *batch.Cursors // both move on with the next page
	run.Points = slices.Clone(run.Points)
	batch.Run, batch.Cursors = &run, &cursors
	s.flight = &flight{draft: d, where: s.position(), gained: s.progress.Since(&before), done: make(chan error, 1)}
	for _, p := range d.pairs {
		s.flight.keys.add(p.key)
	}
	s.arena, s.resting.arena = s.resting.arena, s.arena
	s.pairs, s.resting.pairs = s.resting.pairs, s.pairs
	go func(done chan<- error) { done <- s.e.store.Commit(ctx, batch) }(s.flight.done)
	return nil
}

// land waits for the commit under way, if there is one. What could not be
// written is dealt with as if the page behind it had not been read yet.
func (s *pass) land(ctx context.Context) error {
	f := s.flight
	if f == nil {
		return nil
	}
	s.flight = nil
	defer s.doneWith(f.draft)
	err := <-f.done
	if err == nil {
		s.written(f.draft)
		return s.e.step("intents stored")
	}
	s.progress.TakeBack(&f.gained)
	rowErrs, ok := errors.AsType[*tandem.RowErrors](err)
	if !ok {
		return err
	}
	ahead := s.position()
	s.goTo(f.where)
	defer s.goTo(ahead)
	moved := s.takeOut(f.draft, rowErrs)
	more, err := s.commit(ctx, f.draft)
	if err != nil {
		return err
	}
	return s.again(ctx, append(moved, more...))
}

// landBefore lands the commit under way if one of its keys comes again.
func (s *pass) landBefore(ctx context.Context, pairs []pair) error {
	if s.flight == nil || !s.flight.meets(pairs) {
		return nil
	}
	return s.land(ctx)
}

// meets reports whether one of the keys in flight is among these. Where all go
// on to ascend it cannot be.
func (f *flight) meets(pairs []pair) bool {
	keys, ascend := f.keys, f.keys.octets || f.keys.numbers
	for i := range pairs {
		ascend = ascend && keys.add(pairs[i].key)
	}
	if ascend {
		return false
	}
	flying := make(map[tandem.Key]bool, len(f.draft.pairs))
	for _, p := range f.draft.pairs {
		flying[p.key] = true
	}
	return slices.ContainsFunc(pairs, func(p pair) bool { return flying[p.key] })
}
