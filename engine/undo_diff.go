package engine

import (
	"slices"

	"tandem"
	"tandem/dictionary"
)

// undoneThere tells which of their fields an undo would put back, and to what.
func undoneThere(s *pass, back *tandem.Intent) []byte {
	if back.Op != tandem.Update {
		return nil
	}
	before, after := make(tandem.Record, s.p.view.Width()), make(tandem.Record, s.p.view.Width())
	if tandem.DecodeRecord(before, back.Before) != nil || tandem.DecodeRecord(after, back.Values) != nil {
		return nil
	}
	lines := lineShape{key: -1}
	if l := s.p.view.Lines; l != nil {
		lines.names = l.Fields
		if len(l.Key) == 1 {
			lines.key = slices.Index(l.Fields, l.Key[0])
		}
	}
	var changes []PlannedField
	for i, name := range s.p.rowFields() {
		if back.Set.Has(i) {
			changes = append(changes, lines.change(name, "theirs", before[i], after[i]))
		}
	}
	return encodeDiff(changes)
}

// undoneHere tells which of our fields an undo would put back, and to what.
func undoneHere(object *dictionary.Object, op tandem.Op, c *tandem.Change) []byte {
	if op == tandem.Delete {
		return nil
	}
	lines := lineShape{key: -1}
	if l := object.Lines; l != nil {
		lines.names = l.FieldNames()
		if len(l.Key) == 1 {
			lines.key = slices.Index(lines.names, l.Key[0])
		}
	}
	var changes []PlannedField
	for _, f := range c.Fields {
		before := f.After
		if op == tandem.Create {
			before = tandem.Value{}
		}
		changes = append(changes, lines.change(f.Field, "ours", before, f.Before))
	}
	return encodeDiff(changes)
}
