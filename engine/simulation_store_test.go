package engine

import (
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/store"
)

// Every so many histories are played on the store that is shipped, in a file of
// its own; the others on one that is a hundred times as fast.
const onRealStore = 50

// stores makes the stores of histories.
type stores struct {
	t        *testing.T
	template func() (dir string, err error) // a real one with nothing in it, for copies
}

func newStores(t *testing.T) *stores {
	s := &stores{t: t}
	s.template = sync.OnceValues(s.makeTemplate)
	return s
}

// of makes the store of a history.
func (s *stores) of(seed uint64, now *atomic.Int64) (made Store, end func() error, err error) {
	if seed%onRealStore != 0 {
		return newMemstore(), func() error { return nil }, nil
	}
	template, err := s.template()
	if err != nil {
		return nil, nil, err
	}
	dir := s.t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(template)); err != nil {
		return nil, nil, err
	}
	clock := func() time.Time { return time.UnixMicro(now.Load()) }
	opened, err := store.Open(s.t.Context(), store.Options{Dir: dir, Clock: clock})
	if err != nil {
		return nil, nil, err
	}
	return opened, opened.Close, nil
}

// makeTemplate makes a database once: its migrations take longer than a history.
func (s *stores) makeTemplate() (string, error) {
	dir := s.t.TempDir()
	opened, err := store.Open(s.t.Context(), store.Options{Dir: dir})
	if err != nil {
		return "", err
	}
	_, err = opened.EnsureAccount(s.t.Context(), "simulation")
	return dir, errors.Join(err, opened.Close())
}

// nameLanes has a real store number the lanes.
func (w *world) nameLanes() {
	shipped, ok := w.store.(*store.Store)
	if !ok {
		return
	}
	for _, s := range w.syncs {
		for i := range s.Points {
			lane, err := shipped.Lane(w.ctx, 1, s.Name, s.Points[i].Name, s.Points[i].Ours)
			w.must(err)
			s.Points[i].ID = lane.Point
		}
	}
}
