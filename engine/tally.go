package engine

import "tandem"

// tallies remembers what a run has counted, so that every pair counts once
// although it may be looked at several times: a child that waited and was then
// created counts as created.
type tallies struct {
	final     *idSet       // pairs that count for good
	unchanged *idSet       // of these, those that count as unchanged as long as nothing else comes up
	open      map[ref]open // outcomes a later look may better, by their key and by our id
}

// open is an outcome that a later look in the same run may better. Two halves
// that were counted apart and turn out to be one pair count once.
type open struct {
	outcome tandem.Outcome
	pair    ref // both names it is known by
}

func newTallies() tallies {
	return tallies{final: newIDSet(), unchanged: newIDSet(), open: map[ref]open{}}
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

// names lists what the halves of a pair are known by.
func (p *pair) names() (names [2]ref) {
	if p.key != "" {
		names[0] = ref{key: p.key}
	}
	if p.id > 0 {
		names[1] = ref{id: p.id}
	}
	return names
}

// settledAlready reports whether a pair counts for good: what happens to it
// later in the same run does not make it another pair.
func (t *tallies) settledAlready(p *pair) bool {
	return p.id > 0 && t.final.has(p.id) && !t.unchanged.has(p.id)
}

// foreseen reports whether a preview has seen what becomes of a pair. Only what waits or is left out
// for now may fare better at a later look. Any other open outcome
// would have put the row on the list and their side would be read again; as
// nothing is written, a later look would see no more than half of the pair. Where our record alone was
// counted, a look that finds its row sees more, even if it waits as before.
func (t *tallies) foreseen(p *pair, o tandem.Outcome) bool {
	if t.settledAlready(p) {
		return true
	}
	for _, name := range p.names() {
		was, ok := t.open[name]
		mayBetter := was.outcome == tandem.Waiting || was.outcome == tandem.Excluded
		seesMore := p.key != "" && was.pair.key == ""
		if ok && (!mayBetter || o == was.outcome && !seesMore) {
			return true
		}
	}
	return false
}

// leftToAPerson reports whether this run has come upon a pair and left it in conflict.
func (t *tallies) leftToAPerson(p *pair) bool {
	return p.linked() && t.open[ref{id: p.id}].outcome == tandem.Conflicted
}

// isOpen reports whether this run has looked at a pair and left it open.
func (t *tallies) isOpen(p *pair) bool {
	names := p.names()
	_, byKey := t.open[names[0]]
	_, byID := t.open[names[1]]
	return byKey || byID
}

// counted reports whether a pair counts already.
func (t *tallies) counted(p *pair) bool {
	return t.isOpen(p) || p.id > 0 && t.final.has(p.id)
}

// tally adds a pair's outcome to the counts, in place of what it counted as.
func (s *pass) tally(p *pair, o tandem.Outcome) {
	if s.tallies.settledAlready(p) {
		return
	}
	if p.id > 0 && s.tallies.unchanged.has(p.id) {
		s.progress.Counts[tandem.Unchanged]--
	}
	var before ref
	for _, name := range p.names() {
		if was, ok := s.tallies.open[name]; ok && was.pair != before {
			s.progress.Counts[was.outcome]--
			before = was.pair
		}
	}
	s.progress.Counts[o]++
}

// tallied notes that the counts with it are stored.
func (s *pass) tallied(p *pair, o tandem.Outcome) {
	if s.tallies.settledAlready(p) {
		return
	}
	for _, name := range p.names() {
		if was, ok := s.tallies.open[name]; ok {
			delete(s.tallies.open, ref{key: was.pair.key})
			delete(s.tallies.open, ref{id: was.pair.id})
		}
	}
	s.tallies.unchanged.remove(p.id)
	s.tallies.final.remove(p.id)
	switch o {
	case tandem.Waiting, tandem.Failed, tandem.Conflicted, tandem.Excluded:
		s.tallies.leaveOpen(p, o)
	case tandem.Unchanged:
		s.tallies.unchanged.add(p.id)
		s.tallies.final.add(p.id)
	default:
		if p.id > 0 {
			s.tallies.final.add(p.id)
		}
	}
}

// leaveOpen notes an outcome that a later look may better.
func (t *tallies) leaveOpen(p *pair, o tandem.Outcome) {
	was := open{outcome: o, pair: ref{key: p.key.Clone(), id: max(p.id, 0)}}
	for _, name := range []ref{{key: was.pair.key}, {id: was.pair.id}} {
		if name != (ref{}) {
			t.open[name] = was
		}
	}
}
