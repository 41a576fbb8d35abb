package engine

import (
	"context"
	"fmt"

	"tandem"
	"tandem/merge"
)

// doubts are the creations of which nobody can tell whether they arrived: by
// our id what was sent, in normal form (Promise 3). Neither are they sent again,
// nor is a row that may be one of them taken for a new one: either would make a twin.
type doubts map[int64]tandem.Record

// leaveInDoubt lets rows wait for a person.
func (s *pass) leaveInDoubt(ctx context.Context, intents []*tandem.Intent) error {
	if len(intents) == 0 {
		return nil
	}
	d := &draft{}
	for _, in := range intents {
		sent, err := s.sentForm(ctx, in)
		if err != nil {
			return err
		}
		s.doubts[in.Ours] = sent
		p := &pair{id: in.Ours, fault: s.doubtful(in.Ours)}
		s.draftFault(d, p)
		d.rows[len(d.rows)-1].Intent.Answer = answered(in, tandem.IntentDoubt, nil)
	}
	_, err := s.commit(ctx, d)
	return err
}

// doubtful is the fault of a record that was sent.
func (s *pass) doubtful(id int64) *fault {
	return &fault{
		outcome: tandem.Waiting, code: tandem.InDoubt, sent: s.doubts[id],
		reason: "it was sent and the answer was lost; look whether it arrived, then link it by hand or send it again",
	}
}

// loadDoubt takes a doubt over from the list.
func (s *pass) loadDoubt(u *tandem.Unsettled) {
	sent := make(tandem.Record, s.p.width())
	before := decodeSide(u.Ours, len(u.Fields))
	for i, name := range u.Fields {
		if at, ok := s.p.plan.Position(name); ok {
			sent[at] = before[i]
		}
	}
	s.doubts[u.ID] = sent
}

// countDoubts counts the doubts: no reading comes upon them, and each is a pair that waits.
func (s *pass) countDoubts() {
	for id := range s.doubts {
		p := &pair{id: id}
		s.tally(p, tandem.Waiting)
		s.tallied(p, tandem.Waiting)
	}
}

// suspect has a person look at unlinked rows of theirs that may be what one of
// the doubts became. Where a match rule knows the pair the matter is settled:
// what was sent is what both sides had in common.
func (s *pass) suspect(pairs []pair) {
	if len(s.doubts) == 0 {
		return
	}
	for i := range pairs {
		p := &pairs[i]
		if p.linked() || p.theirs == nil || p.theirsIs != merge.Present || p.excluded {
			continue
		}
		if p.id != 0 {
			s.rememberSent(p)
			continue
		}
		if id := s.doubts.resemble(p.theirs); id != 0 {
			p.fault = &fault{
				outcome: tandem.Waiting, code: tandem.InDoubt,
				reason: fmt.Sprintf("it may be our %s %d, which was sent while the answer was lost; link them by hand, or send that one again if it is not", s.p.lane.Object, id),
			}
		}
	}
}

// rememberSent gives a pair that was in doubt and has been found what was sent
// as its base.
func (s *pass) rememberSent(p *pair) {
	if sent := s.doubts[p.id]; sent != nil && s.p.keepsBase {
		p.base, p.hasBase = sent, true
	}
}

// remembersSent reports whether an entry of the list must stay beside the one that
// says why its pair cannot be decided yet: until there is a link to hold it as
// the base, nothing but the doubt knows what was sent.
func (s *pass) remembersSent(p *pair, entry ref) bool {
	return p.fault != nil && !p.linked() && entry.key == "" && s.doubts[entry.id] != nil
}

// keepDoubts lets nothing else be said of a record in doubt until it is linked
// with a row that is there.
func (s *pass) keepDoubts(pairs []pair) {
	for i := range pairs {
		p := &pairs[i]
		if _, sent := s.doubts[p.id]; sent && p.theirsIs == merge.Missing {
			p.key = ""
			p.fault = s.doubtful(p.id)
		}
	}
}

// resemble returns the first of ours that a row may be, 0 for none: people may have
// edited it since it arrived, so half of what was sent is enough.
func (d doubts) resemble(theirs tandem.Record) int64 {
	first := int64(0)
	for id, sent := range d {
		if resembles(sent, theirs) && (first == 0 || id < first) {
			first = id
		}
	}
	return first
}

func resembles(sent, theirs tandem.Record) bool {
	same, all := 0, 0
	for i, v := range sent {
		if v.IsEmpty() {
			continue
		}
		all++
		if v == theirs[i] {
			same++
		}
	}
	return 2*same >= all
}

// sentForm is what was sent to write a row, in normal form; absent where it cannot be told.
func (s *pass) sentForm(ctx context.Context, in *tandem.Intent) (tandem.Record, error) {
	row := make(tandem.Record, s.p.view.Width())
	if tandem.DecodeRecord(row, in.Values) != nil {
		clear(row) // it was written with another list of fields
	}
	return s.normalForm(ctx, row)
}

// normalForm is a row of theirs in normal form, with our ids for what it refers to; absent
// where a value has none.
func (s *pass) normalForm(ctx context.Context, row tandem.Record) (tandem.Record, error) {
	n := make(tandem.Record, s.p.width())
	_ = s.p.plan.FromTheirs(row, n)
	refs := newReferences()
	_ = s.p.plan.MapReferences(n, refs.noteKey)
	if err := refs.findIDs(ctx, s); err != nil {
		return nil, err
	}
	_ = s.p.plan.MapReferences(n, refs.toID)
	return n, nil
}
