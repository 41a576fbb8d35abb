package engine

import "tandem/merge"

// onceEach leaves one of pairs that turn out to be the same: entries of the
// list name what was known of a pair when they were made, and a link or a match
// rule may show that two of them are its halves. One pair has one outcome (Promise 1).
func onceEach(pairs []pair) []pair {
	if !anyListed(pairs) {
		return pairs // they were read from one side, which shows each once
	}
	kept := pairs[:0]
	at := map[ref]int{}
	for _, p := range pairs {
		i, again := len(kept), false
		for _, name := range p.names() {
			if j, ok := at[name]; ok && kept[j].mayBe(&p) {
				i, again = j, true
			}
		}
		switch {
		case !again:
			kept = append(kept, p)
		case kept[i].theirsIs != merge.Present && p.theirsIs == merge.Present:
			kept[i] = p
		}
		for _, name := range kept[i].names() {
			if name != (ref{}) {
				at[name] = i
			}
		}
	}
	return kept
}

// mayBe reports whether two pairs with a name in common are one: two rows there never are.
func (p *pair) mayBe(other *pair) bool {
	return p.key == other.key || p.key == "" || other.key == ""
}

func anyListed(pairs []pair) bool {
	for i := range pairs {
		if pairs[i].listed {
			return true
		}
	}
	return false
}
