package engine

import (
	"context"

	"tandem"
)

// Companies of one system stay apart. A record that is linked through another
// profile of the same connection is the other company's: it is neither taken
// for one of this company's, however alike their numbers, nor sent there.

// companies returns, by our object, the lanes of the other profiles of a sync's connection.
func (e *Engine) companies(ctx context.Context, sync *Sync) (map[string][]tandem.Lane, error) {
	syncs, err := e.options.Syncs(ctx, sync.Account)
	if err != nil {
		return nil, err
	}
	lanes := map[string][]tandem.Lane{}
	for _, other := range syncs {
		if other.Connection != sync.Connection || other.Profile == sync.Profile {
			continue
		}
		for i := range other.Points {
			def := &other.Points[i]
			lanes[def.Ours] = append(lanes[def.Ours], tandem.Lane{Account: sync.Account, Point: def.ID, Object: def.Ours})
		}
	}
	return lanes, nil
}

// ofOthers tells which records of ours belong to another company.
func (s *pass) ofOthers(ctx context.Context, ids []int64) (map[int64]bool, error) {
	found := map[int64]bool{}
	for _, lane := range s.p.companies {
		links := make([]tandem.Link, len(ids))
		if err := s.e.store.LinksByID(ctx, lane, ids, false, links); err != nil {
			return nil, err
		}
		for i, id := range ids {
			if links[i].ID != 0 {
				found[id] = true
			}
		}
	}
	return found, nil
}

// dropOthers takes out unlinked records of ours that belong to another company.
func (s *pass) dropOthers(ctx context.Context, pairs []pair) ([]pair, error) {
	if len(s.p.companies) == 0 {
		return pairs, nil
	}
	var ids []int64
	for i := range pairs {
		if p := &pairs[i]; !p.linked() && p.id != 0 {
			ids = append(ids, p.id)
		}
	}
	if len(ids) == 0 {
		return pairs, nil
	}
	others, err := s.ofOthers(ctx, ids)
	if err != nil {
		return nil, err
	}
	kept := pairs[:0]
	for _, p := range pairs {
		if p.linked() || !others[p.id] {
			kept = append(kept, p)
		}
	}
	return kept, nil
}
