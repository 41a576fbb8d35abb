package connectortest

import (
	"maps"

	"tandem"
)

func lineCases() []testCase {
	return []testCase{
		{
			name:  "lines travel with their document",
			why:   "a document is read and written as one: its lines, in their order, and no others",
			needs: needsLines,
			run:   linesTravel,
		},
		{
			name:  "lines change with their document",
			why:   "a line that was added, changed or taken away here is so there",
			needs: needsLines,
			run:   linesChange,
		},
		{
			name:  "a line that moved is a conflict",
			why:   "a line somebody edited since we last read is merged again, never lost (Promises 2 and 6)",
			needs: needsLines,
			run:   lineConflicts,
		},
		{
			name:  "an edited line brings its document",
			why:   "a document whose lines changed has changed; missed once, it is never seen again (Promise 7)",
			needs: needsLines,
			run:   lineEditArrives,
		},
	}
}

func needsLines(h *Harness) string {
	if h.Documents == nil {
		return "the system has no documents with lines"
	}
	if !h.Documents.View.Writable {
		return "documents cannot be written"
	}
	return ""
}

// document makes the n-th document with the lines of these numbers.
func (s *suite) document(n int, lines ...int) Row {
	r := Row{}
	maps.Copy(r, s.h.Documents.New(n))
	r[linesField] = s.lines(lines...)
	return r
}

// lines encodes lines.
func (s *suite) lines(numbers ...int) tandem.Value {
	records := make([]tandem.Record, len(numbers))
	for i, n := range numbers {
		records[i] = s.h.Documents.Line(n)
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, len(s.h.Documents.View.Lines.Fields), records)))
}

// createDocuments creates documents and returns their keys.
func (s *suite) createDocuments(rows ...Row) []tandem.Key {
	s.Helper()
	view := &s.h.Documents.View
	var keys []tandem.Key
	for _, r := range rows {
		result := s.write(view, s.toCreate(view, r))[0]
		s.landed(result)
		keys = append(keys, result.Key)
	}
	return keys
}

func linesTravel(s *suite) {
	rows := []Row{s.document(1, 1, 2, 3), s.document(2), s.document(3, 1)}
	wanted := map[tandem.Key]Row{}
	for i, key := range s.createDocuments(rows...) {
		wanted[key] = rows[i]
	}
	view := &s.h.Documents.View
	s.same("list", wanted, s.list(view, ""))
	s.same("get", wanted, s.get(view, sortedKeys(wanted)...))
}

func linesChange(s *suite) {
	view := &s.h.Documents.View
	keys := s.createDocuments(s.document(1, 1, 2), s.document(2, 1))
	other := s.get(view, keys[1])[keys[1]]
	for _, next := range [][]int{{1, 2, 3}, {2, 3}, {2}, {}, {1, 4}} {
		before := s.get(view, keys[0])[keys[0]]
		result := s.write(view, s.toUpdate(view, keys[0], before, Row{linesField: s.lines(next...)}))[0]
		s.landed(result)
		got := s.get(view, keys...)
		if d := agree(Row{linesField: s.lines(next...)}, got[keys[0]]); d != "" {
			s.Errorf("lines %v: %s", next, d)
		}
		if d := agree(settledAs(view, other), got[keys[1]]); d != "" {
			s.Errorf("another document changed: %s", d)
		}
	}
	s.landed(s.write(view, s.toDelete(view, keys[0], s.get(view, keys[0])[keys[0]]))...)
	if got := s.list(view, ""); len(got) != 1 {
		s.Errorf("%d documents are left, want 1", len(got))
	}
}

func lineConflicts(s *suite) {
	if s.remote.EditLine == nil {
		s.Skip("does not apply: the harness cannot edit a line")
	}
	view := &s.h.Documents.View
	key := s.createDocuments(s.document(1, 1, 2))[0]
	before := s.get(view, key)[key]
	s.remote.EditLine(s, key)
	edited := s.get(view, key)[key]
	if edited[linesField] == before[linesField] {
		s.Fatal("the harness edited no line")
	}
	result := s.write(view, s.toUpdate(view, key, before, Row{linesField: s.lines(1)}))[0]
	s.code("an update over an edited line", result.Err, tandem.Conflict)
	if got := s.get(view, key)[key]; got[linesField] != edited[linesField] {
		s.Error("the edited line was lost")
	}
}

func lineEditArrives(s *suite) {
	view := &s.h.Documents.View
	if s.remote.EditLine == nil || view.Cursor == "" {
		s.Skip("does not apply: the harness cannot edit a line, or documents have no cursor")
	}
	keys := s.createDocuments(s.document(1, 1, 2), s.document(2, 1))
	cursor := s.changes(view, "").cursor
	s.remote.EditLine(s, keys[0])
	n := s.changes(view, cursor)
	got, ok := n.rows[keys[0]]
	if !ok {
		s.Fatal("the document of the edited line did not arrive")
	}
	if d := agree(s.get(view, keys[0])[keys[0]], got); d != "" {
		s.Error(d)
	}
}
