package delivery

import (
	"tandem"
)

// recordKey names a record within a lane.
type recordKey struct {
	object string
	record int64
}

// item is a delivery a lane has read and not settled yet.
type item struct {
	tandem.Delivery

	told *tandem.Told // nil where the call does not need it
}

func (i *item) key() recordKey { return recordKey{i.Object, i.Record} }

// window is what a lane has read: a chain for each record, whose first may be
// called for, and the order in which the firsts are.
type window struct {
	chains map[recordKey][]*item
	ready  []*item
	known  map[int64]bool
}

func newWindow() *window {
	return &window{chains: map[recordKey][]*item{}, known: map[int64]bool{}}
}

func (w *window) len() int { return len(w.known) }

// add takes what was read; what is known already is left out.
func (w *window) add(i *item) {
	if w.known[i.ID] {
		return
	}
	w.known[i.ID] = true
	key := i.key()
	w.chains[key] = append(w.chains[key], i)
	if len(w.chains[key]) == 1 {
		w.ready = append(w.ready, i)
	}
}

// next takes the first that may be called for; nil = none.
func (w *window) next() *item {
	if len(w.ready) == 0 {
		return nil
	}
	i := w.ready[0]
	w.ready[0] = nil
	w.ready = w.ready[1:]
	return i
}

// settled takes the first of a chain out. Over, the next of its record may be
// called for; else all behind it wait with it and are read again another time.
func (w *window) settled(i *item, over bool) {
	key := i.key()
	chain := w.chains[key][1:]
	delete(w.known, i.ID)
	if !over {
		for _, behind := range chain {
			delete(w.known, behind.ID)
		}
		chain = nil
	}
	if len(chain) == 0 {
		delete(w.chains, key)
		return
	}
	w.chains[key] = chain
	w.ready = append(w.ready, chain[0])
}

// drop forgets all that nobody is being called for. flying are kept, alone.
func (w *window) drop() {
	for _, i := range w.ready {
		delete(w.chains, i.key())
	}
	w.ready = nil
	w.known = map[int64]bool{}
	for key, chain := range w.chains {
		w.chains[key] = chain[:1]
		w.known[chain[0].ID] = true
	}
}
