package connectortest

import (
	"context"
	"errors"
	"slices"

	"tandem"
	"tandem/connector"
)

func listCases() []testCase {
	return []testCase{
		{
			name: "list an empty object",
			why:  "an empty table is a complete answer, not an error, and is told from a failure by that alone (Promise 4)",
			run:  listsNothing,
		},
		{
			name: "list everything once",
			why:  "a row that is missed looks deleted, a row that comes twice is counted twice (Promises 1 and 4)",
			run:  listsEverything,
		},
		{
			name: "list goes on after any page",
			why:  "a run that stopped goes on at its checkpoint and must see the rest, all of it and nothing else",
			run:  listResumes,
		},
		{
			name: "a page is good until the one after the next",
			why:  "the engine reads other rows and writes while it holds a page, and stores one while it looks at the next",
			run:  pageHolds,
		},
		{
			name:  "list that dies ends with an error",
			why:   "a reading that breaks off in silence looks like a complete one, and what was not read like deleted (Promise 4)",
			needs: needsCut,
			run:   listDies,
		},
		{
			name: "list may be left early",
			why:  "a run that is paused leaves the reading; nothing may hang or stay open",
			run:  listIsLeft,
		},
	}
}

func needsCut(h *Harness) string {
	if h.Unreachable == nil {
		return "the system cannot be out of reach"
	}
	return ""
}

func listsNothing(s *suite) {
	if rows := s.list(s.view, ""); len(rows) > 0 {
		s.Errorf("an empty object has %d rows", len(rows))
	}
}

func listsEverything(s *suite) {
	wanted := s.seeded(s.h.rows())
	s.same("list", wanted, s.list(s.view, ""))
}

// seeded seeds n customers and returns them by key.
func (s *suite) seeded(n int) map[tandem.Key]Row {
	s.Helper()
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = s.customer()
	}
	byKey := map[tandem.Key]Row{}
	for i, key := range s.seedRows(rows) {
		byKey[key] = rows[i]
	}
	return byKey
}

func listResumes(s *suite) {
	wanted := s.seeded(s.h.rows())
	_, cursors := s.listPages(s.view, "")
	if len(cursors) < 2 {
		s.Logf("all %d rows came in one page; Harness.Rows is too small to try more", s.h.rows())
	}
	for _, cursor := range cursors {
		before := s.listUntil(cursor)
		// The cursor is all there is: another connection must be able to go on with it.
		s.c = s.open()
		for key, r := range s.list(s.view, cursor) {
			if _, twice := before[key]; twice {
				s.Errorf("row %s came before and after cursor %q", key, cursor)
			}
			before[key] = r
		}
		s.same("list resumed", wanted, before)
	}
}

// listUntil reads up to and with the page that has a cursor.
func (s *suite) listUntil(cursor string) map[tandem.Key]Row {
	s.Helper()
	rows := map[tandem.Key]Row{}
	for page, err := range s.c.List(s.ctx, s.view, "") {
		if err != nil {
			s.Fatal(err)
		}
		s.take(s.view, page, rows)
		if page.Cursor == cursor {
			return rows
		}
	}
	s.Fatalf("no page with cursor %q came the second time", cursor)
	return nil
}

func pageHolds(s *suite) {
	wanted := s.seeded(s.h.rows())
	keys := sortedKeys(wanted)
	got := map[tandem.Key]Row{}
	var held *tandem.Page
	for page, err := range s.c.List(s.ctx, s.view, "") {
		if err != nil {
			s.Fatal(err)
		}
		// Whatever else is done in the meantime, the page must stand.
		s.get(s.view, keys[0], keys[len(keys)-1])
		if s.view.Writable {
			r := s.one(keys[0])
			s.landed(s.write(s.view, s.toUpdate(s.view, keys[0], r, Row{s.h.Columns.Name: r[s.h.Columns.Name]}))...)
		}
		if held != nil {
			s.take(s.view, held, got)
		}
		held = page
	}
	s.take(s.view, held, got)
	s.same("pages read during other calls", wanted, got)
}

func listDies(s *suite) {
	if s.remote.Cut == nil {
		s.Skip("does not apply: the harness cannot cut the connection")
	}
	wanted := s.seeded(s.h.rows())
	got, cut, died := map[tandem.Key]Row{}, false, error(nil)
	for page, err := range s.c.List(s.ctx, s.view, "") {
		if err != nil {
			died = err
			break
		}
		s.take(s.view, page, got)
		if !cut {
			s.remote.Cut(s)
			cut = true
		}
	}
	if died == nil && len(got) < len(wanted) {
		s.Errorf("the reading ended in silence after %d of %d rows", len(got), len(wanted))
	}
	if died != nil {
		s.code("a reading that was cut", died, tandem.Unreached)
	}
	err := s.firstPage(s.ctx, s.view)
	s.code("a reading begun while the system is away", err, tandem.Unreached)
}

// firstPage reads one page and leaves.
func (s *suite) firstPage(ctx context.Context, view *connector.View) error {
	for _, err := range s.c.List(ctx, view, "") {
		return err
	}
	return nil
}

func listIsLeft(s *suite) {
	wanted := s.seeded(s.h.rows())
	for range 20 {
		if err := s.firstPage(s.ctx, s.view); err != nil {
			s.Fatal(err)
		}
	}
	s.same("list after others were left", wanted, s.list(s.view, ""))
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	if err := s.firstPage(ctx, s.view); err != nil && !errors.Is(err, context.Canceled) {
		s.Fatal(err)
	}
}

func sortedKeys(rows map[tandem.Key]Row) []tandem.Key {
	var keys []tandem.Key
	for key := range rows {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
