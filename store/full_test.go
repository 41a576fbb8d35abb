package store

import (
	"strings"
	"sync"
	"testing"

	"tandem"
)

// A full disk ends in one clear error, for everybody who shared the commit, and
// the store goes on when there is room again.
func TestFullDisk(t *testing.T) {
	s, err := Open(t.Context(), Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	limit := func(pages string) {
		t.Helper()
		if err := s.write(t.Context(), 1, false, func(tx transaction) error {
			_, err := one(t.Context(), tx, "pragma max_page_count = "+pages, nil, func(row) {})
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	shape := tandem.Shape{Object: "customer", Fields: []string{"name", "notes"}}
	commit := func(first, count int, group bool) error {
		batch := &tandem.Batch{Account: 1, Shape: &shape, Group: group}
		for i := range count {
			batch.Rows = append(batch.Rows, tandem.Row{Write: tandem.RecordWrite{
				Op: tandem.Create, ID: int64(first + i), Set: tandem.AllFields(2),
				Values: tandem.Record{tandem.TextValue("name"), tandem.TextValue(strings.Repeat("long ", 1000))},
			}})
		}
		return s.Commit(t.Context(), batch)
	}
	limit("110")
	if err := commit(1, 500, false); tandem.CodeOf(err) != tandem.Full {
		t.Errorf("a large batch gives %v", err)
	}
	var group sync.WaitGroup
	errs := make([]error, 64)
	for i := range errs {
		group.Go(func() { errs[i] = commit(1000+100*i, 60, true) })
	}
	group.Wait()
	full := 0
	for i, err := range errs {
		if tandem.CodeOf(err) == tandem.Full {
			full++
		} else if err != nil {
			t.Errorf("small batch %d gives %v", i, err)
		}
	}
	if full == 0 {
		t.Error("nobody was told that the disk is full")
	}
	limit("1000000")
	if err := commit(100_000, 500, false); err != nil {
		t.Error(err)
	}
	written := int64(len(errs)-full)*60 + 500
	if n, err := s.Count(t.Context(), 1, "customer", nil); err != nil || n != written {
		t.Errorf("%d customers instead of %d, %v", n, written, err)
	}
}
