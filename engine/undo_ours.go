package engine

import (
	"context"
	"slices"

	"tandem"
	"tandem/dictionary"
)

// ours takes back what the run wrote to our records, newest first.
func (u *undoer) ours(ctx context.Context) error {
	objects, err := u.w.e.options.Dictionary(ctx, u.w.run.Account)
	if err != nil {
		return err
	}
	for before := int64(1 << 62); ; {
		changes, err := u.w.e.store.RunChanges(ctx, u.w.run.Account, u.undoes, before, u.w.e.options.PageRows)
		if err != nil || len(changes) == 0 {
			return err
		}
		for i := range changes {
			before = changes[i].Seq
			if err := u.takeBackOurs(ctx, objects, &changes[i]); err != nil {
				return err
			}
		}
		if err := u.w.stopped(ctx); err != nil {
			return err
		}
	}
}

// takeBackOurs writes the opposite of one change of ours, with the link as it was.
func (u *undoer) takeBackOurs(ctx context.Context, objects *dictionary.Dictionary, c *tandem.Change) error {
	s := u.passOf(c.Object)
	object, ok := objects.Object(c.Object)
	if s == nil || !ok {
		return nil
	}
	p := &pair{id: c.ID}
	link, linked := u.links[undoneRef{s.p.lane.Point, c.ID}]
	if linked {
		p.key = tandem.Key(max(string(link.was.Key), string(link.now.Key)))
	}
	if why, ok := u.kept[undoneRef{s.p.lane.Point, c.ID}]; ok {
		return u.leave(ctx, s, p, why)
	}
	shape := fullShape(object)
	write, why, err := u.reverse(ctx, shape, c)
	if err != nil {
		return err
	}
	if why != "" {
		u.kept[undoneRef{s.p.lane.Point, c.ID}] = why
		return u.leave(ctx, s, p, why)
	}
	outcome := outcomeOf(write.Op)
	if u.plan != nil {
		u.note(s, p, tandem.PlanRow{Ours: write.Op, Outcome: outcome, Version: write.Version, Diff: undoneHere(object, write.Op, c)})
		u.version[recordName(c)] = -1 // the next older change of it needs no version check
		return nil
	}
	row := tandem.Row{Write: write, Outcome: s.outcome(p, outcome, "", "undone")}
	if linked {
		row.Link = restored(link)
		delete(u.links, undoneRef{s.p.lane.Point, c.ID})
	}
	rows := []tandem.Row{row}
	s.tally(p, outcome)
	s.progress.OurWrites++
	err = u.w.e.store.Commit(ctx, &tandem.Batch{
		Account: s.p.lane.Account, Actor: u.w.actor(), Lane: s.p.lane, Shape: shape, Rows: rows, Run: u.w.run,
	})
	s.tallied(p, outcome)
	u.version[recordName(c)] = rows[0].Write.NewVersion
	return err
}

// passOf returns the pass whose data point keeps an object; the first where several do.
func (u *undoer) passOf(object string) *pass {
	for _, p := range u.w.session.points {
		if p.lane.Object == object {
			return u.w.passes[p]
		}
	}
	return nil
}

// fullShape has every field of an object.
func fullShape(o *dictionary.Object) *tandem.Shape {
	shape := &tandem.Shape{Object: o.Name, Fields: o.FieldNames()}
	if o.Lines != nil {
		shape.LineFields = o.Lines.FieldNames()
	}
	return shape
}

func recordName(c *tandem.Change) string {
	return c.Object + " " + tandem.IntegerValue(c.ID).String()
}

// reverse makes the write that takes a change back, or says why it must not be made.
func (u *undoer) reverse(ctx context.Context, shape *tandem.Shape, c *tandem.Change) (tandem.RecordWrite, string, error) {
	w := tandem.RecordWrite{ID: c.ID, Values: make(tandem.Record, len(shape.Fields))}
	var rows tandem.Rows
	if err := u.w.e.store.Records(ctx, c.Account, shape, []int64{c.ID}, &rows); err != nil {
		return w, "", err
	}
	there := len(rows.IDs) == 1
	expected, touched := u.version[recordName(c)]
	if c.Op == tandem.Delete {
		if there && !touched {
			return w, "it exists again", nil
		}
		w.Op, w.Version = tandem.Create, c.Version
		setFields(&w, shape, c.Fields)
		return w, "", nil
	}
	if !there {
		if touched && u.plan != nil {
			w.Op = oppositeOf(c.Op)
			return w, "", nil
		}
		return w, "it was deleted since", nil
	}
	w.Version = rows.Versions[0]
	if !touched {
		expected = c.Version
	}
	edited := expected != w.Version && expected != -1
	if c.Op == tandem.Create {
		w.Op = tandem.Delete
		if edited {
			return w, "it was edited since", nil
		}
		return w, "", nil
	}
	w.Op = tandem.Update
	if edited {
		if field := fieldMoved(shape, rows.Row(0), c); field != "" {
			return w, "its " + field + " was edited since", nil
		}
	}
	setFields(&w, shape, c.Fields)
	return w, "", nil
}

// oppositeOf is the operation that takes one back.
func oppositeOf(op tandem.Op) tandem.Op {
	switch op {
	case tandem.Create:
		return tandem.Delete
	case tandem.Delete:
		return tandem.Create
	default:
		return op
	}
}

// fieldMoved names a field that no longer holds what the change left in it.
func fieldMoved(shape *tandem.Shape, now tandem.Record, c *tandem.Change) string {
	for _, f := range c.Fields {
		if i := slices.Index(shape.Fields, f.Field); i >= 0 && now[i] != f.After {
			return f.Field
		}
	}
	return ""
}

// setFields puts the values from before a change into a write.
func setFields(w *tandem.RecordWrite, shape *tandem.Shape, fields []tandem.FieldChange) {
	for _, f := range fields {
		if i := slices.Index(shape.Fields, f.Field); i >= 0 {
			w.Values[i] = f.Before
			w.Set.Add(i)
		}
	}
}

// restored puts a link back as it was before the run. Its hash is forgotten
// where the run changed it, so that the next run looks at the pair.
func restored(l linkState) tandem.LinkWrite {
	if l.was.ID == 0 {
		return tandem.LinkWrite{Op: tandem.DropLink, Link: l.now}
	}
	link := l.was
	link.Hash, link.Version = 0, 0
	return tandem.LinkWrite{Op: tandem.PutLink, Link: link}
}

// restoreLinks puts back the links of pairs whose records needed no write of ours.
func (u *undoer) restoreLinks(ctx context.Context) error {
	if u.plan != nil {
		return nil
	}
	for _, p := range u.w.session.points {
		s := u.w.passes[p]
		d := &draft{}
		for at, l := range u.links {
			if at.point != p.lane.Point {
				continue
			}
			if _, kept := u.kept[at]; kept {
				continue
			}
			d.add(&pair{id: at.id}, tandem.Row{Link: restored(l)}, nil)
		}
		if _, err := s.commit(ctx, d); err != nil {
			return err
		}
	}
	return nil
}
