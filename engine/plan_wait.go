package engine

import (
	"cmp"
	"slices"

	"tandem"
)

// waits are the rows of a preview that wait for a parent which the preview may
// yet come to: a run would find them on the list, a preview writes none. They
// are noted in the plan once nothing can better them.
type waits map[ref]*waitingRow

type waitingRow struct {
	row   tandem.PlanRow
	entry tandem.Unsettled
}

// put notes that a pair waits.
func (ws waits) put(s *pass, p *pair) {
	f := p.fault
	w := &waitingRow{
		row: tandem.PlanRow{
			Point: s.p.def.Name, Key: p.key.Clone(), ID: p.id, Outcome: f.outcome, Version: p.version, Hash: p.hash, Reason: f.reason,
		},
		entry: tandem.Unsettled{
			Key: p.key.Clone(), ID: p.id, Outcome: f.outcome, Code: f.code, Awaits: f.awaits, For: f.parent.Clone(), ForID: f.ourParent,
		},
	}
	ws.drop(p)
	for _, name := range p.names() {
		if name != (ref{}) {
			ws[ref{key: name.key.Clone(), id: name.id}] = w
		}
	}
}

// drop forgets a pair that has been decided, under both its names.
func (ws waits) drop(p *pair) {
	for _, name := range p.names() {
		if w := ws[name]; w != nil {
			delete(ws, ref{key: w.entry.Key})
			delete(ws, ref{id: w.entry.ID})
		}
	}
}

// all lists them in a lasting order.
func (ws waits) all() []*waitingRow {
	var rows []*waitingRow
	for _, w := range ws {
		if !slices.Contains(rows, w) {
			rows = append(rows, w)
		}
	}
	slices.SortFunc(rows, func(a, b *waitingRow) int {
		return cmp.Or(cmp.Compare(a.entry.Key, b.entry.Key), cmp.Compare(a.entry.ID, b.entry.ID))
	})
	return rows
}

// planned is the list of rows to look at again as a preview sees it: what it
// has decided is off the list, what it found waiting is on it.
func (s *pass) planned(listed []tandem.Unsettled, which func(*tandem.Unsettled) bool) []tandem.Unsettled {
	rows := slices.DeleteFunc(listed, func(u tandem.Unsettled) bool {
		p := &pair{key: u.Key, id: u.ID}
		return s.tallies.foreseen(p, tandem.Unchanged) || s.waits[p.names()[0]] != nil || s.waits[p.names()[1]] != nil
	})
	for _, w := range s.waits.all() {
		if which(&w.entry) {
			rows = append(rows, w.entry)
		}
	}
	return rows
}

// noteWaiting notes what waits to the end.
func (pl *planner) noteWaiting(s *pass) {
	for _, w := range s.waits.all() {
		pl.hash.add(&w.row)
		pl.rows = append(pl.rows, w.row)
		pl.plan.Rows++
	}
}
