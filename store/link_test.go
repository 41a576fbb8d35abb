package store_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tandem"
	"tandem/store"
)

// However links are asked for - in a range or as a list, in any order, with
// keys that are not there or there twice - each ends where it belongs.
func TestLinksAreFound(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f := setUp(t, s, "acme")
		const n = 300
		batch := f.batch()
		keys := map[tandem.Key]int64{}
		first := f.ids(t, n)
		for i := range int64(n) {
			row := customer(first+i, strconv.FormatInt(i, 10))
			row.Link.Link.Key = tandem.KeyOf(tandem.IntegerValue(i*i), text("é"))
			keys[row.Link.Link.Key] = first + i
			batch.Rows = append(batch.Rows, row)
		}
		check(t, s.Commit(t.Context(), batch))
		rapid.Check(t, func(t *rapid.T) {
			numbers := rapid.SliceOf(rapid.Int64Range(0, n+20)).Draw(t, "numbers")
			asked := make([]tandem.Key, len(numbers))
			ids := make([]int64, len(numbers))
			for i, n := range numbers {
				asked[i], ids[i] = tandem.KeyOf(tandem.IntegerValue(n*n), text("é")), first+n
			}
			byKey, byID := make([]tandem.Link, len(asked)), make([]tandem.Link, len(ids))
			if err := s.LinksByKey(t.Context(), f.lane, asked, rapid.Bool().Draw(t, "base"), byKey); err != nil {
				t.Fatal(err)
			}
			if err := s.LinksByID(t.Context(), f.lane, ids, false, byID); err != nil {
				t.Fatal(err)
			}
			for i, key := range asked {
				if byKey[i].ID != keys[key] {
					t.Errorf("%v leads to %d, not %d", key, byKey[i].ID, keys[key])
				}
				if numbers[i] < n && (byID[i].Key != key || byID[i].OursVersion != 1) {
					t.Errorf("%d leads to %+v", ids[i], byID[i])
				}
			}
		})
		all, err := s.Links(t.Context(), f.lane, "", n+1)
		check(t, err)
		if count, err := s.CountLinks(t.Context(), f.lane); err != nil || count != n || len(all) != n {
			t.Errorf("%d links, %d counted, %v", len(all), count, err)
		}
		if !slices.IsSortedFunc(all, func(a, b tandem.Link) int { return int(a.ID - b.ID) }) {
			t.Error("links do not come in key order")
		}
	})
}

// A link comes with the version that our record has now, whether the records lie
// close together or not; 0 for one that is gone.
func TestLinksKnowTheVersionOfOurs(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		const n = 40
		first := f.fill(t, n)
		edit := func(id int64) tandem.Row {
			row := customer(id, "K")
			row.Write.Op, row.Write.Version, row.Link = tandem.Update, 1, tandem.LinkWrite{}
			return row
		}
		gone := tandem.Row{Write: tandem.RecordWrite{Op: tandem.Delete, ID: first + 5, Version: 1}}
		check(t, s.Commit(ctx, f.batch(edit(first+3), edit(first+n-1), gone)))
		want := func(id int64) int64 {
			switch id {
			case first + 3, first + n - 1:
				return 2
			case first + 5:
				return 0
			default:
				return 1
			}
		}
		for _, apart := range []int64{1, 2, 13} {
			var keys []tandem.Key
			var ids []int64
			for i := int64(0); i < n; i += apart {
				keys, ids = append(keys, tandem.Key(fmt.Sprintf("K%06d", i))), append(ids, first+i)
			}
			byKey, byID, ahead := make([]tandem.Link, len(keys)), make([]tandem.Link, len(keys)), make([]tandem.Link, len(keys))
			check(t, s.LinksByKey(ctx, f.lane, keys, true, byKey))
			check(t, s.LinksByID(ctx, f.lane, ids, true, byID))
			check(t, s.LinksAhead(ctx, f.lane, keys, true, ahead)())
			for i, id := range ids {
				if byKey[i].ID != id || byKey[i].OursVersion != want(id) {
					t.Errorf("%s leads to %+v", keys[i], byKey[i])
				}
				if byID[i] != byKey[i] || ahead[i] != byKey[i] {
					t.Errorf("%d leads to %+v, and ahead to %+v", id, byID[i], ahead[i])
				}
			}
		}
	})
}

// Links whose keys lie close together may belong to records that do not.
func TestLinksOfScatteredRecords(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		first := f.ids(t, 2000)
		batch, keys, links := f.batch(), make([]tandem.Key, 20), make([]tandem.Link, 20)
		for i := range keys {
			keys[i] = tandem.Key(fmt.Sprintf("K%06d", i))
			batch.Rows = append(batch.Rows, customer(first+int64(i*97%20)*100, string(keys[i])))
		}
		check(t, s.Commit(ctx, batch))
		check(t, s.LinksByKey(ctx, f.lane, keys, false, links))
		for i, l := range links {
			if l.ID != first+int64(i*97%20)*100 || l.OursVersion != 1 {
				t.Errorf("%s leads to %+v", keys[i], l)
			}
		}
	})
}

// What a run did to links can be told however often others changed them since.
func TestRunLinks(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		var runs []int64
		for range 3 {
			run := tandem.Run{Account: f.account, Sync: "erp", Kind: tandem.Bulk, State: tandem.Running}
			check(t, s.CreateRun(ctx, &run))
			runs = append(runs, run.ID)
		}
		commit := func(run int64, rows ...tandem.Row) {
			t.Helper()
			batch := f.batch(rows...)
			batch.Actor.Run = run
			check(t, s.Commit(ctx, batch))
		}
		put := func(id int64, key tandem.Key) tandem.Row {
			return tandem.Row{Link: tandem.LinkWrite{Op: tandem.PutLink, Link: tandem.Link{ID: id, Key: key, Version: 1, Base: "b"}}}
		}
		drop := func(id int64) tandem.Row {
			return tandem.Row{Link: tandem.LinkWrite{Op: tandem.DropLink, Link: tandem.Link{ID: id}}}
		}
		first := f.ids(t, 4)
		a, b, c, d := first, first+1, first+2, first+3
		commit(runs[0], customer(a, "A"), customer(b, "B"), customer(c, "C"), customer(d, "D"))
		commit(runs[1], put(a, "A2"), put(a, "A3"), drop(b))
		commit(runs[2], put(a, "A4"), drop(c), put(b, "B5"))
		commit(runs[2], tandem.Row{Link: tandem.LinkWrite{Op: tandem.TouchLink, Link: tandem.Link{ID: d, Version: 1, Hash: 99}}})

		describe := func(run int64) map[int64]string {
			t.Helper()
			got := map[int64]string{}
			after := int64(0)
			for {
				page, err := s.RunLinks(ctx, f.account, run, after, 1)
				check(t, err)
				if len(page) == 0 {
					return got
				}
				for _, l := range page {
					id := max(l.Was.ID, l.Now.ID)
					if _, twice := got[id]; twice || l.Lane != f.lane || l.Seq <= after {
						t.Errorf("%+v comes twice or from another lane", l)
					}
					got[id] = fmt.Sprintf("%s -> %s", l.Was.Key, l.Now.Key)
					after = l.Seq
				}
			}
		}
		for i, want := range []map[int64]string{
			{a: " -> A", b: " -> B", c: " -> C", d: " -> D"},
			{a: "A -> A3", b: "B -> "},
			{a: "A3 -> A4", b: " -> B5", c: "C -> "},
		} {
			if diff := cmp.Diff(want, describe(runs[i])); diff != "" {
				t.Errorf("run %d:\n%s", i, diff)
			}
		}
	})
}
