package web

import (
	"context"
	"testing"
	"time"

	"tandem"
)

// countedHealth notes how often it is asked.
type countedHealth struct{ asked int }

func (c *countedHealth) CountConflicts(context.Context, int64) (int64, error) {
	c.asked++
	return int64(c.asked), nil
}

func (*countedHealth) Activity(context.Context, int64, time.Time) ([]tandem.Activity, error) {
	return nil, nil
}

// A page that runs make move every second asks for what moves slowly only now and then.
func TestHealthIsReadNowAndThen(t *testing.T) {
	h := &countedHealth{}
	s := &site{Options: Options{Health: h}}
	p := &page{now: noon(), zone: time.UTC}
	var known *health
	for range 21 { // twenty seconds
		v := &runListView{}
		var err error
		if known, err = s.loadHealth(t.Context(), p, v, known); err != nil {
			t.Fatal(err)
		}
		if last := v.Tiles[len(v.Tiles)-1]; last.Count != int64(h.asked) {
			t.Errorf("the tile says %d after %d looks", last.Count, h.asked)
		}
		p.now = p.now.Add(time.Second)
	}
	if h.asked != 3 {
		t.Errorf("it was read %d times in twenty seconds", h.asked)
	}
}
