package match

import "slices"

// Index holds the keys of the unlinked records of both sides. Add all of them,
// in any order, then ask. Asking for the first time decides about all; from
// then on nothing may be added.
type Index struct {
	rules   int
	ours    side
	theirs  side
	ids     []int64 // of ours
	decided bool
}

// NewIndex makes an empty index for the keys of a matcher.
func (m *Matcher) NewIndex() *Index { return &Index{rules: len(m.rules)} }

// AddOurs adds an unlinked record of ours.
func (x *Index) AddOurs(id int64, keys []Key) {
	x.ids = append(x.ids, id)
	x.ours.keys = append(x.ours.keys, keys[:x.rules]...)
}

// AddTheirs adds an unlinked row of theirs. A row added twice is two rows.
// Rows without any key match nobody and need not be added.
func (x *Index) AddTheirs(keys []Key) {
	x.theirs.keys = append(x.theirs.keys, keys[:x.rules]...)
}

// Resolve tells who a row of theirs is. It is found again by its keys: rows
// with the same keys cannot be told apart, and none of them is matched.
func (x *Index) Resolve(keys []Key) Verdict {
	x.Decide()
	keys = keys[:x.rules]
	row, found := x.findTheirs(keys)
	if found && x.theirs.mate[row] != free {
		return Verdict{Kind: Matched, ID: x.ids[x.theirs.mate[row]], Rule: int(x.theirs.rule[row])}
	}
	if found && x.theirs.rule[row] != free {
		rule := int(x.theirs.rule[row])
		ours, _ := x.ours.having(rule, x.rules, keys[rule], MaxCandidates)
		return x.ambiguous(rule, ours)
	}
	for rule, key := range keys {
		if key == 0 {
			continue
		}
		if ours, anyFree := x.ours.having(rule, x.rules, key, MaxCandidates); anyFree {
			return x.ambiguous(rule, ours)
		}
	}
	return Verdict{Rule: free}
}

func (x *Index) ambiguous(rule int, ours []int32) Verdict {
	v := Verdict{Kind: Ambiguous, Rule: rule}
	for _, row := range ours {
		v.Candidates = append(v.Candidates, x.ids[row])
	}
	return v
}

// ResolveOurs tells what became of a record of ours; only with None may it be
// created on their side. ID and Candidates stay empty, for rows of theirs have
// no name here.
func (x *Index) ResolveOurs(id int64) Verdict {
	x.Decide()
	row, found := slices.BinarySearch(x.ids, id)
	switch {
	case !found:
		return Verdict{Rule: free}
	case x.ours.mate[row] != free:
		return Verdict{Kind: Matched, Rule: int(x.ours.rule[row])}
	case x.ours.rule[row] != free:
		return Verdict{Kind: Ambiguous, Rule: int(x.ours.rule[row])}
	}
	for rule, key := range x.ours.row(row, x.rules) {
		if key == 0 {
			continue
		}
		if _, anyFree := x.theirs.having(rule, x.rules, key, 1); anyFree {
			return Verdict{Kind: Ambiguous, Rule: rule}
		}
	}
	return Verdict{Rule: free}
}
