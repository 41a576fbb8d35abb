package connectortest

import (
	"tandem"
	"tandem/connector"
)

// write sends writes and fails unless each has its result.
func (s *suite) write(view *connector.View, writes ...connector.Write) []connector.Result {
	s.Helper()
	results, err := s.c.Write(s.ctx, view, writes)
	if err != nil {
		s.Fatalf("writing %s: %v", view.Object, err)
	}
	if len(results) != len(writes) {
		s.Fatalf("%d writes had %d results", len(writes), len(results))
	}
	return results
}

// landed fails unless a write succeeded.
func (s *suite) landed(results ...connector.Result) {
	s.Helper()
	for i, r := range results {
		if r.Err != nil {
			s.Fatalf("write %d was refused: %v", i, r.Err)
		}
	}
}

// toCreate is the write that creates a row.
func (s *suite) toCreate(view *connector.View, r Row) connector.Write {
	s.Helper()
	w := connector.Write{Op: tandem.Create}
	w.Values, w.Set = s.record(view, r)
	return w
}

// toUpdate is the write that sets some fields of a row as it was last read.
func (s *suite) toUpdate(view *connector.View, key tandem.Key, before, set Row) connector.Write {
	s.Helper()
	w := connector.Write{Op: tandem.Update, Key: key}
	w.Values, w.Set = s.record(view, set)
	w.Before, _ = s.record(view, before)
	return w
}

// toDelete is the write that deletes a row as it was last read.
func (s *suite) toDelete(view *connector.View, key tandem.Key, before Row) connector.Write {
	s.Helper()
	w := connector.Write{Op: tandem.Delete, Key: key}
	w.Values, _ = s.record(view, Row{})
	w.Before, _ = s.record(view, before)
	return w
}

// create creates customers and returns their keys.
func (s *suite) create(rows ...Row) []tandem.Key {
	s.Helper()
	writes := make([]connector.Write, len(rows))
	for i, r := range rows {
		writes[i] = s.toCreate(s.view, r)
	}
	results := s.write(s.view, writes...)
	s.landed(results...)
	keys := make([]tandem.Key, len(results))
	for i, r := range results {
		keys[i] = r.Key
	}
	return keys
}
