package memory

import (
	"cmp"
	"context"
	"slices"

	"tandem"
	"tandem/connector"
)

// Write does the writes one after the other; each stands or falls alone.
func (c *Connection) Write(ctx context.Context, view *connector.View, writes []connector.Write) ([]connector.Result, error) {
	var results []connector.Result
	err := c.visit(ctx, func(s *System) error {
		p, err := s.shapeOf(c.profile, view)
		if err != nil {
			return err
		}
		if !view.Writable || p.table.def.ReadOnly {
			return tandem.Errorf(tandem.Forbidden, "%s may not be written", view.Object)
		}
		results, err = p.deliver(s, c.profile, writes)
		return err
	})
	if err != nil {
		return nil, err
	}
	return results, nil
}

// deliver carries out a call, as far as the faults of the system let it.
func (p *shape) deliver(s *System, profile string, writes []connector.Write) ([]connector.Result, error) {
	f := &s.faults
	if f.timesOut(p.table.def.Name) {
		return nil, inDoubt(p.table)
	}
	if within, ok := f.landsLate(p.table.def.Name); ok {
		s.landLater(s.options.Clock().Add(within), p.later(s, profile, writes))
		return nil, inDoubt(p.table)
	}
	if landed, ok := f.losesAnswer(p.table.def.Name, len(writes)); ok {
		p.apply(writes[:landed])
		return nil, f.lost(p.table)
	}
	results := p.apply(writes)
	for i := range results {
		if results[i].Err == nil && f.losesResult(p.table.def.Name) {
			results[i] = connector.Result{Key: writes[i].Key, Err: inDoubt(p.table)}
		}
	}
	return results, nil
}

// later returns the call to be carried out when it lands. Its values are
// copied: by then the caller has long used its page for something else.
func (p *shape) later(s *System, profile string, writes []connector.Write) func() {
	view := *p.view
	writes = slices.Clone(writes)
	for i := range writes {
		writes[i].Values, writes[i].Before = cloned(writes[i].Values), cloned(writes[i].Before)
	}
	return func() {
		if p, err := s.shapeOf(profile, &view); err == nil {
			p.apply(writes)
		}
	}
}

// apply does writes and tells what became of each.
func (p *shape) apply(writes []connector.Write) []connector.Result {
	results := make([]connector.Result, len(writes))
	for i := range writes {
		results[i] = p.write(&writes[i])
	}
	return results
}

// write does one write.
func (p *shape) write(w *connector.Write) connector.Result {
	if w.Op == tandem.Create {
		return p.create(w)
	}
	p.table.system.commitRow(p.table, w.Key)
	present, ok := p.table.live(w.Key)
	if !ok {
		return connector.Result{Key: w.Key, Err: notThere(p.table, w.Key)}
	}
	if err := p.compare(present, w.Before); err != nil {
		return connector.Result{Key: w.Key, Row: p.answer(present), Err: err}
	}
	switch w.Op {
	case tandem.Update:
		return p.update(present, w)
	case tandem.Delete:
		return p.remove(present)
	default:
		return connector.Result{Key: w.Key, Err: tandem.Errorf(tandem.Invalid, "operation %s cannot be written", w.Op)}
	}
}

// create makes a new row and its lines.
func (p *shape) create(w *connector.Write) connector.Result {
	next, err := p.newRow(w)
	if err != nil {
		return connector.Result{Err: err}
	}
	p.table.system.commitRow(p.table, next.key)
	if present, ok := p.table.live(next.key); ok {
		return connector.Result{Key: next.key, Row: p.answer(present), Err: tandem.Errorf(tandem.Conflict, "a row with that key is there").At(p.place(next.key))}
	}
	return p.put(next, w)
}

// update changes the positions that are set.
func (p *shape) update(present *row, w *connector.Write) connector.Result {
	values := slices.Clone(present.values)
	err := p.lay(values, w)
	if err == nil && p.table.keyOf(values) != present.key {
		err = tandem.Errorf(tandem.Invalid, "a key cannot be changed").At(p.place(present.key))
	}
	if err != nil {
		return connector.Result{Key: present.key, Err: err}
	}
	next, err := p.table.finishRow(values)
	if err != nil {
		return connector.Result{Key: present.key, Err: err}
	}
	return p.put(next, w)
}

// put places a row with its lines and answers how it stands.
func (p *shape) put(next *row, w *connector.Write) connector.Result {
	if err := p.refused(next, w); err != nil {
		return connector.Result{Key: w.Key, Err: err}
	}
	if p.lines != nil && w.Set.Has(len(p.at)) && len(w.Values) > len(p.at) {
		// The document goes first, as its lines refer to it, and goes again where they are refused.
		old, had := p.table.rows[next.key]
		p.table.place(next)
		if err := p.lines.replace(next.values, w.Values[len(p.at)]); err != nil {
			p.table.takeBack(next, old, had)
			return connector.Result{Key: w.Key, Err: err}
		}
	}
	p.table.place(next)
	return connector.Result{Key: next.key, Row: p.answer(next)}
}

// remove deletes a row and its lines.
func (p *shape) remove(present *row) connector.Result {
	var lines []*row
	if p.lines != nil {
		lines = p.lines.gather()[p.lines.family(present.values)]
	}
	err := p.table.unreferenced(present, lines)
	for _, line := range lines {
		err = cmp.Or(err, p.lines.table.unreferenced(line, nil))
	}
	if err != nil {
		return connector.Result{Key: present.key, Err: err}
	}
	for _, line := range lines {
		if err := p.lines.table.remove(line); err != nil {
			return connector.Result{Key: present.key, Err: err}
		}
	}
	return connector.Result{Key: present.key, Err: p.table.remove(present)}
}

// refused asks whoever may refuse a row: a check of the test, a fault.
func (p *shape) refused(next *row, w *connector.Write) error {
	if p.table.refuse != nil {
		if err := p.table.refuse(p.table.show(next)); err != nil {
			return tandem.Errorf(tandem.Invalid, "%s", err.Error()).At(p.place(next.key))
		}
	}
	name := string(w.Key)
	if w.Op == tandem.Create {
		name = cmp.Or(w.ExternalID, name)
	}
	if p.table.system.faults.refuses(p.table.def.Name, name) {
		return tandem.Errorf(tandem.Invalid, "their rules do not allow this row").At(p.place(next.key))
	}
	return nil
}

// compare holds what was last read against the row as it is (Promise 6).
func (p *shape) compare(present *row, before tandem.Record) error {
	if len(before) == 0 {
		return nil
	}
	now := p.record(present)
	for i, v := range before {
		if !v.IsAbsent() && i < len(now) && v != now[i] {
			return tandem.Errorf(tandem.Conflict, "the row changed since it was read").At(p.place(present.key))
		}
	}
	return nil
}

// answer is Result.Row, where the system tells.
func (p *shape) answer(r *row) tandem.Record {
	if p.table.system.options.NoRows {
		return nil
	}
	return p.record(r)
}

func (p *shape) place(key tandem.Key) string { return p.table.def.Name + " " + key.String() }

func inDoubt(t *Table) error {
	return tandem.Errorf(tandem.InDoubt, "no answer came back from %s", t.def.Name)
}

func cloned(r tandem.Record) tandem.Record {
	out := slices.Clone(r)
	for i := range out {
		out[i] = out[i].Clone()
	}
	return out
}
