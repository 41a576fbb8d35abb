package engine

import (
	"context"

	"tandem"
	"tandem/match"
	"tandem/merge"
)

// findTwins matches their unlinked rows with our unlinked records, so that
// first contact makes no twin. Where several fit, nobody guesses.
func (s *pass) findTwins(ctx context.Context, pairs []pair) error {
	if s.p.matcher == nil {
		return nil
	}
	if !s.indexed && s.anyUnlinked(pairs) {
		if err := s.buildIndex(ctx, pairs); err != nil {
			return err
		}
	}
	if s.index == nil {
		return nil
	}
	var keys []match.Key
	for i := range pairs {
		p := &pairs[i]
		if p.linked() || p.theirs == nil || p.theirsIs != merge.Present {
			continue
		}
		keys = s.p.matcher.Keys(p.theirs, keys[:0])
		switch verdict := s.index.Resolve(keys); {
		case verdict.Kind == match.Matched:
			p.id = verdict.ID
		case verdict.Kind == match.Ambiguous && p.fault == nil && !p.excluded:
			p.fault = &fault{outcome: tandem.Conflicted, code: tandem.Ambiguous, reason: ambiguity(verdict.Candidates)}
		default:
		}
	}
	return nil
}

// anyUnlinked reports whether theirs shows a row without a link, one that must
// wait included: nothing may be made beside it.
func (s *pass) anyUnlinked(pairs []pair) bool {
	for i := range pairs {
		if p := &pairs[i]; !p.linked() && p.theirsIs == merge.Present {
			return true
		}
	}
	return false
}

// buildIndex reads every unlinked record of ours and, on first contact, every
// unlinked row of theirs: two of theirs that claim one of ours must be known
// before the first is decided.
func (s *pass) buildIndex(ctx context.Context, pairs []pair) error {
	s.index = s.p.matcher.NewIndex()
	ours, err := s.indexOurs(ctx, s.index)
	if err != nil {
		return err
	}
	s.indexed = s.lists
	if ours == 0 {
		s.index = nil // nobody of ours to be taken for: their rows need not be read twice
		return nil
	}
	if s.lists {
		return s.indexTheirs(ctx)
	}
	s.addTheirs(s.index, pairs)
	return nil
}

// indexOurs adds our unlinked records. One that has values without a normal form is
// still compared by the others.
func (s *pass) indexOurs(ctx context.Context, index *match.Index) (int, error) {
	total := 0
	n := make(tandem.Record, s.p.width())
	var keys []match.Key
	for rows, err := range s.unlinked(ctx) {
		if err != nil {
			return total, err
		}
		elsewhere, err := s.linkedElsewhere(ctx, rows.IDs)
		if err != nil {
			return total, err
		}
		for i, id := range rows.IDs {
			by := elsewhere[id]
			if by != nil && by.apart {
				continue
			}
			total++
			_ = s.p.plan.FromOurs(rows.Row(i), n)
			if keys = s.p.matcher.Keys(n, keys[:0]); by != nil {
				s.silence(keys)
			}
			index.AddOurs(id, keys)
		}
	}
	return total, nil
}

// indexTheirs reads their rows once more and adds the unlinked ones.
func (s *pass) indexTheirs(ctx context.Context) error {
	for page, err := range s.run.list(ctx, s.p, s.p.view, "") {
		if err != nil {
			return err
		}
		pairs, err := s.unlinkedOf(ctx, page)
		if err != nil {
			return err
		}
		s.mapTheirs(pairs)
		if err := s.resolveIn(ctx, pairs); err != nil {
			return err
		}
		s.addTheirs(s.index, pairs)
	}
	return nil
}

// unlinkedOf makes pairs of the rows of a page that have no link.
func (s *pass) unlinkedOf(ctx context.Context, page *tandem.Page) ([]pair, error) {
	links := make([]tandem.Link, page.Len())
	if err := s.e.store.LinksByKey(ctx, s.p.lane, page.Keys, false, links); err != nil {
		return nil, err
	}
	pairs := make([]pair, 0, page.Len())
	first := firstOf{}
	for i, key := range page.Keys {
		if links[i].ID != 0 || page.IsGone(i) {
			continue
		}
		if _, again := first.at(pairs, key); again {
			continue // one row that comes twice does not make two that fit
		}
		p := pair{key: key}
		s.present(&p, page, i)
		pairs = append(pairs, p)
	}
	return pairs, nil
}

// addTheirs adds rows of theirs, those that wait or fail too: they are there,
// and a second one must not be made.
func (s *pass) addTheirs(index *match.Index, pairs []pair) {
	var keys []match.Key
	for i := range pairs {
		if p := &pairs[i]; !p.linked() && p.theirs != nil {
			keys = s.p.matcher.Keys(p.theirs, keys[:0])
			index.AddTheirs(keys)
		}
	}
}

func ambiguity(candidates []int64) string {
	reason := "more than one record fits:"
	for i, id := range candidates {
		if i == 5 {
			return reason + " ..."
		}
		reason += " " + tandem.IntegerValue(id).String()
	}
	return reason + "; link the right one by hand"
}
