package merge

import "tandem"

// merged is what became of one field.
type merged struct {
	value        tandem.Value // what both agree on from now on
	ours, theirs bool         // which side must be written
	conflict     bool
}

// mergeField applies the table of the package comment to one field that both
// sides have said something about.
func mergeField(f Field, update tandem.Direction, b, o, t tandem.Value, hasBase bool, p *Pair) merged {
	if f.Keep == CreateOnly || o.IsAbsent() || t.IsAbsent() {
		return merged{value: b}
	}
	if o == t {
		return merged{value: o}
	}
	agreed := hasBase && !b.IsAbsent()
	neverAgreed := hasBase && b.IsAbsent()
	switch may := f.Direction & update; {
	case may == tandem.Off:
		return merged{value: b}
	case may.Has(tandem.In) && protects(f.Keep, o, t):
		return mergeProtected(may, b, o, t, agreed)
	case may == tandem.In:
		if neverAgreed && t.IsEmpty() {
			return merged{value: b}
		}
		return merged{value: t, ours: true}
	case may == tandem.Out:
		if neverAgreed && o.IsEmpty() {
			return merged{value: b}
		}
		return merged{value: o, theirs: true}
	default:
		return mergeBoth(f.Policy, b, o, t, agreed, p)
	}
}

// mergeBoth decides a field that may travel both ways and differs. agreed says
// that b is known.
func mergeBoth(policy tandem.Policy, b, o, t tandem.Value, agreed bool, p *Pair) merged {
	switch {
	case !agreed && o.IsEmpty() && t.IsEmpty():
		return merged{value: b}
	case agreed && t == b, !agreed && t.IsEmpty():
		return merged{value: o, theirs: true}
	case agreed && o == b, !agreed && o.IsEmpty():
		return merged{value: t, ours: true}
	}
	switch decide(policy, p) {
	case tandem.Ours:
		return merged{value: o, theirs: true}
	case tandem.Theirs:
		return merged{value: t, ours: true}
	default:
		return merged{value: b, conflict: true}
	}
}

// protects reports whether a rule keeps their value from ours.
func protects(keep Keep, o, t tandem.Value) bool {
	return (keep == NeverErase && t.IsEmpty()) || (keep == OnlyIfEmpty && !o.IsEmpty())
}

// mergeProtected decides as if theirs had not changed: what is left to travel
// is an edit of ours or, on first contact, our value into an empty field of theirs.
func mergeProtected(may tandem.Direction, b, o, t tandem.Value, agreed bool) merged {
	if may.Has(tandem.Out) && (agreed && o != b || !agreed && t.IsEmpty()) {
		return merged{value: o, theirs: true}
	}
	return merged{value: b}
}

// decide turns a policy into a side, or into Ask where nothing decides.
func decide(policy tandem.Policy, p *Pair) tandem.Policy {
	if policy != tandem.Newest {
		return policy
	}
	switch {
	case p.OursAt == 0 || p.TheirsAt == 0 || p.OursAt == p.TheirsAt:
		return tandem.Ask
	case p.OursAt > p.TheirsAt:
		return tandem.Ours
	default:
		return tandem.Theirs
	}
}
