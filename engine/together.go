package engine

import (
	"context"

	"tandem"
)

// ObjectEdit is an edit of a record of some object.
type ObjectEdit struct {
	Object string
	Edit   Edit
}

// Together is what is written in one transaction or not at all.
type Together struct {
	Note  string // why, for the change log; may be empty
	Edits []ObjectEdit
	Takes *Takeover // links that another record takes over; nil = none
}

// WriteTogether is Write for edits that must not part: of several objects, and
// with links that move (Promise 7). One bad edit stops all; its error is returned.
func (e *Engine) WriteTogether(ctx context.Context, account int64, actor tandem.Actor, t *Together) ([]Written, error) {
	release, err := e.prepareTakeover(ctx, account, t.Takes)
	if err != nil {
		return nil, err
	}
	defer release()
	w := together{e: e, account: account, actor: actor, t: t, doors: map[string]*door{}}
	if err := w.prepare(ctx); err != nil {
		return nil, err
	}
	if len(w.batches) > 0 {
		first := w.batches[0]
		first.Also = w.batches[1:]
		if err := e.store.Commit(ctx, first); err != nil {
			return nil, err
		}
	}
	if t.Takes != nil {
		t.Takes.Moved = len(t.Takes.links)
	}
	return w.results(), nil
}

// together is one call of WriteTogether.
type together struct {
	e       *Engine
	account int64
	actor   tandem.Actor
	t       *Together
	doors   map[string]*door // by object
	order   []*door
	batches []*tandem.Batch
}

// prepare checks every edit and makes a batch for each object and each lane.
func (w *together) prepare(ctx context.Context) error {
	edits := map[string][]Edit{}
	for i := range w.t.Edits {
		o := &w.t.Edits[i]
		edits[o.Object] = append(edits[o.Object], o.Edit)
	}
	for i := range w.t.Edits {
		object := w.t.Edits[i].Object
		if w.doors[object] != nil {
			continue
		}
		d, err := w.e.newDoor(ctx, w.account, w.actor, object, len(edits[object]))
		if err != nil {
			return err
		}
		d.note, d.along = w.t.Note, w.t.Takes.connections()
		w.doors[object], w.order = d, append(w.order, d)
		d.prepare(ctx, edits[object])
		for i := range d.results {
			if d.results[i].Err != nil {
				return d.results[i].Err
			}
		}
		w.batches = append(w.batches, d.batch())
	}
	w.batches = append(w.batches, w.t.Takes.batches(w.account, w.actor)...)
	return nil
}

// results are in the order of the edits.
func (w *together) results() []Written {
	next := map[string]int{}
	for _, d := range w.order {
		d.tell()
	}
	results := make([]Written, len(w.t.Edits))
	for i := range w.t.Edits {
		object := w.t.Edits[i].Object
		results[i] = w.doors[object].results[next[object]]
		next[object]++
	}
	return results
}
