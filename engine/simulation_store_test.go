package engine

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"tandem/store"
)

// Every so many histories are played on the store that is shipped, in a file of
// its own; the others on one that is a hundred times as fast.
const onRealStore = 50

// storeOf makes the store of a history.
func storeOf(t *testing.T, seed uint64, now *atomic.Int64) (s Store, end func() error, err error) {
	if seed%onRealStore != 0 {
		return newMemstore(), func() error { return nil }, nil
	}
	clock := func() time.Time { return time.UnixMicro(now.Load()) }
	opened, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Clock: clock})
	if err != nil {
		return nil, nil, err
	}
	if _, err := opened.EnsureAccount(t.Context(), "simulation"); err != nil {
		return nil, nil, errors.Join(err, opened.Close())
	}
	return opened, opened.Close, nil
}

// nameLanes has a real store number the lanes.
func (w *world) nameLanes() {
	real, ok := w.store.(*store.Store)
	if !ok {
		return
	}
	for _, s := range w.syncs {
		for i := range s.Points {
			lane, err := real.Lane(w.ctx, 1, s.Name, s.Points[i].Name, s.Points[i].Ours)
			w.must(err)
			s.Points[i].ID = lane.Point
		}
	}
}
