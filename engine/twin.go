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
	if s.p.matcher == nil || !s.anyUnlinked(pairs) {
		return nil
	}
	if s.index == nil || !s.lists {
		if err := s.buildIndex(ctx, pairs); err != nil {
			return err
		}
	}
	var keys []match.Key
	for i := range pairs {
		p := &pairs[i]
		if p.linked() || p.fault != nil || p.excluded {
			continue
		}
		values, side := p.theirs, s.index.Resolve
		if p.theirsIs != merge.Present {
			continue
		}
		keys = s.p.matcher.Keys(values, keys[:0])
		switch verdict := side(keys); verdict.Kind {
		case match.Matched:
			p.id = verdict.ID
		case match.Ambiguous:
			p.fault = &fault{outcome: tandem.Conflicted, code: tandem.Ambiguous, reason: ambiguity(verdict.Candidates)}
		default:
		}
	}
	return nil
}

func (s *pass) anyUnlinked(pairs []pair) bool {
	for i := range pairs {
		if p := &pairs[i]; !p.linked() && p.theirsIs == merge.Present && p.fault == nil && !p.excluded {
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
	ours, err := s.indexOurs(ctx)
	if err != nil || ours == 0 {
		return err
	}
	if s.lists {
		return s.indexTheirs(ctx)
	}
	var keys []match.Key
	for i := range pairs {
		if p := &pairs[i]; !p.linked() && p.theirs != nil {
			keys = s.p.matcher.Keys(p.theirs, keys[:0])
			s.index.AddTheirs(keys)
		}
	}
	return nil
}

func (s *pass) indexOurs(ctx context.Context) (int, error) {
	n := make(tandem.Record, s.p.width())
	var keys []match.Key
	total := 0
	for rows, err := range s.unlinked(ctx) {
		if err != nil {
			return total, err
		}
		for i, id := range rows.IDs {
			if s.p.plan.FromOurs(rows.Row(i), n) != nil {
				continue
			}
			keys = s.p.matcher.Keys(n, keys[:0])
			s.index.AddOurs(id, keys)
			total++
		}
	}
	return total, nil
}

func (s *pass) indexTheirs(ctx context.Context) error {
	n := make(tandem.Record, s.p.width())
	var keys []match.Key
	for page, err := range s.run.list(ctx, s.p, s.p.view, "") {
		if err != nil {
			return err
		}
		links := make([]tandem.Link, page.Len())
		if err := s.e.store.LinksByKey(ctx, s.p.lane, page.Keys, false, links); err != nil {
			return err
		}
		for i := range page.Len() {
			if links[i].ID != 0 || page.IsGone(i) || s.p.plan.FromTheirs(page.Row(i), n) != nil {
				continue
			}
			keys = s.p.matcher.Keys(n, keys[:0])
			s.index.AddTheirs(keys)
		}
	}
	return nil
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
