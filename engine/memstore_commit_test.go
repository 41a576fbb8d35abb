package engine

import (
	"context"
	"maps"
	"slices"

	"tandem"
)

// Commit writes everything or, when single rows are to blame, nothing.
func (m *memstore) Commit(_ context.Context, b *tandem.Batch) error {
	if errs := m.check(b); len(errs) > 0 {
		return &tandem.RowErrors{Errs: errs}
	}
	for _, part := range b.Also {
		for _, err := range m.check(part) {
			return err
		}
	}
	m.write(b)
	for _, part := range b.Also {
		m.write(part)
	}
	return nil
}

// write writes a batch that is found to be good.
func (m *memstore) write(b *tandem.Batch) {
	for i := range b.Rows {
		row := &b.Rows[i]
		m.writeRecord(b, &row.Write)
		m.writeLink(b, row)
		m.writeIntent(&row.Intent)
		m.writeSettled(b.Lane.Point, row.Settled)
		if row.Outcome != nil {
			o := *row.Outcome
			o.Seq, o.Key = int64(len(m.outcomes)+1), cloneKey(o.Key)
			m.outcomes = append(m.outcomes, o)
		}
	}
	if b.Run != nil {
		m.runs[b.Run.ID-1].Points = slices.Clone(b.Run.Points)
	}
	if b.Cursors != nil {
		c := *b.Cursors
		c.Fields, c.Past = slices.Clone(c.Fields), maps.Clone(c.Past)
		c.Theirs = string(cloneKey(tandem.Key(c.Theirs)))
		m.cursors[b.Lane.Point] = c
	}
}

// check finds the rows whose record has moved, whose value another record has
// or whose key belongs to another link.
func (m *memstore) check(b *tandem.Batch) map[int]error {
	errs := map[int]error{}
	written := map[int64]bool{}
	for i := range b.Rows {
		w := &b.Rows[i].Write
		if w.Op == tandem.NoOp {
			continue
		}
		r := m.records[recordRef{b.Shape.Object, w.ID}]
		switch {
		case written[w.ID]:
			errs[i] = tandem.Errorf(tandem.Conflict, "%s %d is written twice", b.Shape.Object, w.ID)
		case w.Op == tandem.Create && r != nil:
			errs[i] = tandem.Errorf(tandem.Conflict, "there is a %s %d already", b.Shape.Object, w.ID)
		case w.Op != tandem.Create && (r == nil || r.version != w.Version):
			errs[i] = tandem.Errorf(tandem.Conflict, "%s %d moved", b.Shape.Object, w.ID)
		}
		written[w.ID] = true
	}
	m.checkLinks(b, errs)
	return errs
}

// checkLinks carries the links' changes out on a copy, drops first.
func (m *memstore) checkLinks(b *tandem.Batch, errs map[int]error) {
	owner := map[tandem.Key]int64{}
	for id, l := range m.links[b.Lane.Point] {
		owner[l.Key] = id
	}
	for i := range b.Rows {
		if l := b.Rows[i].Link; l.Op == tandem.DropLink || l.Op == tandem.PutLink {
			if was, ok := m.links[b.Lane.Point][linkID(&b.Rows[i])]; ok {
				delete(owner, was.Key)
			}
		}
	}
	for i := range b.Rows {
		if b.Rows[i].Link.Op != tandem.PutLink || errs[i] != nil {
			continue
		}
		key, id := b.Rows[i].Link.Link.Key, linkID(&b.Rows[i])
		if other, taken := owner[key]; taken && other != id {
			errs[i] = tandem.Errorf(tandem.Conflict, "%s is linked to another record already", key)
		}
		owner[key] = id
	}
}

// linkID is the record a row's link belongs to.
func linkID(row *tandem.Row) int64 {
	if row.Link.Link.ID == 0 {
		return row.Write.ID
	}
	return row.Link.Link.ID
}

func (m *memstore) writeRecord(b *tandem.Batch, w *tandem.RecordWrite) {
	if w.Op == tandem.NoOp {
		return
	}
	ref := recordRef{b.Shape.Object, w.ID}
	r := m.records[ref]
	change := tandem.Change{Account: b.Account, Object: ref.object, ID: w.ID, Op: w.Op, Actor: b.Actor}
	switch w.Op {
	case tandem.Create:
		r = &record{values: map[string]tandem.Value{}}
		m.records[ref] = r
	case tandem.Delete:
		for name, v := range r.values {
			change.Fields = append(change.Fields, tandem.FieldChange{Field: name, Before: v, After: tandem.NullValue()})
		}
		delete(m.records, ref)
	default:
	}
	for i, name := range b.Shape.Fields {
		if w.Op == tandem.Delete || !w.Set.Has(i) || w.Values[i].IsAbsent() || r.values[name] == w.Values[i] {
			continue
		}
		if w.Op == tandem.Update {
			change.Fields = append(change.Fields, tandem.FieldChange{Field: name, Before: r.values[name], After: w.Values[i].Clone()})
		}
		r.values[name] = w.Values[i].Clone()
	}
	w.NewVersion = w.Version
	if w.Op == tandem.Update && len(change.Fields) == 0 {
		return
	}
	w.NewVersion++
	r.version = w.NewVersion
	if m.clock != nil {
		r.values["updated_at"] = tandem.InstantOf(m.clock())
	}
	change.Version, change.Seq = w.NewVersion, int64(len(m.changes)+1)
	m.changes = append(m.changes, change)
}

func (m *memstore) writeLink(b *tandem.Batch, row *tandem.Row) {
	links := m.links[b.Lane.Point]
	if links == nil {
		links = map[int64]tandem.Link{}
		m.links[b.Lane.Point] = links
	}
	l := row.Link.Link
	l.ID, l.Key, l.OursVersion = linkID(row), cloneKey(l.Key), 0
	if (row.Write.Op == tandem.Create || row.Write.Op == tandem.Update) && !row.Link.Behind {
		l.Version = row.Write.NewVersion
	}
	was, there := links[l.ID]
	switch row.Link.Op {
	case tandem.PutLink:
		links[l.ID] = l
		m.remember(b, tandem.LinkBefore{Was: was, Now: l})
	case tandem.DropLink:
		if there {
			delete(links, l.ID)
			m.remember(b, tandem.LinkBefore{Was: was})
		}
	case tandem.TouchLink:
		if there {
			was.Hash, was.Version = l.Hash, l.Version
			links[l.ID] = was
		}
	default:
	}
}

func (m *memstore) remember(b *tandem.Batch, l tandem.LinkBefore) {
	l.Seq, l.Lane = int64(len(m.before)+1), b.Lane
	m.before = append(m.before, l)
}

func (m *memstore) writeIntent(w *tandem.IntentWrite) {
	if w.New != nil {
		in := *w.New
		in.ID, in.State, in.Key = int64(len(m.intents)+1), tandem.IntentPending, cloneKey(in.Key)
		w.New.ID = in.ID
		m.intents = append(m.intents, in)
	}
	if a := w.Answer; a != nil {
		in := &m.intents[a.ID-1]
		in.State, in.Key, in.Message, in.Before = a.State, cloneKey(a.Key), a.Message, a.Before
	}
}

func (m *memstore) writeSettled(lane int64, w *tandem.UnsettledWrite) {
	if w == nil {
		return
	}
	rows := m.unsettled[lane]
	at := slices.IndexFunc(rows, func(u tandem.Unsettled) bool { return u.Key == w.Row.Key && u.ID == w.Row.ID })
	u := w.Row
	u.Key, u.For = cloneKey(u.Key), cloneKey(u.For)
	switch {
	case w.Drop && at >= 0:
		m.unsettled[lane] = slices.Delete(rows, at, at+1)
	case w.Drop:
	case at >= 0:
		u.Seq = rows[at].Seq
		rows[at] = u
	default:
		m.seq++
		u.Seq = m.seq
		m.unsettled[lane] = append(rows, u)
	}
}
