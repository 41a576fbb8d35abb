package connectortest

import (
	"fmt"
	"maps"
	"sync"

	"tandem"
	"tandem/connector"
)

func changesCases() []testCase {
	return []testCase{
		{
			name:  "nothing new",
			why:   "the first cursor stands before whatever comes next, and a quiet system costs nothing",
			needs: needsCursor,
			run:   nothingNew,
		},
		{
			name:  "new and edited rows arrive",
			why:   "a change that is missed is never seen again by an incremental run (Promise 7)",
			needs: needsCursor,
			run:   changesArrive,
		},
		{
			name:  "many changes arrive in pages",
			why:   "a run that stops between two pages of changes goes on with the next one",
			needs: needsCursor,
			run:   changesResume,
		},
		{
			name:  "a transaction that commits late is not missed",
			why:   "a row may become visible after one with a higher cursor value (Promise 7)",
			needs: needsCursor,
			run:   lateCommitArrives,
		},
		{
			name:  "nothing is missed while others write",
			why:   "people do not stop working while changes are read (Promise 7)",
			needs: needsCursor,
			run:   busySystemArrives,
		},
		{
			name:  "our own writes come back as we left them",
			why:   "an echo is told by its values: they must be those of the answer (Promise 5)",
			needs: needsAll(needsCursor, needsWriting),
			run:   echoEqualsAnswer,
		},
		{
			name:  "a cursor outlives its connection",
			why:   "a cursor is stored and used after a restart, on another node, months later",
			needs: needsCursor,
			run:   cursorOutlives,
		},
	}
}

func tombstoneCases() []testCase {
	return []testCase{
		{
			name:  "deleted rows arrive",
			why:   "a delete that shows need not wait for a complete read",
			needs: needsTombstone,
			run:   tombstonesArrive,
		},
		{
			name:  "a deleted row is not listed",
			why:   "a row that is marked as deleted is not there for anybody else either",
			needs: needsTombstone,
			run:   tombstonesAreNotListed,
		},
	}
}

func needsTombstone(h *Harness) string {
	if h.View.Tombstone == nil {
		return "deleted rows vanish"
	}
	return needsCursor(h)
}

func nothingNew(s *suite) {
	s.seed(3)
	first := s.changes(s.view, "")
	if len(first.rows)+len(first.gone) > 0 {
		s.Errorf("the cursor from now on came with %d rows", len(first.rows)+len(first.gone))
	}
	// Rows may come again, where a timestamp is set back; but then as they are.
	second := s.changes(s.view, first.cursor)
	for key, r := range second.rows {
		if d := agree(r, s.one(key)); d != "" {
			s.Errorf("row %s came again otherwise than it is: %s", key, d)
		}
	}
	s.changes(s.view, second.cursor)
}

func changesArrive(s *suite) {
	keys := s.seed(4)
	cursor := s.changes(s.view, "").cursor
	s.remote.Edit(s, keys[1], s.name("Edited"))
	fresh := s.seed(1)[0]
	n := s.changes(s.view, cursor)
	s.arrived(n, keys[1], fresh)
	if d := agree(s.name("Edited"), n.rows[keys[1]]); d != "" {
		s.Error(d)
	}
	s.remote.Edit(s, keys[1], s.name("Edited again"))
	again := s.changes(s.view, n.cursor)
	s.arrived(again, keys[1])
	if d := agree(s.name("Edited again"), again.rows[keys[1]]); d != "" {
		s.Errorf("the second edit: %s", d)
	}
}

// arrived fails unless the news bring these rows as they are.
func (s *suite) arrived(n news, keys ...tandem.Key) {
	s.Helper()
	for _, key := range keys {
		got, ok := n.rows[key]
		if !ok {
			s.Errorf("row %s changed and did not arrive", key)
		} else if d := agree(s.one(key), got); d != "" {
			s.Errorf("row %s: %s", key, d)
		}
	}
}

func changesResume(s *suite) {
	cursor := s.changes(s.view, "").cursor
	wanted := s.seeded(s.h.rows())
	changer, ok := connector.HasChanges(s.c, s.view)
	if !ok {
		s.Fatal("the view has a cursor and the connector no Changes")
	}
	got := news{rows: map[tandem.Key]Row{}, gone: map[tandem.Key]bool{}}
	for turns := 0; len(got.rows) < len(wanted); turns++ {
		if turns > 2*s.h.rows() {
			s.Fatalf("after %d pages, each read from the cursor of the last, %d of %d rows have come", turns, len(got.rows), len(wanted))
		}
		for page, err := range changer.Changes(s.ctx, s.view, cursor) {
			if err != nil {
				s.Fatal(err)
			}
			cursor = page.Cursor
			got.take(s.view, page)
			break // as a run that is stopped after every page
		}
	}
	s.same("changes page by page", wanted, got.rows)
}

func lateCommitArrives(s *suite) {
	if s.remote.EditLate == nil {
		s.Skip("does not apply: the harness cannot leave a transaction open")
	}
	keys := s.seed(3)
	cursor := s.changes(s.view, "").cursor
	commit := s.remote.EditLate(s, keys[0], s.name("Written first, committed last"))
	s.remote.Edit(s, keys[1], s.name("Written and committed between"))
	during := s.changes(s.view, cursor)
	if r, ok := during.rows[keys[0]]; ok && r[s.h.Columns.Name].Text() == "Written first, committed last" {
		s.Error("a change was seen before it was committed")
	}
	commit()
	after := s.changes(s.view, during.cursor)
	maps.Copy(during.rows, after.rows)
	s.arrived(during, keys[0], keys[1])
	s.remote.Edit(s, keys[2], s.name("After all"))
	s.arrived(s.changes(s.view, after.cursor), keys[2])
}

func busySystemArrives(s *suite) {
	keys := s.seed(5)
	cursor := s.changes(s.view, "").cursor
	var others sync.WaitGroup
	others.Go(func() {
		for round := range 20 {
			for i, key := range keys {
				s.remote.Edit(s, key, s.name(fmt.Sprintf("Round %d of %d", round, i)))
			}
		}
	})
	seen := map[tandem.Key]Row{}
	collect := func() {
		n := s.changes(s.view, cursor)
		maps.Copy(seen, n.rows)
		cursor = n.cursor
	}
	for range 10 {
		collect()
	}
	others.Wait()
	collect()
	s.same("what was seen in the end", s.get(s.view, keys...), seen)
}

func echoEqualsAnswer(s *suite) {
	keys := s.seed(2)
	cursor := s.changes(s.view, "").cursor
	results := s.write(s.view,
		s.toUpdate(s.view, keys[0], s.one(keys[0]), s.name("Ours")),
		s.toCreate(s.view, s.customer()))
	s.landed(results...)
	n := s.changes(s.view, cursor)
	for _, r := range results {
		echo, ok := n.rows[r.Key]
		if !ok || r.Row == nil {
			continue
		}
		if d := agree(rowOf(s.view, r.Row), echo); d != "" {
			s.Errorf("row %s came back changed: %s", r.Key, d)
		}
	}
}

func cursorOutlives(s *suite) {
	keys := s.seed(2)
	cursor := s.changes(s.view, "").cursor
	s.remote.Edit(s, keys[0], s.name("While nobody looked"))
	s.c = s.open()
	s.arrived(s.changes(s.view, cursor), keys[0])
}

func tombstonesArrive(s *suite) {
	keys := s.seed(3)
	cursor := s.changes(s.view, "").cursor
	s.remote.Remove(s, keys[1])
	s.remote.Edit(s, keys[2], s.name("Still here"))
	n := s.changes(s.view, cursor)
	if !n.gone[keys[1]] {
		s.Errorf("row %s was deleted and did not arrive", keys[1])
	}
	if n.gone[keys[0]] || n.gone[keys[2]] {
		s.Error("a row arrived as deleted that is there")
	}
	s.arrived(n, keys[2])
}

func tombstonesAreNotListed(s *suite) {
	wanted := s.seeded(3)
	keys := sortedKeys(wanted)
	s.remote.Remove(s, keys[0])
	delete(wanted, keys[0])
	s.same("list", wanted, s.list(s.view, ""))
	s.same("get", wanted, s.get(s.view, keys...))
}
