package engine

import "tandem"

// isLeftOut reports whether the filter leaves out a row that a record of ours
// belongs to, although no link tells so.
func (p *pair) isLeftOut() bool { return p.excluded && !p.linked() && p.key != "" && p.id > 0 }

// rememberLeftOut puts such a pair on the list. Our record is not made there as long as the
// row stands, and nothing but the list knows that it must be once the row is gone.
func (s *pass) rememberLeftOut(p *pair) *tandem.UnsettledWrite {
	return &tandem.UnsettledWrite{Row: tandem.Unsettled{
		Key: p.key, ID: p.id, Outcome: tandem.Excluded, Code: tandem.FilteredOut, Reason: reasonText(s, p),
		Run: s.run.run.ID, At: s.e.clock(),
	}}
}
