package store_test

import (
	"fmt"
	"testing"

	"tandem"
	"tandem/store"
)

// filled adds n customers to a load, in pages of 7, and returns the first id.
func (f *fixture) filled(t *testing.T, load tandem.Load, from, n int) int64 {
	t.Helper()
	first := f.ids(t, n)
	for start := 0; start < n; start += 7 {
		var rows []tandem.Row
		for i := start; i < min(start+7, n); i++ {
			rows = append(rows, customer(first+int64(i), fmt.Sprintf("K%06d", from+i)))
		}
		_, err := load.Add(rows)
		check(t, err)
	}
	return first
}

// A load is one transaction: seen as a whole with its links, its log and the
// cursors, once it has landed.
func TestLoad(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		after, err := s.LastSeq(ctx)
		check(t, err)
		load, err := s.Load(ctx, f.batch())
		check(t, err)
		first := f.filled(t, load, 0, 30)
		if n := len(f.changed(t, after)); n != 0 {
			t.Fatalf("%d records before it was committed", n)
		}
		landed := load.Commit(nil, &tandem.Cursors{Theirs: "here"})
		next, err := s.Load(ctx, f.batch()) // the next is filled meanwhile
		check(t, err)
		f.filled(t, next, 30, 10)
		check(t, landed())
		check(t, next.Commit(nil, &tandem.Cursors{Theirs: "there"})())
		if ids := f.changed(t, after); len(ids) != 40 || ids[0] != first {
			t.Errorf("changed: %v", ids)
		}

		if n, err := s.CountLinks(ctx, f.lane); err != nil || n != 40 {
			t.Errorf("%d links, %v", n, err)
		}
		links := make([]tandem.Link, 1)
		check(t, s.LinksByKey(ctx, f.lane, []tandem.Key{"K000029"}, true, links))
		want := tandem.Link{Key: "K000029", ID: first + 29, Version: 1, OursVersion: 1, Hash: 7, Base: "\x01base", Shape: 3, Run: 1}
		if links[0] != want {
			t.Errorf("the link is %+v", links[0])
		}
		if c, err := s.Cursors(ctx, f.lane); err != nil || c.Theirs != "there" {
			t.Errorf("the cursors are %+v, %v", c, err)
		}
		var rows tandem.Rows
		check(t, s.Get(ctx, f.account, &customers, first+29, &rows))
		if name := rows.Row(0)[1]; rows.Versions[0] != 1 || name != text("Customer K000029") {
			t.Errorf("the record is %v at version %d", name, rows.Versions[0])
		}
	})
}

// A load that fails leaves nothing, and the store goes on.
func TestLoadIsAllOrNothing(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		f.fill(t, 20)
		count := func(want int64) {
			t.Helper()
			if n, err := s.CountLinks(ctx, f.lane); err != nil || n != want {
				t.Fatalf("%d links, %v", n, err)
			}
		}
		load, err := s.Load(ctx, f.batch())
		check(t, err)
		f.filled(t, load, 10, 30) // ten of these keys are taken
		if err := load.Commit(nil, nil)(); err == nil {
			t.Error("a key was linked twice")
		}
		count(20)

		load, err = s.Load(ctx, f.batch())
		check(t, err)
		f.filled(t, load, 20, 5000) // enough for a COPY to be under way
		load.Abort()
		count(20)

		load, err = s.Load(ctx, f.batch())
		check(t, err)
		bad := customer(f.ids(t, 1), "bad\x00key")
		_, err = load.Add([]tandem.Row{bad})
		if err == nil {
			err = load.Commit(nil, nil)()
		} else {
			load.Abort()
		}
		if err == nil {
			t.Error("a key that is no text was stored")
		}
		count(20)

		load, err = s.Load(ctx, f.batch())
		check(t, err)
		f.filled(t, load, 20, 5)
		check(t, load.Commit(nil, nil)())
		count(25)
	})
}

// Promise 10: what is loaded belongs to the account whose load it is.
func TestLoadPinsTheAccount(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, other, ctx := setUp(t, s, "acme"), setUp(t, s, "other"), t.Context()
		batch := f.batch()
		batch.Lane = other.lane // of another account
		if _, err := s.Load(ctx, batch); tandem.CodeOf(err) != tandem.Internal {
			t.Errorf("links of another account: %v", err)
		}
		load, err := s.Load(ctx, f.batch())
		check(t, err)
		first := f.filled(t, load, 0, 300)
		check(t, load.Commit(nil, nil)())
		var rows tandem.Rows
		if err := s.Get(ctx, other.account, &customers, first, &rows); tandem.CodeOf(err) != tandem.NotFound {
			t.Errorf("another account sees it: %v", err)
		}
	})
}
