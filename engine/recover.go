package engine

import (
	"context"
	"errors"

	"tandem"
	"tandem/connector"
)

// recoverIntents finishes what an earlier process, or a lost answer, left open
// before anything else is read (Promise 3). It returns how many there were.
func (s *pass) recoverIntents(ctx context.Context) error {
	for after := int64(0); ; {
		intents, err := s.e.store.PendingIntents(ctx, s.p.lane, after, s.e.options.PageRows)
		if err != nil || len(intents) == 0 {
			return err
		}
		open := make([]*tandem.Intent, len(intents))
		for i := range intents {
			open[i] = &intents[i]
		}
		if err := s.clear(ctx, open); err != nil {
			return err
		}
		after = intents[len(intents)-1].ID
	}
}

// lost deals with a call that ended in an error. Where its code says that
// nothing was sent the pairs are put aside and the run ends; otherwise each
// write is looked up.
func (s *pass) lost(ctx context.Context, pairs []*pair, intents []*tandem.Intent, cause error) error {
	switch tandem.CodeOf(cause) {
	case tandem.Denied, tandem.Unreached, tandem.Throttled, tandem.Schema, tandem.Forbidden, tandem.Config, tandem.Full:
		d := &draft{}
		for i, p := range pairs {
			p.fault = failed(cause)
			s.draftFault(d, p)
			d.rows[len(d.rows)-1].Intent.Answer = answered(intents[i], tandem.IntentRefused, cause)
		}
		_, err := s.commit(ctx, d)
		return errors.Join(cause, err)
	default:
	}
	if ctx.Err() != nil {
		return cause // the intents stay pending; the next run finds out
	}
	s.e.log.WarnContext(ctx, "an answer was lost; looking the writes up", "point", s.p.def.Name, "writes", len(intents), "error", cause)
	return s.clearAgain(ctx, intents, cause)
}

// mostTries bounds how often a call that fails every time is made for the same rows.
const mostTries = 3

// clearAgain is clear for a call that failed just now. It may fail for these
// rows every time, and then that is their outcome.
func (s *pass) clearAgain(ctx context.Context, intents []*tandem.Intent, cause error) error {
	s.tries++
	defer func() { s.tries-- }()
	if s.tries >= mostTries {
		s.hopeless = cause
		defer func() { s.hopeless = nil }()
	}
	return s.clear(ctx, intents)
}

// decideAnew takes pairs whose writes were cleared up through the pipeline
// again, unless that has led nowhere before.
func (s *pass) decideAnew(ctx context.Context, refs []ref) error {
	if s.hopeless == nil {
		return s.lookAt(ctx, refs, true)
	}
	d := &draft{}
	f := failed(s.hopeless)
	if f.code == tandem.InDoubt { // no longer: it was looked up, and did not arrive
		f.code = tandem.Unreached
	}
	for _, r := range refs {
		s.draftFault(d, &pair{key: r.key, id: r.id, fault: f})
	}
	_, err := s.commit(ctx, d)
	return err
}

// clear finds out what became of writes whose answer is not known, once they
// can no longer land, and takes their pairs through the pipeline again.
func (s *pass) clear(ctx context.Context, intents []*tandem.Intent) error {
	if len(intents) == 0 {
		return nil
	}
	if err := s.e.options.sleep(ctx, s.e.options.Grace); err != nil {
		return err
	}
	var creates, others []*tandem.Intent
	for _, in := range intents {
		if in.Op == tandem.Create {
			creates = append(creates, in)
		} else {
			others = append(others, in)
		}
	}
	if err := s.clearCreates(ctx, creates); err != nil {
		return err
	}
	return s.clearOthers(ctx, others)
}

// clearCreates looks up created rows by their lasting key. Found ones are
// linked; others were never made and are decided anew. Where nothing can find
// them a person must look: they are never made twice.
func (s *pass) clearCreates(ctx context.Context, intents []*tandem.Intent) error {
	if len(intents) == 0 {
		return nil
	}
	if s.p.worth == connector.WorthNone {
		return s.clearBlind(ctx, intents)
	}
	found, err := s.findByLastingKey(ctx, intents)
	if err != nil {
		return err
	}
	return s.linkFound(ctx, intents, found)
}

// clearTaken deals with creations that were refused because their key is
// taken. Where a row holds our lasting key an earlier call has landed after all:
// it is linked, not made twice. A deleted row that is kept there keeps its key
// too: the record then goes there under the next one.
func (s *pass) clearTaken(ctx context.Context, intents []*tandem.Intent) error {
	if len(intents) == 0 {
		return nil
	}
	found := map[string]tandem.Key{}
	if s.p.worth != connector.WorthNone {
		var err error
		if found, err = s.findByLastingKey(ctx, intents); err != nil {
			return err
		}
	}
	keepsDeleted := s.p.view.Tombstone != nil && s.p.view.Tombstone.Column != ""
	d := &draft{}
	var open []*tandem.Intent
	for _, in := range intents {
		if found[in.ExternalID] != "" || (keepsDeleted && s.generations[in.Ours]+1 < len(lastingKeyGenerations)) {
			s.generations[in.Ours]++
			open = append(open, in)
			continue
		}
		p := &pair{id: in.Ours, fault: &fault{outcome: tandem.Conflicted, code: tandem.Conflict, reason: "its key is taken there by a row that cannot be found"}}
		s.draftFault(d, p)
		d.rows[len(d.rows)-1].Intent.Answer = answered(in, tandem.IntentRefused, nil)
	}
	if _, err := s.commit(ctx, d); err != nil {
		return err
	}
	return s.linkFound(ctx, open, found)
}

// linkFound links the rows that were found by their lasting keys; what was not
// found is decided anew.
func (s *pass) linkFound(ctx context.Context, intents []*tandem.Intent, found map[string]tandem.Key) (err error) {
	if len(intents) == 0 {
		return nil
	}
	d := &draft{}
	var refs []ref
	for _, in := range intents {
		p := &pair{id: in.Ours, key: found[in.ExternalID]}
		row := tandem.Row{}
		if p.key == "" {
			row.Intent.Answer = answered(in, tandem.IntentRefused, nil)
			refs = append(refs, ref{id: in.Ours})
		} else {
			row.Intent.Answer = answered(in, tandem.IntentDone, nil)
			row.Intent.Answer.Key = p.key
			link := tandem.Link{Key: p.key, ID: in.Ours, Run: s.run.run.ID, Shape: s.cursors.Shape}
			if link.Base, err = s.baseOf(ctx, in); err != nil {
				return err
			}
			row.Link = tandem.LinkWrite{Op: tandem.PutLink, Link: link}
			refs = append(refs, ref{key: p.key, id: in.Ours})
		}
		row.Settled = s.relook(p, tandem.Conflict, "it is looked at again after an answer was lost")
		d.add(p, row, nil)
	}
	if _, err := s.commit(ctx, d); err != nil {
		return err
	}
	return s.decideAnew(ctx, refs)
}

// findByLastingKey returns the keys of the rows that carry our lasting keys.
func (s *pass) findByLastingKey(ctx context.Context, intents []*tandem.Intent) (map[string]tandem.Key, error) {
	view := *s.p.view
	view.Lines = nil
	at, ok := view.Position(view.ExternalID)
	if !ok {
		at = len(view.Fields)
		view.Fields = append(view.Fields[:at:at], view.ExternalID)
		view.Types = append(view.Types[:at:at], "text")
	}
	values := make([]tandem.Value, len(intents))
	for i, in := range intents {
		values[i] = tandem.TextValue(in.ExternalID)
	}
	found := map[string]tandem.Key{}
	err := s.run.patiently(ctx, func() error {
		page, err := connector.Find(ctx, s.p.conn, &view, view.ExternalID, values)
		if err != nil {
			return err
		}
		for i := range page.Len() {
			found[page.Row(i)[at].String()] = page.Keys[i].Clone()
		}
		return nil
	})
	return found, err
}

// baseOf makes the base of a row from what was sent to create it. Where that cannot be
// told the pair is merged as on first contact.
func (s *pass) baseOf(ctx context.Context, in *tandem.Intent) (string, error) {
	if !s.p.keepsBase {
		return "", nil
	}
	n, err := s.sentForm(ctx, in)
	if err != nil {
		return "", err
	}
	return string(tandem.AppendRecord(nil, n)), nil
}

// clearOthers reads the rows of updates and deletes: what they hold now says
// whether the write landed, and the merge does the rest.
func (s *pass) clearOthers(ctx context.Context, intents []*tandem.Intent) error {
	if len(intents) == 0 {
		return nil
	}
	keys := make([]tandem.Key, len(intents))
	for i, in := range intents {
		keys[i] = in.Key
	}
	page, err := s.get(ctx, keys)
	if err != nil {
		return err
	}
	rows := map[tandem.Key]tandem.Record{}
	for j := range page.Len() {
		if !page.IsGone(j) {
			rows[page.Keys[j]] = page.Row(j)
		}
	}
	d := &draft{}
	refs := make([]ref, len(intents))
	for i, in := range intents {
		p := &pair{key: in.Key, id: in.Ours}
		row := tandem.Row{
			Intent:  tandem.IntentWrite{Answer: answered(in, tandem.IntentRefused, nil)},
			Settled: s.relook(p, tandem.Conflict, "it is looked at again after an answer was lost"),
		}
		if s.landed(in, rows[in.Key]) {
			row.Intent.Answer.State = tandem.IntentDone
			if row.Link, err = s.rebase(ctx, in); err != nil {
				return err
			}
		}
		d.add(p, row, nil)
		refs[i] = ref{key: in.Key, id: in.Ours}
	}
	if _, err := s.commit(ctx, d); err != nil {
		return err
	}
	return s.decideAnew(ctx, refs)
}

// rebase moves the base of a pair to what an intent wrote, once it is known
// that it landed: what we wrote must not come back as their edit (Promise 5).
func (s *pass) rebase(ctx context.Context, in *tandem.Intent) (w tandem.LinkWrite, err error) {
	if in.Op != tandem.Update || !s.p.keepsBase {
		return w, nil
	}
	links, base := make([]tandem.Link, 1), make(tandem.Record, s.p.width())
	if err := s.e.store.LinksByID(ctx, s.p.lane, []int64{in.Ours}, true, links); err != nil {
		return w, err
	}
	if links[0].Key != in.Key || links[0].Base == "" {
		return w, nil
	}
	if err := s.decodeBase(links[0], base); err != nil {
		return w, err
	}
	sent, err := s.sentForm(ctx, in)
	if err != nil {
		return w, err
	}
	for i, v := range sent {
		if !v.IsAbsent() {
			base[i] = v
		}
	}
	link := tandem.Link{Key: in.Key, ID: in.Ours, Base: string(tandem.AppendRecord(nil, base)), Shape: s.cursors.Shape, Run: s.run.run.ID}
	return tandem.LinkWrite{Op: tandem.PutLink, Link: link}, nil
}

// landed reports whether a row holds what an intent wrote. A row is written in
// one piece: a field that still holds what stood there before tells that nothing
// landed, even if somebody made the same edit in another. Where none does, either
// all of it landed, and what differs was edited since, or somebody has edited
// every field of it in the meantime. Nobody can tell, and it counts as landed: an
// edit of ours that gives way stands in the change log, one of theirs nowhere.
func (s *pass) landed(in *tandem.Intent, row tandem.Record) bool {
	if in.Op == tandem.Delete || row == nil {
		return in.Op == tandem.Delete && row == nil
	}
	want, before := make(tandem.Record, s.p.view.Width()), make(tandem.Record, s.p.view.Width())
	if tandem.DecodeRecord(want, in.Values) != nil {
		return false
	}
	if in.Before == "" || tandem.DecodeRecord(before, in.Before) != nil {
		clear(before)
	}
	for i := range want {
		if in.Set.Has(i) && row[i] != want[i] && (row[i] == before[i] || before[i].IsAbsent()) {
			return false
		}
	}
	return true
}
