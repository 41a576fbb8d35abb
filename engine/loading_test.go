package engine

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"tandem"
	"tandem/connector/memory"
	"tandem/mapping"
)

// A load is stored as it was listed, although a page of which everything is
// known lies between it and the next: the page it is made of ends meanwhile.
func TestLoadOutlivesItsPage(t *testing.T) {
	const size = 6
	s := newScene(t, func(m *remote, s *Sync) {
		m.system = memory.New(memory.Options{PageSize: size})
		loads(&s.Points[0])
	})
	s.engine.options.PageRows = size
	var failures strings.Builder
	s.engine.log = slog.New(slog.NewTextHandler(&failures, nil))
	s.everyOtherPageIsKnown(size)
	run := s.run(Request{Sync: "A", Kind: tandem.Bulk})
	if counts := run.Points[0].Counts; counts[tandem.Created] != 2*size || counts[tandem.Unchanged] != 2*size {
		s.failf("the run counted %v", counts)
	}
	if failures.Len() > 0 { // and were mended row by row, which is no excuse
		s.failf("loads failed: %s", failures.String())
	}
	s.check()
}

// A load that lands because the page behind it cannot be loaded is stored with
// its own checkpoint: the page behind it is yet to be written, and a process that
// dies in between must come upon it again.
func TestLoadStandsForNoMoreThanItsPages(t *testing.T) {
	const size = 4 // too few to fill a load
	s := newScene(t, func(m *remote, s *Sync) {
		m.system = memory.New(memory.Options{PageSize: size})
		loads(&s.Points[0])
	})
	for i := range 2*size - 1 {
		s.there(fmt.Sprintf("T%d", 1+i), nil)
	}
	s.there("T8", memory.Row{"state": words("X")}) // is left out: its page is written as it is
	s.engine.options.PageRows = size
	run, err := s.engine.File(s.ctx, Request{Account: 1, Sync: "A", Kind: tandem.Bulk})
	s.must(err)
	s.engine.faults = func(step string) error {
		if step == "load stored" {
			return errCrash
		}
		return nil
	}
	if err := s.engine.Work(s.ctx, 1, run.ID); err == nil {
		s.failf("nothing was loaded")
	}
	s.start()
	s.engine.options.PageRows = size
	s.must(s.engine.Work(s.ctx, 1, run.ID))
	run, err = s.store.Run(s.ctx, 1, run.ID)
	s.must(err)
	if counts := run.Points[0].Counts; counts[tandem.Created] != 2*size-1 || counts[tandem.Excluded] != 1 || counts.Rows() != 2*size {
		s.failf("the run counted %v", counts)
	}
	s.check()
}

// A load that fails is taken page by page as far as the list had come, also where
// pages lie in between of which everything is known, and the run comes to its end.
func TestLoadThatFailsIsTakenPageByPage(t *testing.T) {
	const size = 6
	s := newScene(t, func(m *remote, s *Sync) {
		m.system = memory.New(memory.Options{PageSize: size})
		loads(&s.Points[0])
	})
	s.engine.options.PageRows = size
	s.everyOtherPageIsKnown(size)
	var log strings.Builder
	s.engine.log = slog.New(slog.NewTextHandler(&log, nil))
	s.engine.store = refusing{s.engine.store}
	run := s.run(Request{Sync: "A", Kind: tandem.Bulk})
	if counts := run.Points[0].Counts; counts[tandem.Created] != 2*size || counts.Rows() != 4*size {
		s.failf("the run counted %v", counts)
	}
	if n := strings.Count(log.String(), "a load failed"); n != 2 { // each of the two once
		s.failf("%d loads failed: %s", n, log.String())
	}
	s.check()
}

// everyOtherPageIsKnown makes four pages there, of which the first and the third have been brought in.
func (s *scene) everyOtherPageIsKnown(size int) {
	var left []tandem.Value
	for i := range 4 * size {
		id := s.there(fmt.Sprintf("T%d", 1+i), nil)
		if i/size%2 == 1 {
			s.editThere(id, "state", words("X"))
			left = append(left, id)
		}
	}
	s.runs(tandem.Bulk)
	for _, id := range left {
		s.editThere(id, "state", words("A"))
	}
}

// refusing is a store whose loads fail.
type refusing struct{ Store }

func (r refusing) Load(ctx context.Context, b *tandem.Batch) (tandem.Load, error) {
	l, err := r.Store.(Loads).Load(ctx, b)
	return refused{l}, err
}

type refused struct{ tandem.Load }

func (refused) Commit(*tandem.Run, *tandem.Cursors) func() error {
	return func() error { return tandem.Errorf(tandem.Internal, "not today") }
}

// loads has a data point leave out state X, and nothing point at its own kind: such rows are not loaded.
func loads(p *DataPoint) {
	p.Filter = `state != "X"`
	p.Mapping.Rules = slices.DeleteFunc(p.Mapping.Rules, func(r mapping.Rule) bool { return r.Reference != "" })
}
