package engine

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"

	"tandem"
)

// foresighted is a store that says which pages it was asked for, and when.
type foresighted struct {
	*memstore
	said []string
}

func (f *foresighted) LinksAhead(ctx context.Context, lane tandem.Lane, keys []tandem.Key, base bool, dst []tandem.Link) (found func() error) {
	f.said = append(f.said, "ahead "+keys[0].String())
	err := f.memstore.LinksByKey(ctx, lane, keys, base, dst)
	return func() error { return err }
}

func (f *foresighted) LinksByKey(ctx context.Context, lane tandem.Lane, keys []tandem.Key, base bool, dst []tandem.Link) error {
	f.said = append(f.said, "look "+keys[0].String())
	return f.memstore.LinksByKey(ctx, lane, keys, base, dst)
}

// pagesOf makes pages of one row each.
func pagesOf(n int) iter.Seq2[*tandem.Page, error] {
	return func(yield func(*tandem.Page, error) bool) {
		for i := range n {
			page := &tandem.Page{}
			page.Add(tandem.Key(fmt.Sprintf("p%d", i+1)))
			if !yield(page, nil) {
				return
			}
		}
	}
}

// While nothing comes of pages they are looked at ahead; where something does,
// the page behind is looked at anew, and sees what became of it.
func TestPagesAreLookedAtAhead(t *testing.T) {
	ctx, lane := t.Context(), tandem.Lane{Account: 1, Point: 1, Object: "customer"}
	store := &foresighted{memstore: newMemstore()}
	s := &pass{e: New(Options{Store: store}), p: &point{lane: lane}}
	saw := map[tandem.Key]bool{}
	for page, err := range s.lookingAhead(ctx, pagesOf(7)) {
		if err != nil {
			t.Fatal(err)
		}
		store.said = append(store.said, "turn "+page.Keys[0].String())
		links, err := s.linksByKey(ctx, page.Keys)
		if err != nil {
			t.Fatal(err)
		}
		saw[page.Keys[0]] = links[0].ID != 0
		if page.Keys[0] == "p4" { // it makes the link of the page behind it
			s.stirred++
			row := tandem.Row{Link: tandem.LinkWrite{Op: tandem.PutLink, Link: tandem.Link{Key: "p5", ID: 55, Version: 1}}}
			if err := store.Commit(ctx, &tandem.Batch{Account: 1, Lane: lane, Shape: &tandem.Shape{Object: "customer"}, Rows: []tandem.Row{row}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := []string{
		"turn p1", "look p1", "ahead p3", "turn p2", "look p2", "ahead p4", "turn p3", "ahead p5", "turn p4",
		"turn p5", "look p5", "ahead p7", "turn p6", "look p6", "turn p7",
	}
	if !slices.Equal(store.said, want) {
		t.Errorf("the order is %v\nwant %v", store.said, want)
	}
	for key, linked := range saw {
		if linked != (key == "p5") {
			t.Errorf("%s is linked: %t", key, linked)
		}
	}
}
