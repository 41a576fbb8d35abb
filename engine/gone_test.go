package engine

import (
	"testing"

	"tandem"
	"tandem/connector"
)

// markDeletes has a system mark its deleted rows.
func markDeletes(m *remote) { m.deletes = &connector.Tombstone{Column: "gone", Value: "*"} }

// A pair that falls apart while everything is read does not stand in for one
// whose row the reading did not show.
func TestAnEndedLinkHidesNoMissingRow(t *testing.T) {
	s := newScene(t, func(m *remote, sync *Sync) {
		markDeletes(m)
		sync.Points[0].Operations.Delete = tandem.In
	})
	one, two := s.here("T1"), s.here("T2")
	s.runs(tandem.Push)
	s.there("T0", nil)
	s.removeThere("T1")
	s.remove(two)
	s.once("intents stored", func() { s.removeThere("T2") })
	s.runs(tandem.Incremental)
	s.wants("the name of what is gone there", s.value(one, "name"), tandem.Value{})
	s.check()
}

// A reading of everything that is broken off after the list has passed over what
// was deleted before: the next run must not think that it knows.
func TestACancelledListLeavesNoDeletionBehind(t *testing.T) {
	s := newScene(t, func(m *remote, _ *Sync) { markDeletes(m) })
	id := s.here("T1")
	s.runs(tandem.Incremental)
	s.there("T0", nil)
	s.removeThere("T1")
	s.here("T2")
	s.diesAt("answers received", tandem.Bulk)
	s.runs(tandem.Incremental)
	s.wants("the name of what is gone there", s.value(id, "name"), tandem.Value{})
	s.check()
}
