package engine

import (
	"context"
	"slices"

	"tandem"
	"tandem/connector"
)

// A creation is blind where nothing will find the row again if the answer is
// lost: no lasting key, and a key that the other side gives. How much may be
// left in doubt by one lost answer is then how much was sent at once. So blind
// creations go out in small groups: a group's intents are stored, sent and
// answered before the next one's are, and the pairs that wait for their turn
// stand on the list of rows to look at again (Promise 3).

// blindGroup is how many blind creations are under way at once.
const blindGroup = 25

// enqueue reports whether a creation must wait until those before it are answered.
func (s *pass) enqueue(d *draft, p *pair) bool {
	if p.decision.Theirs != tandem.Create || !s.p.createsBlindly() {
		return false
	}
	if d.blind == blindGroup {
		d.queued = append(d.queued, p)
		return true
	}
	d.blind++
	return false
}

// createsBlindly reports whether a created row could not be found again.
func (p *point) createsBlindly() bool {
	return p.worth == connector.WorthNone && !p.givesKey()
}

// givesKey reports whether the key of a created row is made of what we send.
func (p *point) givesKey() bool {
	return p.view.NewKey.From == connector.KeyByUs
}

// sendQueued takes the pairs whose turn has come through the pipeline, a group at a time.
func (s *pass) sendQueued(ctx context.Context, queued []*pair) error {
	refs := make([]ref, len(queued))
	for i, p := range queued {
		refs[i] = ref{key: p.key.Clone(), id: p.id}
	}
	for group := range slices.Chunk(refs, blindGroup) {
		if err := s.lookAt(ctx, group, true); err != nil {
			return err
		}
	}
	return nil
}

// clearBlind deals with creations that no lasting key finds. Where it is known
// which key the row would have (we gave it, or the other side had named it
// before the answer to the whole was lost), that key tells: nobody there, it was
// never made; what was sent, it is ours. Anything else, and every creation
// without such a key, waits for a person.
func (s *pass) clearBlind(ctx context.Context, intents []*tandem.Intent) error {
	var lost, keyed []*tandem.Intent
	for _, in := range intents {
		if in.Key = s.keyOf(in); in.Key == "" {
			lost = append(lost, in)
		} else {
			keyed = append(keyed, in)
		}
	}
	if len(keyed) > 0 {
		found, unclear, err := s.findByKey(ctx, keyed)
		if err != nil {
			return err
		}
		lost = append(lost, unclear...)
		keyed = slices.DeleteFunc(keyed, func(in *tandem.Intent) bool { return slices.Contains(unclear, in) })
		if err := s.linkFound(ctx, keyed, found); err != nil {
			return err
		}
	}
	return s.leaveInDoubt(ctx, lost)
}

// findByKey reads the rows that creations would have made once these can no
// longer land. It returns the keys of those that did, by lasting key, and the
// creations in whose place another row stands.
func (s *pass) findByKey(ctx context.Context, intents []*tandem.Intent) (found map[string]tandem.Key, unclear []*tandem.Intent, err error) {
	if err := s.e.options.sleep(ctx, s.e.options.Grace); err != nil {
		return nil, nil, err
	}
	keys := make([]tandem.Key, len(intents))
	for i, in := range intents {
		keys[i] = in.Key
	}
	page, err := s.get(ctx, keys)
	if err != nil {
		return nil, nil, err
	}
	rows := map[tandem.Key]tandem.Record{}
	for i, key := range page.Keys {
		if !page.IsGone(i) {
			rows[key] = page.Row(i)
		}
	}
	found = map[string]tandem.Key{}
	for _, in := range intents {
		row, there := rows[in.Key]
		if !there {
			continue
		}
		same, err := s.holds(ctx, in, row)
		switch {
		case err != nil:
			return nil, nil, err
		case same:
			found[in.ExternalID] = in.Key.Clone()
		default:
			unclear = append(unclear, in)
		}
	}
	return found, unclear, nil
}

// holds reports whether a row is what was sent to create it.
func (s *pass) holds(ctx context.Context, in *tandem.Intent, row tandem.Record) (bool, error) {
	sent, err := s.sentForm(ctx, in)
	if err != nil {
		return false, err
	}
	now, err := s.normalForm(ctx, row)
	if err != nil {
		return false, err
	}
	for i, v := range sent {
		if !v.IsAbsent() && v != now[i] && (!v.IsEmpty() || !now[i].IsEmpty()) {
			return false, nil
		}
	}
	return true, nil
}

// keyOf is the key a creation would have given its row, "" when nobody knows.
func (s *pass) keyOf(in *tandem.Intent) tandem.Key {
	if in.Key != "" || !s.p.givesKey() {
		return in.Key
	}
	row := make(tandem.Record, s.p.view.Width())
	if tandem.DecodeRecord(row, in.Values) != nil {
		return ""
	}
	parts := make([]tandem.Value, len(s.p.view.Key))
	for i, name := range s.p.view.Key {
		at, ok := s.p.view.Position(name)
		switch {
		case ok && in.Set.Has(at):
			parts[i] = row[at]
		default:
			parts[i] = s.p.view.Constants[name]
		}
		if parts[i].IsEmpty() {
			return ""
		}
	}
	return tandem.KeyOf(parts...)
}
