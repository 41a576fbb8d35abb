package engine

import (
	"context"
	"errors"

	"tandem"
	"tandem/dictionary"
	"tandem/merge"
)

// writer is the sink of a run: it carries the decisions out.
type writer struct{}

// take writes ours together with links, intents and outcomes in one
// transaction, then theirs, then what they answered. Pairs that moved meanwhile
// are read and decided again.
func (w writer) take(ctx context.Context, s *pass, pairs []pair) error {
	if len(pairs) == 0 && !s.dueToSave() {
		return s.landFlying(ctx) // the page it was made of ends with the next
	}
	if err := s.run.ensure(ctx, len(pairs) > 0); err != nil {
		return err
	}
	draft := s.nextDraft(len(pairs))
	if err := s.prepare(ctx, draft, pairs); err != nil {
		return err
	}
	if s.mayLoad(draft) {
		return s.load(ctx, draft)
	}
	if err := s.land(ctx); err != nil {
		return err
	}
	defer s.doneWith(draft)
	moved, err := s.commit(ctx, draft)
	if err != nil {
		return err
	}
	if err := s.e.step("intents stored"); err != nil {
		return err
	}
	more, err := s.send(ctx, draft)
	if err != nil {
		return err
	}
	if err := s.again(ctx, append(moved, more...)); err != nil {
		return err
	}
	return s.sendQueued(ctx, draft.queued)
}

// draft is a batch in the making and the pairs its rows belong to.
type draft struct {
	rows   []tandem.Row
	pairs  []*pair
	counts []*tandem.Outcome // what each row adds to the counts when it is written
	blind  int               // creations in it that could not be found again
	queued []*pair           // more of them, to be sent after these
}

// newDraft makes a draft with room for n rows: a row is large, and growing would copy it again and again.
func newDraft(n int) *draft {
	return &draft{rows: make([]tandem.Row, 0, n), pairs: make([]*pair, 0, n), counts: make([]*tandem.Outcome, 0, n)}
}

// nextDraft is newDraft in the memory of an earlier page where that is done with.
func (s *pass) nextDraft(n int) *draft {
	d := s.spare
	s.spare = nil
	if d == nil || cap(d.rows) < n {
		return newDraft(n)
	}
	*d = draft{rows: d.rows[:0], pairs: d.pairs[:0], counts: d.counts[:0]}
	return d
}

// doneWith keeps the memory of a draft for the next page.
func (s *pass) doneWith(d *draft) { s.spare = d }

func (d *draft) add(p *pair, row tandem.Row, outcome *tandem.Outcome) {
	d.rows = append(d.rows, row)
	d.pairs = append(d.pairs, p)
	d.counts = append(d.counts, outcome)
}

// prepare makes the rows of the first transaction.
func (s *pass) prepare(ctx context.Context, d *draft, pairs []pair) error {
	next, err := s.reserve(ctx, pairs)
	if err != nil {
		return err
	}
	if err := s.restore(ctx, pairs); err != nil {
		return err
	}
	for i := range pairs {
		p := &pairs[i]
		if p.isNewHere() {
			p.id = next
			next++
		}
		s.cursors.Held = s.cursors.Held || s.heldBack(p)
		s.draftPair(d, p)
	}
	return nil
}

// isNewHere reports whether a record will be created here that never was.
func (p *pair) isNewHere() bool {
	return p.fault == nil && p.decision.Ours == tandem.Create && !p.linked()
}

// restore gives records that come back after they were deleted their old id,
// so that whatever points at them, and their links with other systems, hold
// again. Their versions go on above all that any link remembers.
func (s *pass) restore(ctx context.Context, pairs []pair) error {
	var back []*pair
	var ids []int64
	for i := range pairs {
		if p := &pairs[i]; p.fault == nil && p.decision.Ours == tandem.Create && p.linked() {
			p.id, p.version = p.link.ID, 1
			back, ids = append(back, p), append(ids, p.id)
		}
	}
	if len(back) == 0 {
		return nil
	}
	lanes, err := s.e.lanesOf(ctx, s.p.lane.Account, s.p.lane.Object)
	if err != nil {
		return err
	}
	links := make([]tandem.Link, len(ids))
	for _, lane := range lanes {
		if err := s.e.store.LinksByID(ctx, lane, ids, false, links); err != nil {
			return err
		}
		for i, p := range back {
			p.version = max(p.version, links[i].Version)
		}
	}
	return nil
}

// lanesOf lists the lanes that keep an object in step with some system.
func (e *Engine) lanesOf(ctx context.Context, account int64, object string) ([]tandem.Lane, error) {
	syncs, err := e.options.Syncs(ctx, account)
	if err != nil {
		return nil, err
	}
	var lanes []tandem.Lane
	for _, s := range syncs {
		for i := range s.Points {
			if s.Points[i].Ours == object {
				lanes = append(lanes, tandem.Lane{Account: account, Point: s.Points[i].ID, Object: object})
			}
		}
	}
	return lanes, nil
}

// reserve takes ids for the records that will be created here. While theirs is
// listed it takes them in blocks: asking for each page anew would cost as much as
// a tenth of storing it.
func (s *pass) reserve(ctx context.Context, pairs []pair) (int64, error) {
	n := int64(0)
	for i := range pairs {
		if pairs[i].isNewHere() {
			n++
		}
	}
	if n == 0 {
		return 0, nil
	}
	if s.ids.n < n {
		block := n
		if s.loading != nil {
			block = max(n, idBlock)
		}
		first, err := s.e.store.NextIDs(ctx, s.p.lane.Object, int(block))
		if err != nil {
			return 0, err
		}
		s.ids = idSpan{first, block}
	}
	first := s.ids.first
	s.ids.first, s.ids.n = first+n, s.ids.n-n
	return first, nil
}

// idBlock is how many ids are taken at once.
const idBlock = 8_000

// returnIDs gives back what is left of a block, where the store takes it.
func (s *pass) returnIDs() {
	if r, ok := s.e.store.(interface {
		ReturnIDs(object string, first int64, n int)
	}); ok && s.ids.n > 0 {
		r.ReturnIDs(s.p.lane.Object, s.ids.first, int(s.ids.n))
	}
	s.ids = idSpan{}
}

// draftPair adds what becomes of one pair.
func (s *pass) draftPair(d *draft, p *pair) {
	if p.fault != nil {
		s.draftFault(d, p)
		return
	}
	if p.vanished() {
		d.add(p, tandem.Row{Settled: s.letGo(p)}, nil)
		return
	}
	dec := &p.decision
	if dec.Ours == tandem.Delete || dec.Theirs == tandem.Delete {
		s.collect(p)
		d.add(p, tandem.Row{Settled: s.relook(p, tandem.DeletePending, "will be deleted when everything else is written")}, nil)
		return
	}
	if s.enqueue(d, p) {
		d.add(p, tandem.Row{Settled: s.relook(p, tandem.Conflict, "its turn to be sent comes next")}, nil)
		return
	}
	row, err := s.writes(p)
	if err != nil {
		p.fault = failed(err)
		s.draftFault(d, p)
		return
	}
	s.moveLink(p, &row)
	s.draftOutcome(d, p, row)
}

// writes makes what is written on either side.
func (s *pass) writes(p *pair) (row tandem.Row, err error) {
	if err = s.writeOurs(p, &row.Write); err == nil && p.decision.Theirs != tandem.NoOp {
		row.Intent.New, err = s.intent(p)
	}
	return row, err
}

// tryOut lets a pair fail in a preview as it would in a run (Promise 2).
func (s *pass) tryOut(p *pair) {
	if p.fault != nil || p.decision.Ours == tandem.Delete || p.decision.Theirs == tandem.Delete {
		return
	}
	if _, err := s.writes(p); err != nil {
		p.fault = failed(err)
	}
}

// draftOutcome stores what became of the pair where nothing else tells, and
// counts it now unless the other side has yet to answer.
func (s *pass) draftOutcome(d *draft, p *pair, row tandem.Row) {
	outcome := p.decision.Outcome
	switch outcome {
	case tandem.Excluded, tandem.Conflicted:
		row.Outcome = s.outcome(p, outcome, p.decision.Code, reasonText(s, p))
	case tandem.Updated:
		if row.Write.Op == tandem.NoOp && row.Intent.New == nil {
			row.Outcome = s.outcome(p, outcome, "", "linked")
		}
	default:
	}
	row.Settled = s.list(p)
	if p.decision.Link == merge.EndLink && p.linked() {
		row.Link = tandem.LinkWrite{Op: tandem.DropLink, Link: p.link}
	}
	if row.Intent.New != nil && outcome != tandem.Conflicted {
		d.add(p, row, nil)
		return
	}
	d.add(p, row, &outcome)
}

// draftFault stores why a pair was not decided and puts it on the list of
// rows to look at again.
func (s *pass) draftFault(d *draft, p *pair) {
	f := p.fault
	if p.decision.Ours == tandem.Create {
		p.id = p.link.ID // the one in hand was reserved for a record that was not made
	}
	p.decision = merge.Decision{Outcome: f.outcome, Code: f.code}
	row := tandem.Row{Outcome: s.outcome(p, f.outcome, f.code, f.reason)}
	row.Settled = &tandem.UnsettledWrite{Drop: f.outcome == tandem.Excluded, Row: tandem.Unsettled{
		Key: p.key, ID: p.id, Outcome: f.outcome, Code: f.code, Reason: f.reason,
		Awaits: f.awaits, For: f.parent, ForID: f.ourParent, Run: s.run.run.ID, At: s.e.clock(),
	}}
	if p.awaits() {
		row.Settled = s.awaitParent(p)
	}
	if f.sent != nil {
		row.Settled.Row.Ours, row.Settled.Row.Fields = string(tandem.AppendRecord(nil, f.sent)), s.p.names
	}
	d.add(p, row, &f.outcome)
}

// awaits reports whether a pair is to be completed when a parent of its arrives, or decided anew:
// what it points at may be the very edit that brings back what is left out as deleted.
func (p *pair) awaits() bool {
	switch {
	case p.later == nil:
		return false
	case p.fault != nil:
		return p.fault.outcome == tandem.Excluded && p.linked()
	default:
		return p.decision.Link == merge.MakeLink || p.decision.Outcome == tandem.Excluded && p.linked()
	}
}

// list says whether the pair goes on or off the list of rows to look at again.
func (s *pass) list(p *pair) *tandem.UnsettledWrite {
	if p.decision.Outcome == tandem.Conflicted {
		return &tandem.UnsettledWrite{Row: s.review(p)}
	}
	if p.awaits() {
		return s.awaitParent(p)
	}
	if p.isLeftOut() {
		return s.rememberLeftOut(p)
	}
	if p.listed || len(s.listed.of(p)) > 0 {
		return &tandem.UnsettledWrite{Drop: true, Row: tandem.Unsettled{Key: p.key, ID: p.id}}
	}
	return nil
}

// letGo takes what is on neither side off the list. Where only our half of a
// waiting pair is gone, the row there goes on alone.
func (s *pass) letGo(p *pair) *tandem.UnsettledWrite {
	for _, entry := range s.listed.of(p) {
		if p.key == "" && entry.key != "" {
			p.key, p.id = entry.key, 0
			return s.goOnAlone(ref{key: entry.key})
		}
	}
	return s.list(p)
}

// relook puts a pair on the list in the very transaction that moves a cursor
// past it: should the process end before it is done, the next run finds it there.
func (s *pass) relook(p *pair, code tandem.Code, reason string) *tandem.UnsettledWrite {
	p.listed = true
	u := tandem.Unsettled{Key: p.key, ID: p.id, Outcome: tandem.Waiting, Code: code, Reason: reason, Run: s.run.run.ID, At: s.e.clock()}
	if p.decision.Ours == tandem.Create {
		u.ID = 0
	}
	return &tandem.UnsettledWrite{Row: u}
}

// awaitParent puts a pair on the list that is there already but for a
// reference to a parent that is not.
func (s *pass) awaitParent(p *pair) *tandem.UnsettledWrite {
	return &tandem.UnsettledWrite{Row: tandem.Unsettled{
		Key: p.key, Outcome: tandem.Waiting, Code: tandem.ParentMissing, Reason: p.later.Error(),
		Awaits: s.p.parents[p.later.point].lane.Point, For: p.later.key, Run: s.run.run.ID, At: s.e.clock(),
	}}
}

// outcome makes the stored outcome of a pair.
func (s *pass) outcome(p *pair, o tandem.Outcome, code tandem.Code, reason string) *tandem.OutcomeRow {
	return &tandem.OutcomeRow{
		Run: s.run.run.ID, Point: s.p.def.Name, Key: p.key, ID: p.id, Outcome: o, Code: code, Reason: reason, At: s.e.clock(),
	}
}

// writeOurs makes the write of our record and checks it as the one door does.
func (s *pass) writeOurs(p *pair, w *tandem.RecordWrite) error {
	op := p.decision.Ours
	if op == tandem.NoOp {
		return nil
	}
	*w = tandem.RecordWrite{Op: op, ID: p.id, Version: p.version}
	w.Values = s.arena.record(len(s.p.shape.Fields))
	if err := s.p.plan.ToOurs(p.agreed, &p.decision.SetOurs, w.Values, &w.Set); err != nil {
		return err
	}
	if op == tandem.Create {
		for _, in := range s.p.initial {
			if w.Values[in.at].IsAbsent() {
				w.Values[in.at] = in.value
				w.Set.Add(in.at)
			}
		}
	}
	if problems := s.p.checker.Check(&w.Set, w.Values, op == tandem.Create); len(problems) > 0 {
		return dictionary.Error(problems)
	}
	return nil
}

// moveLink makes, moves or touches the link as far as our own side is
// concerned. What the other side has yet to accept stays as it was in the
// base, and the link's version stays behind so that the pair is looked at
// again should the answer never come.
func (s *pass) moveLink(p *pair, row *tandem.Row) {
	dec := &p.decision
	if dec.Link != merge.MakeLink || dec.Theirs == tandem.Create {
		return
	}
	link := tandem.Link{Key: p.key, ID: p.id, Version: p.version, Hash: p.hash, Run: s.run.run.ID}
	if p.hash == 0 {
		link.Hash = p.link.Hash
	}
	pending := p.withheld || dec.Theirs != tandem.NoOp || !dec.Conflicts.IsEmpty()
	if s.p.keepsBase {
		link.Base, link.Shape = s.encodeBase(p, pending), s.cursors.Shape
	}
	op := tandem.PutLink
	if p.linked() && dec.Ours == tandem.NoOp && link.Base == p.link.Base {
		op = tandem.TouchLink
	}
	if pending {
		link.Version = 0
	}
	if op == tandem.TouchLink && link.Hash == p.link.Hash && (link.Version == p.link.Version || p.awaitsAnswer()) {
		return
	}
	row.Link = tandem.LinkWrite{Op: op, Link: link, Behind: pending}
}

// awaitsAnswer reports whether only the other side has yet to accept an edit of
// ours that the link is behind already. The intent keeps the pair in sight until
// it is answered, so the link need not be written to say so too.
func (p *pair) awaitsAnswer() bool {
	return p.decision.Theirs == tandem.Update && p.decision.Conflicts.IsEmpty() && !p.withheld && p.link.Version != p.version
}

// encodeBase writes what both sides agree on; fields that theirs has yet to
// accept, or that are in conflict, stay as the base had them.
func (s *pass) encodeBase(p *pair, pending bool) string {
	if !pending {
		return s.encode(p.agreed)
	}
	values := s.arena.record(s.p.width())
	copy(values, p.agreed)
	for i := range values {
		if p.decision.SetTheirs.Has(i) || p.decision.Conflicts.Has(i) {
			values[i] = tandem.Value{}
			if p.hasBase {
				values[i] = p.base[i]
			}
		}
	}
	return s.encode(values)
}

// encode writes a record as it is stored.
func (s *pass) encode(r tandem.Record) string {
	s.scratch = tandem.AppendRecord(s.scratch[:0], r)
	return string(s.scratch)
}

// commit writes a draft. Rows that cannot be written are taken out: those
// whose record moved come back to be decided again, the others end failed.
func (s *pass) commit(ctx context.Context, d *draft) (moved []*pair, err error) {
	for {
		err := s.commitOnce(ctx, d)
		rowErrs, ok := errors.AsType[*tandem.RowErrors](err)
		if !ok {
			return moved, err
		}
		moved = append(moved, s.takeOut(d, rowErrs)...)
	}
}

// commitOnce writes the draft with the counters it leads to.
func (s *pass) commitOnce(ctx context.Context, d *draft) error {
	if err := s.run.ensure(ctx, len(d.rows) > 0); err != nil {
		return err
	}
	before := *s.progress
	s.count(d)
	s.clockIn()
	batch := s.batch()
	own := len(d.rows)
	d.rows = append(d.rows, s.otherEntries(d)...)
	batch.Rows, batch.Run, batch.Cursors = d.rows, s.run.stored(), &s.cursors
	d.rows = d.rows[:own]
	if err := s.e.store.Commit(ctx, batch); err != nil {
		*s.progress = before
		return err
	}
	s.stored = s.position()
	s.noteListed(batch.Rows)
	s.written(d)
	return nil
}

// batch begins a transaction of this data point.
func (s *pass) batch() *tandem.Batch {
	return &tandem.Batch{Account: s.p.lane.Account, Actor: s.run.actor(), Lane: s.p.lane, Shape: s.p.shape}
}

// count counts what a draft will have done once it is written.
func (s *pass) count(d *draft) {
	for i, outcome := range d.counts {
		if outcome != nil {
			s.tally(d.pairs[i], *outcome)
		}
		if d.rows[i].Write.Op != tandem.NoOp {
			s.progress.OurWrites++
		}
		if a := d.rows[i].Intent.Answer; a != nil && a.State == tandem.IntentDone {
			s.progress.TheirWrites++
		}
	}
}

// written notes what a commit has done.
func (s *pass) written(d *draft) {
	for i, outcome := range d.counts {
		if outcome != nil {
			s.tallied(d.pairs[i], *outcome)
		}
		if w := &d.rows[i].Write; w.Op != tandem.NoOp {
			d.pairs[i].version = w.NewVersion
		}
		if d.rows[i].Link.Op == tandem.PutLink && (d.pairs[i].theirsIs == merge.Present || d.rows[i].Intent.Answer != nil) {
			s.seen.add(d.pairs[i].id) // linked in this very read, or written just now: their row is there
		}
		if d.rows[i].Link.Op == tandem.PutLink {
			delete(s.doubts, d.pairs[i].id) // it has arrived, and the base says what was sent
		}
		if d.rows[i].Link.Op == tandem.DropLink {
			s.seen.remove(d.pairs[i].id) // there is no pair any more: only links are seen
		}
	}
}

// takeOut removes the rows that could not be written. A failed row stays in
// the draft with its outcome alone.
func (s *pass) takeOut(d *draft, errs *tandem.RowErrors) (moved []*pair) {
	kept := newDraft(len(d.pairs))
	kept.queued = d.queued
	for i, p := range d.pairs {
		err, bad := errs.Errs[i]
		switch {
		case !bad:
			kept.add(p, d.rows[i], d.counts[i])
		case tandem.CodeOf(err) == tandem.Conflict:
			moved = append(moved, p)
			kept.add(p, tandem.Row{Settled: s.relook(p, tandem.Conflict, "it changed while it was merged")}, nil)
		default:
			p.fault = failed(err)
			s.draftFault(kept, p)
		}
	}
	*d = *kept
	return moved
}
