package engine

import "tandem"

// ascent follows keys as they come and tells whether they ascend: as octets, or
// by their length first as numbers do. As long as they do none came before.
type ascent struct {
	last    tandem.Key
	begun   bool
	octets  bool
	numbers bool
}

// add takes the next key and reports whether all of them ascend so far.
func (a *ascent) add(key tandem.Key) bool {
	if !a.begun {
		*a = ascent{last: key, begun: true, octets: true, numbers: true}
		return true
	}
	greater := a.last < key
	a.octets = a.octets && greater
	a.numbers = a.numbers && (len(a.last) < len(key) || len(a.last) == len(key) && greater)
	a.last = key
	return a.octets || a.numbers
}

// firstOf finds keys that came before; while they ascend nothing needs to be remembered.
type firstOf struct {
	ascent ascent
	seen   map[tandem.Key]int
}

// at returns where a key stands in pairs, or notes that it will stand behind them.
func (f *firstOf) at(pairs []pair, key tandem.Key) (int, bool) {
	if f.seen == nil {
		if f.ascent.add(key) {
			return 0, false
		}
		f.seen = make(map[tandem.Key]int, 2*len(pairs))
		for i := range pairs {
			f.seen[pairs[i].key] = i
		}
	}
	at, again := f.seen[key]
	if !again {
		f.seen[key] = len(pairs)
	}
	return at, again
}
