package merge

import "tandem"

// Presence says what is known of one side.
type Presence uint8

// What may be known of a side.
const (
	Missing Presence = iota // it is known not to be there
	Present                 // it was read
	Unread                  // it has not changed since Base
)

// Pair is what is known of one record on both sides, in normal form.
type Pair struct {
	Linked   bool
	Ours     Presence
	Theirs   Presence
	HasBase  bool // Base holds what both last agreed on
	Excluded bool // their row does not pass the filter

	BaseValues, OursValues, TheirsValues tandem.Record

	OursAt, TheirsAt int64 // time of change in microseconds UTC, for Newest; 0 = not known
}

// LinkAction says what happens to the link.
type LinkAction uint8

// The link actions.
const (
	LeaveLink LinkAction = iota
	MakeLink             // or move its base and hash
	EndLink
)

// Decision is what must be done. Merged, in the caller's buffer, holds what
// both sides agree on when it is done; Set says which positions each side lacks.
type Decision struct {
	Ours, Theirs       tandem.Op
	SetOurs, SetTheirs tandem.Fields
	Link               LinkAction
	Outcome            tandem.Outcome
	Code               tandem.Code // why, when the outcome is excluded or conflict
	Conflicts          tandem.Fields
}

// Decide decides a pair. agreed must have a position for every field.
func Decide(r *Rules, p *Pair, agreed tandem.Record) Decision {
	switch {
	case p.Excluded:
		return excluded(tandem.FilteredOut)
	case p.Ours == Missing && p.Theirs == Missing:
		return Decision{Link: EndLink, Outcome: tandem.Deleted}
	case p.Theirs == Missing:
		return decideTheirsMissing(r, p, agreed)
	case p.Ours == Missing:
		return decideOursMissing(r, p, agreed)
	default:
		return decideBoth(r, p, agreed)
	}
}

func excluded(code tandem.Code) Decision {
	return Decision{Outcome: tandem.Excluded, Code: code}
}

// decideBoth merges two records field by field.
func decideBoth(r *Rules, p *Pair, agreed tandem.Record) Decision {
	d := Decision{Link: MakeLink, Outcome: tandem.Unchanged}
	for i := range r.Fields {
		var b tandem.Value
		if p.HasBase {
			b = p.BaseValues[i]
		}
		o, t := b, b
		if p.Ours == Present {
			o = p.OursValues[i]
		}
		if p.Theirs == Present {
			t = p.TheirsValues[i]
		}
		if o == t && t == b {
			agreed[i] = b // most fields of most pairs: no rule makes anything else of it
			continue
		}
		m := mergeField(r.Fields[i], r.Operations.Update, b, o, t, p.HasBase, p)
		agreed[i] = m.value
		if m.ours {
			d.SetOurs.Add(i)
		}
		if m.theirs {
			d.SetTheirs.Add(i)
		}
		if m.conflict {
			d.Conflicts.Add(i)
		}
	}
	return d.finish(p)
}

// finish derives operations and outcome from the sets.
func (d Decision) finish(p *Pair) Decision {
	if !d.SetOurs.IsEmpty() {
		d.Ours = tandem.Update
	}
	if !d.SetTheirs.IsEmpty() {
		d.Theirs = tandem.Update
	}
	switch {
	case !d.Conflicts.IsEmpty():
		d.Outcome, d.Code = tandem.Conflicted, tandem.BothChanged
	case d.Ours != tandem.NoOp || d.Theirs != tandem.NoOp || !p.Linked:
		d.Outcome = tandem.Updated
	}
	return d
}

// decideTheirsMissing decides a record only we have.
func decideTheirsMissing(r *Rules, p *Pair, agreed tandem.Record) Decision {
	if !p.Linked {
		return create(r, p.OursValues, agreed, tandem.Out)
	}
	edited := p.Ours == Present && edited(r, p, p.OursValues, tandem.Out)
	if !edited {
		return remove(r, tandem.In)
	}
	switch decide(r.Policy, p) {
	case tandem.Theirs:
		return remove(r, tandem.In)
	case tandem.Ours:
		return create(r, p.OursValues, agreed, tandem.Out)
	default:
		return Decision{Outcome: tandem.Conflicted, Code: tandem.EditedDeleted}
	}
}

// decideOursMissing decides a record only they have; the mirror of the above.
func decideOursMissing(r *Rules, p *Pair, agreed tandem.Record) Decision {
	if !p.Linked {
		return create(r, p.TheirsValues, agreed, tandem.In)
	}
	edited := p.Theirs == Present && edited(r, p, p.TheirsValues, tandem.In)
	if !edited {
		return remove(r, tandem.Out)
	}
	switch decide(r.Policy, p) {
	case tandem.Ours:
		return remove(r, tandem.Out)
	case tandem.Theirs:
		return create(r, p.TheirsValues, agreed, tandem.In)
	default:
		return Decision{Outcome: tandem.Conflicted, Code: tandem.EditedDeleted}
	}
}

// create makes the record on the side that d points to.
func create(r *Rules, values, agreed tandem.Record, d tandem.Direction) Decision {
	if !r.Operations.Create.Has(d) {
		return excluded(tandem.CreateOff)
	}
	var set tandem.Fields
	for i := range r.Fields {
		agreed[i] = tandem.Value{}
		if r.MayCreate(i, d) && !values[i].IsAbsent() {
			agreed[i] = values[i]
			set.Add(i)
		}
	}
	if d == tandem.In {
		return Decision{Ours: tandem.Create, SetOurs: set, Link: MakeLink, Outcome: tandem.Created}
	}
	return Decision{Theirs: tandem.Create, SetTheirs: set, Link: MakeLink, Outcome: tandem.Created}
}

// remove deletes the record that is left, where the deletion may travel in d.
func remove(r *Rules, d tandem.Direction) Decision {
	if !r.Operations.Delete.Has(d) {
		return excluded(tandem.DeleteOff)
	}
	if d == tandem.In {
		return Decision{Ours: tandem.Delete, Link: EndLink, Outcome: tandem.Deleted}
	}
	return Decision{Theirs: tandem.Delete, Link: EndLink, Outcome: tandem.Deleted}
}

// edited reports whether a side changed a field that may travel in d since
// both agreed. Without a base nobody can tell, and the deletion stands.
func edited(r *Rules, p *Pair, values tandem.Record, d tandem.Direction) bool {
	if !p.HasBase {
		return false
	}
	for i := range r.Fields {
		if r.MayUpdate(i, d) && !r.Fields[i].leftApart(p.BaseValues[i]) && changed(p.BaseValues[i], values[i]) {
			return true
		}
	}
	return false
}

// leftApart reports whether a field was full on both sides when they met, and so
// left as it was on each: what stands there is no edit. Anything else that
// only_if_empty lets come about has both sides agree on a value.
func (f *Field) leftApart(base tandem.Value) bool {
	return f.Keep == OnlyIfEmpty && base.IsAbsent()
}

// changed reports whether a value was edited; one that both sides never agreed
// on was, as soon as it holds something.
func changed(base, now tandem.Value) bool {
	if base.IsAbsent() {
		return !now.IsEmpty()
	}
	return !now.IsAbsent() && now != base
}
