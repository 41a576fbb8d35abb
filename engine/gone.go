package engine

import (
	"context"

	"tandem"
	"tandem/merge"
)

// lookForGone finds linked rows that the other side no longer has. Absence
// counts only after a complete read in this very process (Promise 4); where
// there was none, the keys alone are read once more.
func (s *pass) lookForGone(ctx context.Context, resumed, listed bool) error {
	complete := s.lists && !resumed
	if !complete {
		if !listed && !s.mustScan() {
			return nil
		}
		if err := s.scanKeys(ctx); err != nil {
			return err
		}
	}
	links, err := s.e.store.CountLinks(ctx, s.p.lane)
	if err != nil || s.seen.size >= links {
		return err
	}
	for after := tandem.Key(""); ; {
		page, err := s.e.store.Links(ctx, s.p.lane, after, s.e.options.PageRows)
		if err != nil || len(page) == 0 {
			return err
		}
		after = page[len(page)-1].Key
		s.pairs = s.pairs[:0]
		for _, link := range page {
			if !s.seen.has(link.ID) {
				s.pairs = append(s.pairs, pair{key: link.Key, id: link.ID, theirsIs: merge.Missing})
			}
		}
		if len(s.pairs) == 0 {
			continue
		}
		if err := s.process(ctx, s.pairs); err != nil {
			return err
		}
		if err := s.run.stopped(ctx); err != nil {
			return err
		}
	}
}

// mustScan reports whether deletes on the other side show only by absence.
func (s *pass) mustScan() bool {
	return s.run.full() || (s.p.def.Deletes == nil && s.p.rules.Operations.Delete.Has(tandem.In) &&
		s.run.run.Kind == tandem.Incremental && !s.run.quick)
}

// scanKeys reads the keys of all their rows and notes whose pairs they are.
func (s *pass) scanKeys(ctx context.Context) error {
	view := *s.p.view
	view.Fields, view.Types, view.Lines = nil, nil, nil
	s.theirs = 0
	for page, err := range s.run.list(ctx, s.p, &view, "") {
		if err != nil {
			return err
		}
		links := make([]tandem.Link, page.Len())
		if err := s.e.store.LinksByKey(ctx, s.p.lane, page.Keys, false, links); err != nil {
			return err
		}
		for i := range links {
			if links[i].ID != 0 && !page.IsGone(i) {
				s.seen.add(links[i].ID)
			}
		}
		s.theirs += int64(page.Len())
		if err := s.run.stopped(ctx); err != nil {
			return err
		}
	}
	return nil
}
