package engine

import (
	"testing"

	"tandem"
	"tandem/connector/memory"
)

// family sets a scene with a linked parent and child; what was edited wins over what was deleted.
func family(t *testing.T, winner tandem.Policy) (s *scene, parent, child int64) {
	s = newScene(t, func(m *remote, sync *Sync) {
		markDeletes(m)
		sync.Points[0].Conflict = winner
	})
	key := s.there("parent", nil)
	s.there("child", memory.Row{"above": key})
	s.runs(tandem.Bulk)
	return s, 1, 2
}

func TestAPreviewKnowsThatARecordComesBackUnderItsId(t *testing.T) {
	s, parent, _ := family(t, tandem.Theirs)
	s.remove(parent)
	s.editThere(s.rowOf("parent")["id"], "town", words("Brno"))
	if counts := s.asForetold(tandem.Repair); counts[tandem.Created] != 1 || counts[tandem.Unchanged] != 1 {
		s.failf("a parent that came back here is %v", counts)
	}
	s.check()
}

// The parent stands on the list since a guard held its delete, so it is made there
// again before the child is looked at, which still points at the row that is gone.
func TestAPreviewKnowsThatARecordComesBackUnderAnotherKey(t *testing.T) {
	s, parent, child := family(t, tandem.Ours)
	s.sync.Guard = Guard{}
	s.removeThere("parent")
	s.cancel(s.run(Request{Sync: "A", Kind: tandem.Incremental}))
	s.edit(parent, "city", words("Brno"))
	s.edit(child, "parent", tandem.NullValue())
	s.editThere(s.rowOf("child")["id"], "town", s.rowOf("child")["town"])
	if counts := s.asForetold(tandem.Incremental); counts[tandem.Created] != 1 || counts[tandem.Unchanged] != 1 {
		s.failf("a parent that came back there is %v", counts)
	}
}

// A run that writes what makes a row leave the filter has decided it before.
func TestAConflictStaysOneThoughItsRowLeavesTheFilter(t *testing.T) {
	s := newScene(t, func(m *remote, sync *Sync) {
		matched(m, sync)
		sync.Points[0].Filter = `state != "X"`
		ours := tandem.Ours
		rule(sync, "status").Conflict = &ours
		rule(sync, "email").Direction = tandem.In
	})
	id := s.here("T1")
	s.edit(id, "status", words("inactive"))
	s.edit(id, "city", words("Brno"))
	s.there("T1", memory.Row{"town": words("Praha"), "mail": words("t1@example.org")})
	if counts := s.asForetold(tandem.Incremental); counts[tandem.Conflicted] != 1 {
		s.failf("it is %v", counts)
	}
	s.wants("the state there", s.rowOf("T1")["state"], words("X"))
}

// What a run writes there itself comes back as a change. By then the row, linked at last, could
// stand above itself, and its conflict would end up waiting for the parent that we have for it.
func TestAConflictStaysOneThoughItsRowIsReadAgain(t *testing.T) {
	s := newScene(t, func(m *remote, sync *Sync) {
		matched(m, sync)
		sync.Points[0].Operations.Create = tandem.Off
		ours := tandem.Ours
		rule(sync, "parent").Conflict, rule(sync, "city").Conflict = &ours, &ours
	})
	parent, id := s.here("parent"), s.here("T1")
	s.edit(id, "parent", tandem.ReferenceValue(parent))
	s.edit(id, "email", words("here@example.org"))
	s.edit(id, "city", words("Brno"))
	key := s.there("T1", nil)
	if counts := s.runs(tandem.Bulk).Points[0].Counts; counts[tandem.Waiting] != 1 {
		s.failf("a child whose parent is not there is %v", counts)
	}
	s.editThere(key, "above", key)
	s.editThere(key, "mail", words("there@example.org"))
	if counts := s.asForetold(tandem.Incremental); counts[tandem.Conflicted] != 1 || counts[tandem.Waiting] != 0 {
		s.failf("it is %v", counts)
	}
	s.wants("the city there", s.rowOf("T1")["town"], words("Brno"))
}

// A link of which both halves are gone ends at once, and nothing can be made below it.
func TestAPreviewKnowsThatALinkEnds(t *testing.T) {
	s, parent, _ := family(t, tandem.Ask)
	s.removeThere("parent")
	s.edit(parent, "city", words("Brno"))
	if counts := s.runs(tandem.Incremental).Points[0].Counts; counts[tandem.Conflicted] != 1 {
		s.failf("what was edited here and deleted there is %v", counts)
	}
	orphan := s.here("orphan")
	s.edit(orphan, "parent", tandem.ReferenceValue(parent))
	s.remove(parent)
	if counts := s.asForetold(tandem.Incremental); counts[tandem.Deleted] != 1 || counts[tandem.Waiting] != 1 {
		s.failf("a record below what is gone on both sides is %v", counts)
	}
}
