package engine

import (
	"context"

	"tandem"
)

// listed reads the list of rows to look at again: what is in doubt is counted
// as waiting for a person, the rest is remembered so that a row that comes good
// leaves the list.
func (s *pass) loadListed(ctx context.Context) error {
	return s.eachUnsettled(ctx, func(u *tandem.Unsettled) error {
		if u.Code == tandem.InDoubt {
			s.doubts.add(u.ID)
			p := &pair{id: u.ID, key: u.Key}
			s.tally(p, tandem.Waiting)
			s.tallied(p, tandem.Waiting)
			return nil
		}
		s.listed[(&pair{id: u.ID, key: u.Key}).ref()] = true
		return nil
	})
}

// lookAtListed looks again at rows that failed, waited or stood in conflict.
func (s *pass) lookAtListed(ctx context.Context, which func(*tandem.Unsettled) bool) error {
	var refs []ref
	err := s.eachUnsettled(ctx, func(u *tandem.Unsettled) error {
		if u.Code != tandem.InDoubt && which(u) {
			refs = append(refs, ref{key: u.Key, id: u.ID})
		}
		return nil
	})
	if err != nil {
		return err
	}
	for size := s.e.options.PageRows; len(refs) > 0; {
		n := min(size, len(refs))
		if err := s.lookAt(ctx, refs[:n], true); err != nil {
			return err
		}
		if err := s.run.stopped(ctx); err != nil {
			return err
		}
		refs = refs[n:]
	}
	return nil
}

// lookAtWaiting looks again at waiting rows until no more of them move on: a
// parent may have arrived in the very same data point.
func (s *pass) lookAtWaiting(ctx context.Context) error {
	for {
		before := s.progress.Counts[tandem.Waiting]
		if before == 0 {
			return nil
		}
		err := s.lookAtListed(ctx, func(u *tandem.Unsettled) bool { return u.Awaits == s.p.lane.Point })
		if err != nil || s.progress.Counts[tandem.Waiting] >= before {
			return err
		}
	}
}

func (s *pass) eachUnsettled(ctx context.Context, do func(*tandem.Unsettled) error) error {
	for after := int64(0); ; {
		rows, err := s.e.store.Unsettled(ctx, s.p.lane, after, s.e.options.PageRows)
		if err != nil || len(rows) == 0 {
			return err
		}
		after = rows[len(rows)-1].Seq
		for i := range rows {
			if err := do(&rows[i]); err != nil {
				return err
			}
		}
	}
}
