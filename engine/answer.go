package engine

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"tandem"
	"tandem/connector"
	"tandem/merge"
)

// intent makes the note of a write to the other side that is stored before it
// is sent (Promise 3).
func (s *pass) intent(p *pair) (*tandem.Intent, error) {
	values := s.arena.record(s.p.view.Width())
	intent := &tandem.Intent{
		Lane: s.p.lane, Run: s.run.run.ID, Op: p.decision.Theirs, Ours: p.id, Key: p.key,
		Fields: s.p.rowFields(), At: s.e.clock(),
	}
	set := p.decision.SetTheirs
	if intent.Op == tandem.Create {
		intent.Key = "" // that of a row that was here before will not be the new one's
		s.p.plan.ForCreate(p.agreed, &set)
		intent.ExternalID = lastingKey(s.p.lane, p.id, s.generations[p.id])
	}
	if err := s.p.plan.ToTheirs(p.outward(), &set, values, &intent.Set); err != nil {
		return nil, err
	}
	intent.Values = s.encode(values)
	if before := s.before(p, &intent.Set); before != nil {
		intent.Before = s.encode(before)
	}
	return intent, nil
}

// outward is what both agree on with references as their keys.
func (p *pair) outward() tandem.Record {
	if p.out != nil {
		return p.out
	}
	return p.agreed
}

// before is what the row must still hold where we write: as it was read, or as
// both last agreed. Nil when nothing is known.
func (s *pass) before(p *pair, set *tandem.Fields) tandem.Record {
	if p.decision.Theirs == tandem.Create {
		return nil
	}
	before := s.arena.record(s.p.view.Width())
	if p.row != nil {
		for i := range before {
			if set.Has(i) {
				before[i] = p.row[i]
			}
		}
		return before
	}
	if !p.hasBase {
		return nil
	}
	var ignored tandem.Fields
	if s.p.plan.ToTheirs(p.baseOut, &p.decision.SetTheirs, before, &ignored) != nil {
		return nil
	}
	return before
}

// rowFields names the values of a row, the lines included.
func (p *point) rowFields() []string {
	if p.view.Lines == nil {
		return p.view.Fields
	}
	return append(slices.Clip(p.view.Fields), "lines")
}

// lastingKeyDigits has no letters that are mistaken for others.
const lastingKeyDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// lastingKeyGenerations begin the keys of a record that was created there, deleted,
// and created again while the deleted row still holds the key before.
const lastingKeyGenerations = "TUVWXYZ"

// lastingKey is the key that a record created on the other side keeps there:
// 12 characters, the generation, the account and our id.
func lastingKey(lane tandem.Lane, id int64, generation int) string {
	var key [12]byte
	for i, n := len(key)-1, uint64(id); i >= 4; i, n = i-1, n>>5 {
		key[i] = lastingKeyDigits[n&31]
	}
	for i, n := 3, uint64(lane.Account); i >= 1; i, n = i-1, n>>5 {
		key[i] = lastingKeyDigits[n&31]
	}
	key[0] = lastingKeyGenerations[generation%len(lastingKeyGenerations)]
	return string(key[:])
}

// send carries the stored intents of a draft to the other side and stores the
// answers, those of one call while the next is under way. Pairs whose row moved
// there come back.
func (s *pass) send(ctx context.Context, d *draft) (moved []*pair, err error) {
	var pairs []*pair
	var intents []*tandem.Intent
	var writes []connector.Write
	for i := range d.rows {
		if intent := d.rows[i].Intent.New; intent != nil {
			write, err := s.connectorWrite(intent)
			if err != nil {
				return nil, err
			}
			pairs, intents, writes = append(pairs, d.pairs[i]), append(intents, intent), append(writes, write)
		}
	}
	answers := s.call(ctx, writes)
	for len(pairs) > 0 {
		results, err := answers()
		if stop := s.e.step("answers received"); stop != nil {
			return nil, stop
		}
		if err != nil { // what follows was not sent
			return moved, s.lost(ctx, pairs, intents, err)
		}
		n := len(results)
		writes = writes[n:]
		answers = s.call(ctx, writes)
		again, err := s.answer(ctx, pairs[:n], intents[:n], results)
		if err != nil {
			_, _ = answers() // that call is over; its intents stay open
			return nil, err
		}
		moved, pairs, intents = append(moved, again...), pairs[n:], intents[n:]
	}
	return moved, nil
}

// call begins to write the next of writes to the other side and returns a
// function that waits for the answers.
func (s *pass) call(ctx context.Context, writes []connector.Write) (answers func() ([]connector.Result, error)) {
	var results []connector.Result
	var err error
	var under sync.WaitGroup
	if writes = writes[:min(s.e.callRows, len(writes))]; len(writes) > 0 {
		under.Go(func() { results, err = s.write(ctx, writes) })
	}
	if !s.e.ahead {
		under.Wait()
	}
	return func() ([]connector.Result, error) {
		under.Wait()
		return results, err
	}
}

// connectorWrite makes the call of an intent.
func (s *pass) connectorWrite(intent *tandem.Intent) (connector.Write, error) {
	w := connector.Write{Op: intent.Op, Key: intent.Key, ExternalID: intent.ExternalID, Set: intent.Set}
	w.Values = make(tandem.Record, s.p.view.Width())
	if intent.Values != "" {
		if err := tandem.DecodeRecord(w.Values, intent.Values); err != nil {
			return w, err
		}
	}
	if intent.Before != "" {
		w.Before = make(tandem.Record, s.p.view.Width())
		if err := tandem.DecodeRecord(w.Before, intent.Before); err != nil {
			return w, err
		}
	}
	return w, nil
}

// write calls the other side; it is repeated only where nothing was sent.
func (s *pass) write(ctx context.Context, writes []connector.Write) ([]connector.Result, error) {
	var results []connector.Result
	for try := 0; ; try++ {
		var err error
		results, err = s.p.conn.Write(ctx, s.p.view, writes)
		if err == nil && len(results) != len(writes) {
			err = fmt.Errorf("connector answered %d of %d writes", len(results), len(writes))
		}
		if err == nil || tandem.CodeOf(err) != tandem.Throttled || !s.run.waitOut(ctx, err, try) {
			return results, err
		}
	}
}

// answer stores what the other side answered: only now links and bases move.
func (s *pass) answer(ctx context.Context, pairs []*pair, intents []*tandem.Intent, results []connector.Result) (moved []*pair, err error) {
	d := newDraft(len(pairs))
	var doubtful, taken []*tandem.Intent
	var created []ref
	for i, p := range pairs {
		intent, result := intents[i], &results[i]
		row := tandem.Row{}
		code := tandem.CodeOf(result.Err)
		if intent.Op == tandem.Create && code == tandem.Conflict {
			taken = append(taken, intent)
			continue
		}
		switch code {
		case "":
			s.accepted(p, intent, result, &row)
			if intent.Op == tandem.Create {
				created = append(created, ref{key: row.Intent.Answer.Key.Clone(), id: p.id})
			}
			outcome := p.decision.Outcome
			if outcome == tandem.Conflicted { // it was counted when the conflict was stored
				d.add(p, row, nil)
			} else {
				d.add(p, row, &outcome)
			}
			continue
		case tandem.Conflict, tandem.NotFound:
			moved = append(moved, p)
			row.Intent.Answer = answered(intent, tandem.IntentRefused, result.Err)
			row.Settled = s.relook(p, tandem.Conflict, "it changed there while it was merged")
			d.add(p, row, nil)
		case tandem.InDoubt:
			if intent.Op == tandem.Create {
				intent.Key = result.Key.Clone() // which it has if it landed
			}
			doubtful = append(doubtful, intent)
		default:
			p.fault = failed(result.Err)
			s.draftFault(d, p)
			d.rows[len(d.rows)-1].Intent.Answer = answered(intent, tandem.IntentRefused, result.Err)
		}
	}
	again, err := s.commit(ctx, d)
	if err != nil {
		return nil, err
	}
	if err := s.clearTaken(ctx, taken); err != nil {
		return nil, err
	}
	if err := s.takeOver(ctx, created); err != nil {
		return nil, err
	}
	return append(moved, again...), s.clear(ctx, doubtful)
}

// takeOver looks at rows just created there once more where their side fills
// fields that we take over, a number of theirs above all.
func (s *pass) takeOver(ctx context.Context, created []ref) error {
	if len(created) == 0 || !s.p.takesOver() {
		return nil
	}
	return s.lookAt(ctx, created, true)
}

func answered(intent *tandem.Intent, state tandem.IntentState, err error) *tandem.Intent {
	a := *intent
	a.State = state
	if err != nil {
		a.Message = err.Error()
	}
	return &a
}

// accepted makes the row of a write that landed.
func (s *pass) accepted(p *pair, intent *tandem.Intent, result *connector.Result, row *tandem.Row) {
	a := answered(intent, tandem.IntentDone, nil)
	if a.Key = result.Key; a.Key == "" {
		a.Key = p.key
	}
	row.Intent.Answer = a
	if intent.Op == tandem.Delete {
		row.Link = tandem.LinkWrite{Op: tandem.DropLink, Link: p.link}
		row.Settled = s.list(p)
		return
	}
	link := tandem.Link{Key: a.Key, ID: p.id, Version: s.agreedVersion(p), Run: s.run.run.ID}
	// What their side filled is taken over next. Until then the link has no
	// hash, so that a crash in between does not make the row look unchanged.
	if (intent.Op != tandem.Create || !s.p.takesOver()) && s.isAgreed(p, result.Row) {
		link.Hash = s.hash.row(result.Row)
	}
	if s.p.keepsBase {
		link.Base, link.Shape = s.encodeAgreed(p), s.cursors.Shape
	}
	row.Link = tandem.LinkWrite{Op: tandem.PutLink, Link: link}
	if p.listed && p.decision.Outcome != tandem.Conflicted {
		row.Settled = &tandem.UnsettledWrite{Drop: true, Row: tandem.Unsettled{Key: p.key, ID: p.id}}
	}
}

// isAgreed reports whether a row that was just written is now as both sides
// agreed. Where it is not, somebody has edited another field of it meanwhile:
// without a hash it is looked at when it is read next.
func (s *pass) isAgreed(p *pair, row tandem.Record) bool {
	if row == nil || !s.passes(row) {
		return false
	}
	theirs := s.arena.record(s.p.width())
	if s.p.plan.FromTheirs(row, theirs) != nil {
		return false
	}
	for i, agreed := range p.outward() {
		if theirs[i] != agreed && (!agreed.IsAbsent() || !theirs[i].IsEmpty()) {
			return false
		}
	}
	return true
}

// encodeAgreed is the base once the other side has accepted; conflicts stay open.
func (s *pass) encodeAgreed(p *pair) string {
	d := p.decision
	d.SetTheirs = tandem.Fields{}
	settled := *p
	settled.decision = d
	return s.encodeBase(&settled, true)
}

// agreedVersion is the version of ours that both sides now agree on: 0 while a
// conflict is open, so that the pair stays in sight.
func (s *pass) agreedVersion(p *pair) int64 {
	if !p.decision.Conflicts.IsEmpty() {
		return 0
	}
	return p.version
}

// again reads moved pairs anew and takes them through the pipeline once more.
// A pair that keeps moving ends in conflict.
func (s *pass) again(ctx context.Context, moved []*pair) error {
	if len(moved) == 0 {
		return nil
	}
	if s.depth++; s.depth > 4 {
		defer func() { s.depth-- }()
		return s.giveUp(ctx, moved)
	}
	defer func() { s.depth-- }()
	refs := make([]ref, len(moved))
	for i, p := range moved {
		refs[i] = ref{key: p.key.Clone(), id: p.id}
		if p.decision.Ours == tandem.Create {
			refs[i].id = 0
		}
	}
	return s.lookAt(ctx, refs, true)
}

// giveUp ends pairs that move faster than they can be merged.
func (s *pass) giveUp(ctx context.Context, moved []*pair) error {
	d := &draft{}
	for _, p := range moved {
		p.fault = &fault{outcome: tandem.Conflicted, code: tandem.Conflict, reason: "it kept changing while it was merged"}
		s.draftFault(d, p)
	}
	_, err := s.commit(ctx, d)
	return err
}

// lookAt takes pairs named by key or id through the pipeline, both sides read
// anew. It may be called while a page is under way, whose records stay.
func (s *pass) lookAt(ctx context.Context, refs []ref, listed bool) error {
	underWay := s.arena
	s.arena = arena{}
	defer func() { s.arena = underWay }()
	pairs := make([]pair, 0, len(refs))
	var keys []tandem.Key
	for _, r := range refs {
		p := pair{key: r.key, id: r.id, listed: listed, asked: true, theirsIs: merge.Unread}
		if r.key == "" {
			p.theirsIs = merge.Unread
		} else {
			keys = append(keys, r.key)
			p.theirsIs = merge.Missing
		}
		pairs = append(pairs, p)
	}
	if len(keys) > 0 {
		page, err := s.get(ctx, keys)
		if err != nil {
			return err
		}
		at := make(map[tandem.Key]int, page.Len())
		for j := range page.Len() {
			at[page.Keys[j]] = j
		}
		for i := range pairs {
			if j, ok := at[pairs[i].key]; ok && !page.IsGone(j) {
				s.present(&pairs[i], page, j)
			}
		}
	}
	return s.process(ctx, pairs)
}
