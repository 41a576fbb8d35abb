package store_test

import (
	"testing"

	"tandem"
	"tandem/store"
)

// twoObjects is a batch that changes a customer and creates a contact.
func (f *fixture) twoObjects(t testing.TB, id, version int64) (batch *tandem.Batch, contact int64) {
	t.Helper()
	contact, err := f.NextIDs(t.Context(), "contact", 1)
	check(t, err)
	batch = f.batch(update(id, version, text("New"), text("Brno")))
	batch.Note = "because"
	shape := tandem.Shape{Object: "contact", Fields: []string{"customer", "last_name"}}
	write := tandem.RecordWrite{Op: tandem.Create, ID: contact, Set: tandem.AllFields(2), Values: tandem.Record{tandem.ReferenceValue(id), text("Novak")}}
	batch.Also = []*tandem.Batch{{Account: f.account, Actor: batch.Actor, Shape: &shape, Rows: []tandem.Row{{Write: write}}, Note: "because"}}
	return batch, contact
}

func TestSeveralObjectsInOneTransaction(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		id := f.fill(t, 1)
		batch, contact := f.twoObjects(t, id, 1)
		check(t, s.Commit(ctx, batch))
		if batch.Rows[0].Write.NewVersion != 2 || batch.Also[0].Rows[0].Write.NewVersion != 1 {
			t.Errorf("the versions are %d and %d", batch.Rows[0].Write.NewVersion, batch.Also[0].Rows[0].Write.NewVersion)
		}
		for object, record := range map[string]int64{"customer": id, "contact": contact} {
			changes, err := s.History(ctx, f.account, object, record, 1)
			check(t, err)
			if len(changes) != 1 || changes[0].Note != "because" {
				t.Errorf("the change log of the %s says %+v", object, changes)
			}
		}

		// The customer has moved: the contact is not made either.
		batch, contact = f.twoObjects(t, id, 1)
		if err := s.Commit(ctx, batch); tandem.CodeOf(err) != tandem.Conflict {
			t.Errorf("the error is %v", err)
		}
		var rows tandem.Rows
		check(t, s.Records(ctx, f.account, batch.Also[0].Shape, []int64{contact}, &rows))
		if rows.Len() != 0 {
			t.Error("half of it was written")
		}

		stranger := setUp(t, s, "stranger")
		batch, _ = f.twoObjects(t, id, 2)
		batch.Also[0].Account = stranger.account
		if err := s.Commit(ctx, batch); tandem.CodeOf(err) != tandem.Internal {
			t.Errorf("two accounts in one transaction: %v", err)
		}
	})
}

func TestLinksOfARecord(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		id := f.fill(t, 2)
		second, err := s.Lane(ctx, f.account, "shop", "buyers", "customer")
		check(t, err)
		link := tandem.LinkWrite{Op: tandem.PutLink, Link: tandem.Link{Key: "S1", ID: id}}
		check(t, s.Commit(ctx, &tandem.Batch{Account: f.account, Lane: second, Rows: []tandem.Row{{Link: link}}}))

		links, err := s.RecordLinks(ctx, f.account, "customer", id)
		check(t, err)
		if len(links) != 2 || links[0].Sync != "erp" || links[0].Link.Base != "\x01base" || links[0].Lane != f.lane ||
			links[1].Point != "buyers" || links[1].Link.Key != "S1" || links[1].Link.OursVersion != 1 {
			t.Errorf("the links are %+v", links)
		}
	})
}
