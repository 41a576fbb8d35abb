package engine

import (
	"math/rand/v2"
	"testing"

	"tandem"
	"tandem/connector/memory"
)

// lostUpdate sets a scene in which an update of two fields has landed, but the
// process died before it heard so.
func lostUpdate(t *testing.T) (s *scene, id int64, key tandem.Value) {
	s = newScene(t, func(*remote, *Sync) {})
	id = s.here("T1")
	s.runs(tandem.Push)
	key = s.rowOf("T1")["id"]
	s.edit(id, "city", words("Brno"))
	s.edit(id, "notes", words("sent"))
	s.diesAt("answers received", tandem.Push)
	s.wants("the city there", s.rowOf("T1")["town"], words("Brno"))
	return s, id, key
}

func TestWhatALostAnswerWroteIsNoEditOfTheirs(t *testing.T) {
	s, id, _ := lostUpdate(t)
	s.edit(id, "city", words("Praha"))
	s.runs(tandem.Incremental)
	s.wants("the city there", s.rowOf("T1")["town"], words("Praha"))
	s.check()
}

// One field still tells that the other landed too, and was edited in sight of it.
func TestAnEditAfterALostAnswerIsTheirs(t *testing.T) {
	s, id, key := lostUpdate(t)
	s.editThere(key, "town", words("Praha"))
	s.runs(tandem.Incremental)
	s.wants("the city here", s.value(id, "city"), words("Praha"))
	s.check()
}

// Where every field of it was edited nobody can tell whether it landed: what
// was edited there in sight of ours must not be lost.
func TestAnEditOfAllThatALostAnswerWroteIsTheirs(t *testing.T) {
	s, id, key := lostUpdate(t)
	s.sync.Points[0].Conflict = tandem.Ours
	s.editThere(key, "town", words("Praha"))
	s.editThere(key, "memo", words("edited"))
	s.runs(tandem.Incremental)
	s.wants("the city here", s.value(id, "city"), words("Praha"))
	s.check()
}

// A field that still holds what stood there before tells that nothing landed, whatever another holds.
func TestTheSameEditOnBothSidesIsNoLostAnswer(t *testing.T) {
	s := newScene(t, func(_ *remote, sync *Sync) { sync.Points[0].Conflict = tandem.Theirs })
	id := s.here("T1")
	s.runs(tandem.Push)
	s.edit(id, "city", words("Brno"))
	s.edit(id, "status", words("hold"))
	s.diesAt("intents stored", tandem.Push)
	s.editThere(s.rowOf("T1")["id"], "state", words("H"))
	s.runs(tandem.Incremental)
	s.wants("the city there", s.rowOf("T1")["town"], words("Brno"))
	s.check()
}

// A call is looked up once it can no longer land: looked up before, it would
// come later as an edit of theirs.
func TestACallThatLandsLateIsNoEditOfTheirs(t *testing.T) {
	s := newScene(t, func(*remote, *Sync) {})
	id := s.here("T1")
	s.runs(tandem.Push)
	s.edit(id, "city", words("Brno"))
	s.system.system.SetFaults(memory.Faults{Rand: rand.New(rand.NewPCG(1, 1)), LandsLate: 1, LandsWithin: grace / 2})
	s.diesAt("answers received", tandem.Push)
	s.system.system.SetFaults(memory.Faults{})
	s.edit(id, "city", words("Praha"))
	s.once("intents stored", func() { s.now.Add(grace.Microseconds()) })
	s.runs(tandem.Incremental)
	s.wants("the city there", s.rowOf("T1")["town"], words("Praha"))
	s.check()
}
