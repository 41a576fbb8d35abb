package match

import (
	"cmp"
	"slices"
)

// maxPairs bounds how many pairs of one value are looked at one by one. A
// value that so many share tells nobody apart: it is several on both sides.
const maxPairs = 1 << 14

// Decide settles all verdicts. Asking does it too; calling it first lets
// several goroutines ask.
func (x *Index) Decide() {
	if x.decided {
		return
	}
	x.decided = true
	x.sortOurs()
	x.sortTheirs()
	var groups int32
	for rule := range x.rules {
		groups = x.turn(rule, groups)
	}
	x.ours.index(x.rules)
	x.theirs.index(x.rules)
}

// sortOurs puts our records in the order of their ids, each id once.
func (x *Index) sortOurs() {
	order := make([]int32, len(x.ids))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(x.ids[a], x.ids[b]), slices.Compare(x.ours.row(int(a), x.rules), x.ours.row(int(b), x.rules)))
	})
	order = slices.CompactFunc(order, func(a, b int32) bool { return x.ids[a] == x.ids[b] })
	ids := make([]int64, len(order))
	for i, row := range order {
		ids[i] = x.ids[row]
	}
	x.ids = ids
	x.ours.arrange(order, x.rules)
}

// sortTheirs puts their rows in the order of their keys, by which they are found again.
func (x *Index) sortTheirs() {
	count := 0
	if x.rules > 0 {
		count = len(x.theirs.keys) / x.rules
	}
	order := make([]int32, count)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return slices.Compare(x.theirs.row(int(a), x.rules), x.theirs.row(int(b), x.rules))
	})
	x.theirs.arrange(order, x.rules)
}

func (x *Index) findTheirs(keys []Key) (row int, found bool) {
	low, high := 0, len(x.theirs.mate)
	for low < high {
		middle := (low + high) / 2
		if slices.Compare(x.theirs.row(middle, x.rules), keys) < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < len(x.theirs.mate) && slices.Equal(x.theirs.row(low, x.rules), keys)
}

// turn lets one rule match what the stronger ones left. It returns the highest
// number given to a group.
func (x *Index) turn(rule int, groups int32) int32 {
	ours, theirs := x.ours.entries(rule, x.rules), x.theirs.entries(rule, x.rules)
	for len(ours) > 0 && len(theirs) > 0 {
		switch order := ours[0].compare(theirs[0]); {
		case order < 0:
			ours = ours[sameAs(ours):]
		case order > 0:
			theirs = theirs[sameAs(theirs):]
		default:
			a, b := sameAs(theirs), sameAs(ours)
			if x.meet(rule, theirs[:a], ours[:b], groups+1) {
				groups++
			}
			theirs, ours = theirs[a:], ours[b:]
		}
	}
	return groups
}

// sameAs counts the entries at the front that are in one group and have one key.
func sameAs(entries []entry) int {
	n := 1
	for n < len(entries) && entries[n].compare(entries[0]) == 0 {
		n++
	}
	return n
}

// meet looks at all rows that agree under a rule. What it cannot match becomes
// a group; it reports whether there is one.
func (x *Index) meet(rule int, theirs, ours []entry, group int32) bool {
	if len(theirs)*len(ours) > maxPairs {
		x.theirs.join(theirs, rule, group)
		x.ours.join(ours, rule, group)
		return true
	}
	// How many each row may be, and the last of them.
	ourCount, theirCount := make([]int, len(ours)), make([]int, len(theirs))
	ourMate := make([]int, len(ours))
	theirMate := make([]int, len(theirs))
	for i, a := range theirs {
		for j, b := range ours {
			if !x.contradict(rule, a.row, b.row) {
				theirCount[i]++
				ourCount[j]++
				theirMate[i], ourMate[j] = j, i
			}
		}
	}
	var leftTheirs, leftOurs []entry
	for i, a := range theirs {
		j := theirMate[i]
		switch {
		case theirCount[i] == 1 && ourCount[j] == 1:
			x.theirs.match(a.row, ours[j].row, rule)
			x.ours.match(ours[j].row, a.row, rule)
		case theirCount[i] > 0:
			leftTheirs = append(leftTheirs, a)
		}
	}
	for j, b := range ours {
		if ourCount[j] > 0 && x.ours.mate[b.row] == free {
			leftOurs = append(leftOurs, b)
		}
	}
	x.theirs.join(leftTheirs, rule, group)
	x.ours.join(leftOurs, rule, group)
	return len(leftTheirs) > 0
}

// contradict reports whether a rule stronger than the given one tells two rows apart.
func (x *Index) contradict(rule int, theirs, ours int32) bool {
	a, b := x.theirs.row(int(theirs), x.rules), x.ours.row(int(ours), x.rules)
	for i := range rule {
		if a[i] != 0 && b[i] != 0 && a[i] != b[i] {
			return true
		}
	}
	return false
}
