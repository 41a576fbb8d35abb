package memory

import (
	"slices"
	"time"

	"tandem"
)

// pending is something that was sent but is not visible yet: another person's
// open transaction (table and row), or a call of ours that lands late (land).
type pending struct {
	due   time.Time // zero: on demand only
	table *Table
	row   *row
	land  func()
}

// commitLater leaves a change of other people open until its time has come.
func (s *System) commitLater(t *Table, r *row, due time.Time) {
	s.pending = append(s.pending, &pending{due: due, table: t, row: r})
}

// commitOnDemand leaves a change of other people open until it is finished by hand.
func (s *System) commitOnDemand(t *Table, r *row) *pending {
	p := &pending{table: t, row: r}
	s.pending = append(s.pending, p)
	return p
}

// landLater keeps a call of ours on its way.
func (s *System) landLater(due time.Time, land func()) {
	s.pending = append(s.pending, &pending{due: due, land: land})
}

// settle lets everything happen whose time has come, in the order of time.
func (s *System) settle() {
	now := s.options.Clock()
	for {
		var first *pending
		for _, p := range s.pending {
			if !p.due.IsZero() && !p.due.After(now) && (first == nil || p.due.Before(first.due)) {
				first = p
			}
		}
		if first == nil {
			return
		}
		s.finish(first)
	}
}

// Settle lets everything that is on its way arrive now, so that a simulation can
// compare both sides after the dust has settled.
func (s *System) Settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	for len(s.pending) > 0 {
		s.finish(s.pending[0])
	}
}

// finish lets one pending thing happen; the second time it does nothing.
func (s *System) finish(p *pending) {
	at := slices.Index(s.pending, p)
	if at < 0 {
		return
	}
	s.pending = slices.Delete(s.pending, at, at+1)
	if p.land != nil {
		p.land()
		return
	}
	// A transaction that breaks a constraint by now is rolled back.
	if p.table.check(p.row) == nil {
		p.table.place(p.row)
	}
}

// commitRow ends the transaction that holds a row, as whoever writes the row
// too would have to wait for it.
func (s *System) commitRow(t *Table, key tandem.Key) {
	for _, p := range slices.Clone(s.pending) {
		if p.table == t && p.row.key == key {
			s.finish(p)
		}
	}
}

// oldestOpen returns the lowest cursor value a transaction still holds back.
func (s *System) oldestOpen(kind tandem.Kind) (int64, bool) {
	lowest, found := int64(0), false
	for _, p := range s.pending {
		if p.table == nil || p.table.def.cursorKind() != kind {
			continue
		}
		n := p.row.values[p.table.def.position(p.table.def.Cursor)].Int()
		if !found || n < lowest {
			lowest, found = n, true
		}
	}
	return lowest, found
}
