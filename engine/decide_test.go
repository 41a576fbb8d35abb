package engine

import (
	"testing"

	"tandem"
	"tandem/mapping"
)

// No decision rests on memory alone: these rows are gone or changed there, the
// base knows nothing of it, and nothing is sent whose answer could tell.

// pairWithoutDeletes sets a scene with a linked pair in which no delete travels, so that
// only a look at the row tells that it is gone.
func pairWithoutDeletes(t *testing.T, change func(*Sync)) (s *scene, id int64) {
	s = newScene(t, func(_ *remote, sync *Sync) {
		sync.Points[0].Operations.Delete = tandem.Off
		sync.Points[0].Match = []string{"external_number"}
		change(sync)
	})
	id = s.here("T1")
	s.there("T1", nil)
	s.runs(tandem.Bulk)
	return s, id
}

func TestAnEditThatMayNotBeSentIsDecidedInSightOfTheRow(t *testing.T) {
	s, id := pairWithoutDeletes(t, func(sync *Sync) { sync.Points[0].Writable = false })
	s.removeThere("T1")
	s.edit(id, "name", words("T1 edited"))
	if counts := s.asForetold(tandem.Incremental); counts[tandem.Conflicted] != 1 {
		s.failf("edited here and deleted there is %v", counts)
	}
}

func TestAnEditThatWaitsForItsParentIsDecidedInSightOfTheRow(t *testing.T) {
	s, id := pairWithoutDeletes(t, func(sync *Sync) {
		sync.Points[0].Operations.Create = tandem.Off
		sync.Points[0].Conflict = tandem.Ours
	})
	s.removeThere("T1")
	s.edit(id, "parent", tandem.ReferenceValue(s.here("T2")))
	if counts := s.asForetold(tandem.Incremental); counts[tandem.Waiting] != 0 || counts[tandem.Excluded] != 2 {
		s.failf("what may not be made there again is %v", counts)
	}
}

func TestAFieldOfTheirsIsNotPutBackFromMemory(t *testing.T) {
	s := newScene(t, func(_ *remote, sync *Sync) { sync.Points[0].Operations.Update = tandem.In })
	id := s.here("T1")
	s.runs(tandem.Push)
	s.there("T2", nil)
	s.removeThere("T1")
	s.editElsewhere(id, "city", words("Brno"))
	s.runs(tandem.Incremental)
	s.wants("the name of what is gone there", s.value(id, "name"), tandem.Value{})
	s.check()
}

func TestAFieldEmptiedHereTakesWhatWaitedThere(t *testing.T) {
	s, id := pairWithoutDeletes(t, func(sync *Sync) {
		sync.Points[0].Operations.Update = tandem.In
		rule(sync, "city").Keep = mapping.OnlyIfEmpty
	})
	s.edit(id, "city", words("Brno"))
	s.editThere(s.rowOf("T1")["id"], "town", words("Praha"))
	s.runs(tandem.Incremental)
	s.wants("a filled city", s.value(id, "city"), words("Brno"))
	s.edit(id, "city", tandem.NullValue())
	s.runs(tandem.Incremental)
	s.wants("an emptied city", s.value(id, "city"), words("Praha"))
	s.check()
}
