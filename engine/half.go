package engine

import "tandem"

// otherHalf is what an entry of the list names beside a pair that it was taken
// for: a record of ours or a row of theirs. None where the entry names no more than the pair.
func (p *pair) otherHalf(entry ref) ref {
	switch {
	case entry.id != 0 && entry.id != p.id:
		return ref{id: entry.id}
	case entry.key != "" && entry.key != p.key && !p.parted:
		return ref{key: entry.key}
	default:
		return ref{}
	}
}

// goOnAlone has a half looked at for itself before this run ends: nothing else would lead to it.
func (s *pass) goOnAlone(half ref) *tandem.UnsettledWrite {
	return &tandem.UnsettledWrite{Row: tandem.Unsettled{
		Key: half.key, ID: half.id, Outcome: tandem.Waiting, Code: tandem.Conflict, Awaits: s.p.lane.Point,
		Reason: "what it seemed to belong to is gone, or belongs to another", Run: s.run.run.ID, At: s.e.clock(),
	}}
}
