package engine

import (
	"context"
	"slices"

	"tandem"
	"tandem/merge"
)

// held is why a run stops before its deletes.
type held struct {
	plan   string
	reason string
}

func (h *held) Error() string { return h.reason }

// applyDeletes carries out the collected deletes of all data points, children
// before parents, unless a guard holds them.
func (w *work) applyDeletes(ctx context.Context) error {
	if !w.released {
		if err := w.guard(ctx); err != nil {
			return err
		}
	}
	for _, p := range slices.Backward(w.session.points) {
		if s := w.passes[p]; s != nil {
			if err := s.applyDeletes(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// guard looks at the deletes of every data point before the first is carried
// out. Held ones are stored as a plan that a person can release.
func (w *work) guard(ctx context.Context) error {
	guard := merge.Guard{Deletes: w.session.sync.Guard.Deletes, Percent: w.session.sync.Guard.Percent}
	for _, p := range w.session.points {
		s := w.passes[p]
		if s == nil || len(s.deletes) == 0 {
			continue
		}
		links, err := w.e.store.CountLinks(ctx, p.lane)
		if err != nil {
			return err
		}
		reason, holds := guard.Holds(int64(len(s.deletes)), links, s.emptied(links))
		if !holds {
			continue
		}
		plan, err := w.holdDeletes(ctx)
		if err != nil {
			return err
		}
		return &held{plan: plan.Hash, reason: p.def.Name + ": " + reason}
	}
	return nil
}

// emptied reports whether one side came back without a single row.
func (s *pass) emptied(links int64) bool {
	if s.lists && s.theirs == 0 {
		return true
	}
	if int64(len(s.deletes)) < links || links < 2 {
		return false
	}
	for _, d := range s.deletes {
		if d.ours {
			return false
		}
	}
	return true
}

// collect notes a delete for the end of the run, once for each pair however often it is looked at.
func (s *pass) collect(p *pair) {
	r := removal{key: p.key.Clone(), id: p.id, ours: p.decision.Ours == tandem.Delete}
	if s.collected == nil {
		s.collected = map[removal]bool{}
	}
	if !s.collected[r] {
		s.collected[r] = true
		s.deletes = append(s.deletes, r)
	}
}

// applyDeletes deletes what was collected, each row as it was last read.
func (s *pass) applyDeletes(ctx context.Context) error {
	deletes := s.deletes
	s.deletes = nil
	for size := s.e.options.PageRows; len(deletes) > 0; {
		n := min(size, len(deletes))
		if err := s.deletePage(ctx, deletes[:n]); err != nil {
			return err
		}
		if err := s.run.stopped(ctx); err != nil {
			return err
		}
		deletes = deletes[n:]
	}
	return nil
}

// deletePage looks at both sides of each pair once more and deletes where
// nothing has changed since it was collected.
func (s *pass) deletePage(ctx context.Context, deletes []removal) error {
	refs := make([]ref, len(deletes))
	for i, d := range deletes {
		refs[i] = ref{key: d.key, id: d.id}
	}
	before := s.sink
	s.sink = deleter{}
	defer func() { s.sink = before }()
	return s.lookAt(ctx, refs, true)
}

// deleter is the sink that really deletes; what is no delete any more is written as usual.
type deleter struct{}

func (deleter) take(ctx context.Context, s *pass, pairs []pair) error {
	var rest []pair
	d := &draft{}
	for i := range pairs {
		p := &pairs[i]
		switch {
		case p.fault == nil && p.decision.Ours == tandem.Delete:
			d.add(p, s.deleteOurs(p), &p.decision.Outcome)
		case p.fault == nil && p.decision.Theirs == tandem.Delete:
			d.add(p, tandem.Row{Intent: tandem.IntentWrite{New: s.deleteIntent(p)}}, nil)
		default:
			rest = append(rest, *p)
		}
	}
	moved, err := s.commit(ctx, d)
	if err != nil {
		return err
	}
	if err := s.e.step("deletes stored"); err != nil {
		return err
	}
	more, err := s.send(ctx, d)
	if err != nil {
		return err
	}
	if err := s.again(ctx, append(moved, more...)); err != nil || len(rest) == 0 {
		return err
	}
	return writer{}.take(ctx, s, rest)
}

// deleteOurs makes the row that deletes our record with its link.
func (s *pass) deleteOurs(p *pair) tandem.Row {
	return tandem.Row{
		Write:   tandem.RecordWrite{Op: tandem.Delete, ID: p.id, Version: p.version},
		Link:    tandem.LinkWrite{Op: tandem.DropLink, Link: p.link},
		Settled: s.list(p),
	}
}

// deleteIntent makes the note of a delete on the other side, with the row as it was read.
func (s *pass) deleteIntent(p *pair) *tandem.Intent {
	intent := &tandem.Intent{
		Lane: s.p.lane, Run: s.run.run.ID, Op: tandem.Delete, Ours: p.id, Key: p.key,
		Fields: s.p.rowFields(), At: s.e.clock(),
	}
	if p.row != nil {
		intent.Before = string(tandem.AppendRecord(nil, p.row))
	}
	return intent
}
