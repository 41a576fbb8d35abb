package engine

import "tandem"

// tallies remembers what a run has counted, so that every pair counts once
// although it may be looked at several times: a child that waited and was then
// created counts as created.
type tallies struct {
	final *idSet
	open  map[ref]tandem.Outcome // outcomes a later look in the same run may better
}

// ref names a pair: by their key where it has one, else by our id.
type ref struct {
	key tandem.Key
	id  int64
}

func (p *pair) ref() ref {
	if p.key != "" {
		return ref{key: p.key}
	}
	return ref{id: p.id}
}

// tally adds a pair's outcome to the counts.
func (s *pass) tally(p *pair, o tandem.Outcome) {
	if before, ok := s.tallies.open[p.ref()]; ok {
		s.progress.Counts[before]--
	} else if p.id != 0 && s.tallies.final.has(p.id) {
		return
	}
	s.progress.Counts[o]++
}

// tallied notes that the counts with it are stored.
func (s *pass) tallied(p *pair, o tandem.Outcome) {
	r := ref{key: p.key.Clone(), id: p.id}
	if r.key != "" {
		r.id = 0
	}
	switch o {
	case tandem.Waiting, tandem.Failed, tandem.Conflicted, tandem.Excluded:
		s.tallies.open[r] = o
	default:
		delete(s.tallies.open, r)
		if p.id != 0 {
			s.tallies.final.add(p.id)
		}
	}
}
