package connectortest

import (
	"context"

	"tandem"
	"tandem/connector"
)

// list reads all rows after a cursor, page by page, and copies them.
func (s *suite) list(view *connector.View, after string) map[tandem.Key]Row {
	s.Helper()
	rows, _ := s.listPages(view, after)
	return rows
}

// listPages reads all rows and returns the cursor of each page too.
func (s *suite) listPages(view *connector.View, after string) (map[tandem.Key]Row, []string) {
	s.Helper()
	rows, cursors := map[tandem.Key]Row{}, []string{}
	for page, err := range s.c.List(s.ctx, view, after) {
		if err != nil {
			s.Fatalf("reading %s: %v", view.Object, err)
		}
		s.take(view, page, rows)
		if page.Len() > 0 {
			cursors = append(cursors, page.Cursor)
		}
	}
	return rows, cursors
}

// take copies the rows of a page.
func (s *suite) take(view *connector.View, page *tandem.Page, into map[tandem.Key]Row) {
	s.Helper()
	if page.Width != view.Width() {
		s.Fatalf("a page of %s has %d values to a row, the view %d", view.Object, page.Width, view.Width())
	}
	for _, fault := range page.Faults {
		s.Errorf("row %s could not be read: %v", page.Keys[fault.Row], fault.Err)
	}
	for i := range page.Len() {
		if page.IsGone(i) {
			continue
		}
		key := clone(page.Keys[i])
		if _, twice := into[key]; twice {
			s.Errorf("row %s came twice", key)
		}
		into[key] = rowOf(view, page.Row(i))
	}
}

// get reads rows by key, through the fallback where the connector has no Get.
func (s *suite) get(view *connector.View, keys ...tandem.Key) map[tandem.Key]Row {
	s.Helper()
	page, err := connector.Get(s.ctx, s.c, view, keys)
	if err != nil {
		s.Fatalf("getting rows of %s: %v", view.Object, err)
	}
	rows := map[tandem.Key]Row{}
	s.take(view, page, rows)
	return rows
}

// one reads one row that must be there.
func (s *suite) one(key tandem.Key) Row {
	s.Helper()
	r, ok := s.get(s.view, key)[key]
	if !ok {
		s.Fatalf("row %s is not there", key)
	}
	return r
}

// news is what one reading of changes brought.
type news struct {
	rows   map[tandem.Key]Row // the last version that came
	gone   map[tandem.Key]bool
	cursor string
	pages  int
}

// changes reads what changed since a cursor.
func (s *suite) changes(view *connector.View, since string) news {
	s.Helper()
	n, err := s.tryChanges(s.ctx, view, since)
	if err != nil {
		s.Fatalf("reading changes: %v", err)
	}
	if n.pages == 0 {
		s.Fatal("reading changes brought no page, not even an empty one with a cursor")
	}
	if n.cursor == "" {
		s.Fatal("reading changes ended without a cursor")
	}
	return n
}

func (s *suite) tryChanges(ctx context.Context, view *connector.View, since string) (news, error) {
	n := news{rows: map[tandem.Key]Row{}, gone: map[tandem.Key]bool{}}
	changer, ok := connector.HasChanges(s.c, view)
	if !ok {
		s.Fatal("the view has a cursor and the connector no Changes")
	}
	for page, err := range changer.Changes(ctx, view, since) {
		if err != nil {
			return n, err
		}
		n.pages++
		n.cursor = page.Cursor
		n.take(view, page)
	}
	return n, nil
}

// take copies a page; of a row that comes again the last version stays.
func (n *news) take(view *connector.View, page *tandem.Page) {
	for i := range page.Len() {
		key := clone(page.Keys[i])
		delete(n.rows, key)
		delete(n.gone, key)
		if page.IsGone(i) {
			n.gone[key] = true
		} else {
			n.rows[key] = rowOf(view, page.Row(i))
		}
	}
}

// clone makes a key independent of its page.
func clone(key tandem.Key) tandem.Key { return tandem.Key(append([]byte(nil), key...)) }
