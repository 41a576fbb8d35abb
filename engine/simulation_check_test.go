package engine

import (
	"fmt"
	"maps"
	"slices"

	"tandem"
	"tandem/connector/memory"
	"tandem/expr"
	"tandem/mapping"
	"tandem/merge"
)

// check looks at the world after the calm and says which promise is broken.
func (w *world) check() {
	w.checkTwins()
	w.checkNothingLost()
	for _, s := range w.lanes() {
		s.checkLinks()
		s.checkUnlinked()
		s.checkUnsettled()
		s.checkAgreement()
	}
	w.checkRest()
}

// lanes looks at all lanes, and at what waits in them.
func (w *world) lanes() []*laneState {
	var states []*laneState
	waiting := map[string]bool{}
	for _, s := range w.syncs {
		session, err := w.newEngine(w.store, nil).open(w.ctx, s)
		w.must(err)
		for _, p := range session.points {
			state := w.laneState(w.remote(s.Connection), p)
			state.waiting = waiting
			state.noteWaiting()
			states = append(states, state)
		}
	}
	return states
}

// checkTwins (Promise 3): nothing stands twice on any side.
func (w *world) checkTwins() {
	for _, point := range []string{companies, people} {
		seen := map[string]bool{}
		rows := w.ours(point)
		for i, id := range rows.IDs {
			tag := rows.Row(i)[0].Text()
			if seen[tag] && !w.mayBeTwice(point, tag) {
				w.failf("a twin: %s (%s %d) is here twice", tag, point, id)
			}
			seen[tag] = true
		}
		for _, m := range w.remotes {
			seen := map[string]bool{}
			for _, row := range m.tables[point].Rows() {
				tag := row["tag"].Text()
				if w.isOrphan(m, point, row) {
					continue
				}
				if seen[tag] && !w.mayBeTwice(point, tag) {
					w.failf("a twin: %s (%s %s) is twice in %s", tag, point, row["id"], m.name)
				}
				seen[tag] = true
			}
		}
	}
}

// mayBeTwice reports whether two of a thing are nobody's mistake: it was deleted on one side
// and comes back from another system that still had it, as a new one.
func (w *world) mayBeTwice(point, tag string) bool {
	return w.isBeyondRecognition(point, tag) || (w.life.killed[tag] && len(w.remotes) > 1)
}

// isBeyondRecognition reports whether a thing was sent to a system that cannot
// find it again, and rewritten there before it was seen: nobody could tell what it is.
func (w *world) isBeyondRecognition(point, tag string) bool {
	return w.life.edits[tag] > 0 && slices.ContainsFunc(w.syncs, func(s *Sync) bool {
		p, _ := s.Point(point)
		return p.Match == nil && (p.ExternalID == "" || w.remote(s.Connection).hides("lasting_key"))
	})
}

// isOrphan reports whether a row was left behind when our record was deleted.
// The record may have come back from another system since, as a new one.
func (w *world) isOrphan(m *remote, point string, row memory.Row) bool {
	link := make([]tandem.Link, 1)
	w.must(w.store.LinksByKey(w.ctx, w.lane(m, point), []tandem.Key{tandem.KeyOf(row["id"])}, false, link))
	return link[0].ID != 0 && link[0].OursVersion == 0
}

// lane is a system's lane of a point.
func (w *world) lane(m *remote, point string) tandem.Lane {
	for _, s := range w.syncs {
		if p, ok := s.Point(point); ok && s.Connection == m.name {
			return tandem.Lane{Account: 1, Point: p.ID, Object: p.Ours}
		}
	}
	return tandem.Lane{}
}

// checkNothingLost: what nobody deleted is still where somebody made it.
func (w *world) checkNothingLost() {
	for _, tag := range slices.Sorted(maps.Keys(w.life.born)) {
		if !w.life.killed[tag] && !w.isThere(tag, w.life.born[tag]) {
			w.failf("%s is gone from %q, where it was made, though nobody deleted it", tag, w.life.born[tag])
		}
	}
}

func (w *world) isThere(tag, where string) bool {
	for _, point := range []string{companies, people} {
		if where != "" {
			if _, ok := w.remote(where).find(point, tag); ok {
				return true
			}
			continue
		}
		rows := w.ours(point)
		for i := range rows.IDs {
			if rows.Row(i)[0].Text() == tag {
				return true
			}
		}
	}
	return false
}

// lane is what a lane looks like after the calm.
type laneState struct {
	w         *world
	m         *remote
	p         *point
	name      string
	links     []tandem.Link
	byKey     map[tandem.Key]tandem.Link
	unsettled []tandem.Unsettled
	rows      map[tandem.Key]memory.Row
	ours      *tandem.Rows // in the point's shape
	at        map[int64]int
	waiting   map[string]bool // tags of what waits in any lane
}

func (w *world) laneState(m *remote, p *point) *laneState {
	s := &laneState{w: w, m: m, p: p, name: m.name + " " + p.def.Name, byKey: map[tandem.Key]tandem.Link{}, rows: map[tandem.Key]memory.Row{}, at: map[int64]int{}}
	var err error
	s.links, err = w.store.Links(w.ctx, p.lane, "", 10_000)
	w.must(err)
	for i := range s.links {
		full := make([]tandem.Link, 1)
		w.must(w.store.LinksByID(w.ctx, p.lane, []int64{s.links[i].ID}, true, full))
		s.links[i] = full[0]
		s.byKey[full[0].Key] = full[0]
	}
	s.unsettled, err = w.store.Unsettled(w.ctx, p.lane, 0, 10_000)
	w.must(err)
	for _, row := range m.tables[p.def.Name].Rows() {
		s.rows[tandem.KeyOf(row["id"])] = row
	}
	var all tandem.Rows
	w.must(w.store.Records(w.ctx, 1, p.shape, w.ours(p.def.Name).IDs, &all))
	s.ours = &all
	for i, id := range all.IDs {
		s.at[id] = i
	}
	return s
}

// listed finds the entry of a pair on the list of rows to look at again.
func (s *laneState) listed(key tandem.Key, id int64) *tandem.Unsettled {
	for i := range s.unsettled {
		if u := &s.unsettled[i]; (key != "" && u.Key == key) || (id != 0 && u.ID == id) {
			return u
		}
	}
	return nil
}

// noteWaiting notes the tags of what is not settled.
func (s *laneState) noteWaiting() {
	for _, u := range s.unsettled {
		if u.Code == tandem.FilteredOut {
			continue // it is settled, and only remembered
		}
		if row, ok := s.rows[u.Key]; ok {
			s.waiting[row["tag"].Text()] = true
		}
		if at, ok := s.at[u.ID]; ok {
			tagAt := slices.Index(s.p.shape.Fields, "external_number")
			s.waiting[s.ours.Row(at)[tagAt].Text()] = true
		}
	}
}

// isFiltered reports whether the data point's filter leaves a row out.
func (s *laneState) isFiltered(key tandem.Key) bool {
	return s.p.filter != nil && !expr.Match(s.p.filter, func(name string) tandem.Value { return s.rows[key][name] })
}

// fitsFiltered reports whether a record of ours fits an unlinked row there that
// the filter leaves out: the two are one pair, which is excluded.
func (s *laneState) fitsFiltered(id int64) bool {
	if s.p.def.Match == nil {
		return false
	}
	tag := s.ours.Row(s.at[id])[slices.Index(s.p.shape.Fields, "external_number")]
	for key, row := range s.rows {
		if _, linked := s.byKey[key]; !linked && s.isFiltered(key) && row["tag"] == tag {
			return true
		}
	}
	return false
}

// checkLinks: links are one to one, and a half that is missing has a reason.
func (s *laneState) checkLinks() {
	if len(s.byKey) != len(s.links) {
		s.w.failf("%s: a key has two links", s.name)
	}
	ops := s.p.rules.Operations
	for _, l := range s.links {
		_, theirs := s.rows[l.Key]
		_, ours := s.at[l.ID]
		switch {
		case s.isFiltered(l.Key):
		case ops.Create != tandem.Both || !s.p.def.Writable:
			// An edit may have won over a deletion without the right to bring the record back.
		case !ours && theirs && ops.Delete.Has(tandem.Out) && s.p.def.Writable && s.listed(l.Key, l.ID) == nil:
			s.w.failf("%s: %s should have been deleted there with our %d", s.name, l.Key, l.ID)
		case ours && !theirs && ops.Delete.Has(tandem.In) && s.listed(l.Key, l.ID) == nil:
			s.w.failf("%s: our %d should have been deleted with their %s", s.name, l.ID, l.Key)
		}
	}
}

// checkUnlinked: what should be on the other side is, or stands on the list.
func (s *laneState) checkUnlinked() {
	ops := s.p.rules.Operations
	linked := map[int64]bool{}
	for _, l := range s.links {
		linked[l.ID] = true
	}
	for _, key := range slices.Sorted(maps.Keys(s.rows)) {
		if _, ok := s.byKey[key]; !ok && !s.isFiltered(key) && ops.Create.Has(tandem.In) && s.listed(key, 0) == nil {
			s.w.failf("%s: %s (%s) never arrived here", s.name, key, s.rows[key]["tag"])
		}
	}
	for _, id := range s.ours.IDs {
		if !linked[id] && ops.Create.Has(tandem.Out) && s.p.def.Writable && s.listed("", id) == nil && !s.fitsFiltered(id) {
			s.w.failf("%s: our %d never arrived there", s.name, id)
		}
	}
}

// checkUnsettled: what is left over has a reason that holds.
func (s *laneState) checkUnsettled() {
	for _, u := range s.unsettled {
		switch u.Code {
		case tandem.BothChanged, tandem.EditedDeleted:
		case tandem.InDoubt:
			if s.p.worth != 0 {
				s.w.failf("%s: our %d is in doubt although it can be looked up", s.name, u.ID)
			}
		case tandem.ParentMissing:
			s.checkParentMissing(u)
		case tandem.FilteredOut:
			s.checkLeftOut(u)
		default:
			s.w.failf("%s: %s/%d is left %s (%s): %s", s.name, u.Key, u.ID, u.Outcome, u.Code, u.Reason)
		}
	}
}

// checkLeftOut: a record of ours that is not made there has its row there, which the filter leaves out.
func (s *laneState) checkLeftOut(u tandem.Unsettled) {
	_, theirs := s.rows[u.Key]
	_, ours := s.at[u.ID]
	if _, linked := s.byKey[u.Key]; linked || !theirs || !ours || !s.isFiltered(u.Key) {
		s.w.failf("%s: %s/%d is remembered as left out and is not", s.name, u.Key, u.ID)
	}
}

func (s *laneState) checkParentMissing(u tandem.Unsettled) {
	parent := tandem.Lane{Account: 1, Point: u.Awaits, Object: "customer"}
	links := make([]tandem.Link, 2)
	s.w.must(s.w.store.LinksByKey(s.w.ctx, parent, []tandem.Key{u.For}, false, links[:1]))
	s.w.must(s.w.store.LinksByID(s.w.ctx, parent, []int64{u.ForID}, false, links[1:]))
	if (u.For != "" && links[0].OursVersion != 0) || (u.ForID != 0 && links[1].ID != 0) {
		s.w.failf("%s: %s/%d waits for a parent that is there: %s", s.name, u.Key, u.ID, u.Reason)
	}
}

// checkAgreement: linked pairs hold the same in every field that may travel,
// and what they hold was not replaced by somebody who saw it.
func (s *laneState) checkAgreement() {
	for _, l := range s.links {
		row, ok := s.rows[l.Key]
		at, there := s.at[l.ID]
		if !ok || !there || s.isFiltered(l.Key) {
			continue
		}
		if u := s.listed(l.Key, l.ID); u != nil {
			continue
		}
		ours, theirs := make(tandem.Record, s.p.width()), make(tandem.Record, s.p.width())
		s.w.must(s.p.plan.FromOurs(s.ours.Row(at), ours))
		their := make(tandem.Record, s.p.view.Width())
		for i, name := range s.p.view.Fields {
			their[i] = row[name]
		}
		s.w.must(s.p.plan.FromTheirs(their, theirs))
		for i, f := range s.p.rules.Fields {
			s.checkField(l, i, f, s.resolved(ours[i], i), s.resolved(theirs[i], i))
		}
	}
}

// resolved makes references comparable: by our id, 0 for a parent that is nowhere.
func (s *laneState) resolved(v tandem.Value, position int) tandem.Value {
	key, ok := v.Unresolved()
	if !ok {
		return v
	}
	links := make([]tandem.Link, 1)
	s.w.must(s.w.store.LinksByKey(s.w.ctx, s.p.parents[s.p.plan.Positions[position].Reference].lane, []tandem.Key{key}, false, links))
	return tandem.ReferenceValue(links[0].ID)
}

func (s *laneState) checkField(l tandem.Link, i int, f merge.Field, o, t tandem.Value) {
	name := s.p.names[i]
	may := f.Direction & s.p.rules.Operations.Update
	if may == tandem.Off || f.Keep == merge.CreateOnly || (may.Has(tandem.Out) && !s.p.def.Writable) {
		return
	}
	tag := s.rows[l.Key]["tag"].Text()
	place := fmt.Sprintf("%s: %s (%s, our %d): %s", s.name, l.Key, tag, l.ID, name)
	switch {
	case o == t:
		s.checkEdits(name, tag, o)
	case f.Keep == merge.NeverErase && t.IsEmpty():
	case f.Keep == merge.OnlyIfEmpty && !o.IsEmpty():
	case may == tandem.In && t.IsEmpty(), may == tandem.Out && o.IsEmpty():
		// A side that is master and never held anything erases nothing.
	case o.Kind() == tandem.Reference && (t == tandem.ReferenceValue(0) || !s.isHere(o.Int())):
		// What it points at is gone on one side.
	default:
		s.w.failf("%s is %q here and %q there", place, o, t)
	}
}

// isHere reports whether there is a company of ours.
func (s *laneState) isHere(id int64) bool { return slices.Contains(s.w.ours(companies).IDs, id) }

// checkEdits: a value that somebody saw and replaced does not come back. That
// holds where a field may travel every way; elsewhere one side overrules the other.
func (s *laneState) checkEdits(name, tag string, v tandem.Value) {
	if v.IsEmpty() || s.waiting[tag] || !s.w.life.ousted[traceOf(name, tag, v)] || s.w.life.killed[tag] || !s.w.isFree(s.p.def.Name, name) {
		return
	}
	s.w.failf("%s: an edit is lost: %s of %s is %q again, which somebody had replaced", s.name, name, tag, v)
}

// isFree reports whether a field may travel both ways between all systems.
func (w *world) isFree(point, field string) bool {
	for _, s := range w.syncs {
		p, _ := s.Point(point)
		at := slices.IndexFunc(p.Mapping.Rules, func(r mapping.Rule) bool { return r.Ours == field })
		rule := p.Mapping.Rules[at]
		if !p.Writable || p.Filter != "" || rule.Direction&p.Operations.Update != tandem.Both || rule.Keep != "" || rule.Values != nil || rule.Reference != "" {
			return false
		}
	}
	return true
}

// checkRest: another run plans nothing and writes nothing, and its counts are
// the pairs there are (Promises 1, 2 and 5).
func (w *world) checkRest() {
	for _, s := range w.syncs {
		for _, kind := range []tandem.RunKind{tandem.Bulk, tandem.Incremental} {
			plan, err := w.engine.Preview(w.ctx, 1, s.Name, kind)
			w.must(err)
			rows, err := w.store.PlanRows(w.ctx, plan.Account, plan.ID, 0, 10_000)
			w.must(err)
			for _, row := range rows {
				if row.Ours != tandem.NoOp || row.Theirs != tandem.NoOp {
					w.failf("%s: a further %s run plans %s here and %s there for %s %s/%d: %s %s", s.Name, kind, row.Ours, row.Theirs, row.Point, row.Key, row.ID, row.Reason, row.Diff)
				}
			}
		}
		w.checkCounts(s)
	}
}

func (w *world) checkCounts(s *Sync) {
	before, err := w.store.LastSeq(w.ctx)
	w.must(err)
	session, err := w.newEngine(w.store, nil).open(w.ctx, s)
	w.must(err)
	states := map[string]*laneState{}
	for _, p := range session.points {
		states[p.def.Name] = w.laneState(w.remote(s.Connection), p)
	}
	run := w.run(Request{Sync: s.Name, Kind: tandem.Bulk})
	if n := written(run); n != 0 || run.State != tandem.Done {
		w.failf("%s: a further run is %s and writes %d rows: %s", s.Name, run.State, n, counts(run))
	}
	after, err := w.store.LastSeq(w.ctx)
	w.must(err)
	if after != before {
		w.failf("%s: a further run left %d changes", s.Name, after-before)
	}
	for _, p := range session.points {
		state := states[p.def.Name]
		pairs := len(state.links)
		linked := map[int64]bool{}
		for _, l := range state.links {
			linked[l.ID] = true
		}
		for key := range state.rows {
			if _, ok := state.byKey[key]; !ok {
				pairs++
			}
		}
		for _, id := range state.ours.IDs {
			if !linked[id] && !state.fitsFiltered(id) {
				pairs++
			}
		}
		for _, u := range state.unsettled { // two halves that wait together are one pair
			_, theirs := state.rows[u.Key]
			_, ours := state.at[u.ID]
			if _, isLinked := state.byKey[u.Key]; theirs && ours && !isLinked && !linked[u.ID] && !state.fitsFiltered(u.ID) {
				pairs--
			}
			if !ours && !linked[u.ID] && u.Key == "" && u.Code == tandem.InDoubt { // deleted here, but it may have arrived there
				pairs++
			}
		}
		for _, progress := range run.Points {
			if n := progress.Counts.Rows(); progress.Name == p.def.Name && n != int64(pairs) {
				w.failf("%s: %d pairs, but the outcomes add up to %d: %s", state.name, pairs, n, counts(run))
			}
		}
	}
}
