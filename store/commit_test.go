package store_test

import (
	"testing"

	"tandem"
	"tandem/store"
)

func TestCommitAndReadBack(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		id, err := s.NextIDs(ctx, "customer", 2)
		check(t, err)
		check(t, s.Commit(ctx, f.batch(customer(id, "K1"), customer(id+1, "K2"))))

		links := make([]tandem.Link, 3)
		check(t, s.LinksByKey(ctx, f.lane, []tandem.Key{"K2", "K0", "K1"}, true, links))
		want := tandem.Link{Key: "K2", ID: id + 1, Version: 1, Hash: 7, Base: "\x01base", Shape: 3, Run: 1, OursVersion: 1}
		if links[0] != want || links[1].ID != 0 || links[2].ID != id {
			t.Errorf("links are %+v", links)
		}
		var rows tandem.Rows
		check(t, s.Records(ctx, f.account, &customers, []int64{id + 1, id, id + 9}, &rows))
		if rows.Len() != 2 || rows.IDs[0] != id+1 || rows.Row(0)[0] != text("K2") || rows.Row(0)[3] != tandem.DecimalValue(125, 0) {
			t.Errorf("records are %v %v", rows.IDs, rows.Row(0))
		}
		ids, upTo, more, err := s.ChangedSince(ctx, f.account, "customer", 0, 100)
		check(t, err)
		if len(ids) != 2 || upTo != 2 || more {
			t.Errorf("changed are %v up to %d, more %v", ids, upTo, more)
		}
	})
}
