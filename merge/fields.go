package merge

import "tandem"

// merged is what became of one field.
type merged struct {
	value        tandem.Value // what both agree on from now on
	ours, theirs bool         // which side must be written
	conflict     bool
}

// mergeField applies the table of the package comment to one field. first
// says that no base is known.
func mergeField(f Field, update tandem.Direction, b, o, t tandem.Value, first bool, p *Pair) merged {
	if f.Keep == CreateOnly {
		return merged{value: b}
	}
	first = first || b.IsAbsent() // nobody knows what this field was
	if t = bend(f.Keep, b, o, t, first); t.IsAbsent() || o.IsAbsent() {
		return merged{value: b}
	}
	if o == t {
		return merged{value: o}
	}
	neverAgreed := !first && b.IsAbsent()
	switch f.Direction & update {
	case tandem.Off:
		return merged{value: b}
	case tandem.In:
		if neverAgreed && t.IsEmpty() {
			return merged{value: b}
		}
		return merged{value: t, ours: true}
	case tandem.Out:
		if neverAgreed && o.IsEmpty() {
			return merged{value: b}
		}
		return merged{value: o, theirs: true}
	default:
		return mergeBoth(f.Policy, b, o, t, first, p)
	}
}

// mergeBoth decides a field that may travel both ways and differs.
func mergeBoth(policy tandem.Policy, b, o, t tandem.Value, first bool, p *Pair) merged {
	switch {
	case first && t.IsEmpty(), !first && t == b:
		return merged{value: o, theirs: true}
	case first && o.IsEmpty(), !first && o == b:
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

// bend makes their side look unchanged where a rule protects ours.
func bend(keep Keep, b, o, t tandem.Value, first bool) tandem.Value {
	protected := (keep == NeverErase && t.IsEmpty()) || (keep == OnlyIfEmpty && !o.IsEmpty())
	switch {
	case !protected:
		return t
	case first:
		return tandem.Value{}
	default:
		return b
	}
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
