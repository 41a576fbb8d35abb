package engine

import (
	"math/rand/v2"
	"testing"

	"tandem"
	"tandem/connector/memory"
	"tandem/dictionary"
)

// matched is a sync that knows records by their tags.
func matched(_ *remote, sync *Sync) { sync.Points[0].Match = []string{"external_number"} }

// A record that comes back there after its deletion was collected has another
// row by the time deletes are carried out, and is not made once more.
func TestARecordThatCameBackIsNotMadeAgain(t *testing.T) {
	s := newScene(t, func(m *remote, sync *Sync) {
		m.external.Unique = false
		sync.Points[0].Conflict = tandem.Ours
	})
	s.there("T0", nil)
	id := s.here("T1")
	s.runs(tandem.Bulk)
	s.removeThere("T1")
	s.onceListed(tandem.DeletePending, func() { s.edit(id, "name", words("edited")) })
	s.runs(tandem.Repair)
	s.wants("the name there", s.rowOf("T1")["title"], words("edited"))
	s.check()
}

// Whoever applies a plan knows of what went wrong since it was shown.
func TestAPlanDoesNotSendWhatIsInDoubt(t *testing.T) {
	s := newScene(t, func(m *remote, _ *Sync) { m.external = dictionary.Field{} })
	s.here("T1")
	plan, err := s.engine.Preview(s.ctx, 1, "A", tandem.Push)
	s.must(err)
	s.system.system.SetFaults(memory.Faults{Rand: rand.New(rand.NewPCG(1, 1)), LostAnswer: 1})
	s.runs(tandem.Push)
	s.system.system.SetFaults(memory.Faults{})
	run := s.run(Request{Sync: "A", Kind: tandem.Apply, Plan: plan.Hash})
	if run.State != tandem.FailedRun || run.Code != tandem.Stale {
		s.failf("the plan is %s (%s)", run.State, run.Code)
	}
	s.runs(tandem.Bulk)
	s.check()
}

// Two entries of the list that turn out to be one pair are one outcome.
func TestTwoHalvesOfTheListAreOnePair(t *testing.T) {
	s := newScene(t, matched)
	s.here("T1")
	s.there("T1", nil)
	s.there("T1", nil)
	if counts := s.runs(tandem.Bulk).Points[0].Counts; counts[tandem.Conflicted] != 3 {
		s.failf("two rows that fit one record are %v", counts)
	}
	s.removeThere("T1")
	if counts := s.asForetold(tandem.Incremental); counts[tandem.Updated] != 1 || counts.Rows() != 1 {
		s.failf("one row that fits one record is %v", counts)
	}
	s.check()
}

// What is left out as deleted is decided anew when the parent arrives that it waited for.
func TestWhatIsLeftOutAsDeletedStillWaitsForItsParent(t *testing.T) {
	s := newScene(t, func(_ *remote, sync *Sync) {
		p := &sync.Points[0]
		p.Operations.Create, p.Operations.Delete = tandem.In, tandem.Out
		p.Conflict, p.Writable = tandem.Theirs, false
	})
	const parent, child = 1, 2
	key := s.there("parent", nil)
	s.runs(tandem.Incremental)
	s.remove(parent)
	s.there("child", memory.Row{"above": key})
	s.runs(tandem.Incremental)
	s.remove(child)
	s.runs(tandem.Incremental)
	s.editThere(key, "title", words("parent edited"))
	s.asForetold(tandem.Incremental)
	s.wants("the parent of the child that came back", s.value(child, "parent"), tandem.ReferenceValue(parent))
	s.check()
}

// inDoubt has T1 sent there by a sync that asks where both sides differ, while the answer is lost.
func inDoubt(t *testing.T) (s *scene, id int64) {
	s = newScene(t, func(m *remote, sync *Sync) {
		matched(m, sync)
		m.external = dictionary.Field{}
	})
	s.runs(tandem.Bulk) // a cursor to go on from
	id = s.here("T1")
	s.system.system.SetFaults(memory.Faults{Rand: rand.New(rand.NewPCG(1, 1)), LostAnswer: 1})
	s.runs(tandem.Push)
	s.system.system.SetFaults(memory.Faults{})
	return s, id
}

// What was sent is what both had in common, also where the row that it became cannot be decided at first.
func TestWhatWasSentIsRememberedUntilThereIsALink(t *testing.T) {
	s, id := inDoubt(t)
	key := s.rowOf("T1")["id"]
	s.editThere(key, "title", words("edited there"))
	s.editThere(key, "state", words("no counterpart"))
	if counts := s.runs(tandem.Incremental).Points[0].Counts; counts[tandem.Failed] != 1 || counts.Rows() != 1 {
		s.failf("a row that cannot be mapped is %v", counts)
	}
	s.editThere(key, "state", words("A"))
	if counts := s.asForetold(tandem.Incremental); counts[tandem.Updated] != 1 || counts.Rows() != 1 {
		s.failf("a row that was sent and edited there is %v", counts)
	}
	s.wants("the name here", s.value(id, "name"), words("edited there"))
	s.check()
}

// A reading that finds the row of a creation in doubt sees more than the doubt.
func TestAPreviewComesBackToWhatWasInDoubtAndWaits(t *testing.T) {
	s, id := inDoubt(t)
	parent := s.here("parent")
	s.edit(id, "parent", tandem.ReferenceValue(parent))
	if counts := s.asForetold(tandem.Incremental); counts[tandem.Updated] != 1 || counts[tandem.Created] != 1 || counts.Rows() != 2 {
		s.failf("a row that was found and its new parent are %v", counts)
	}
	s.check()
}

// Their parent will never be here and ours was there before, so our edit is still to come
// when the row is gone. Deletions do not come in, so no reading looks for what is gone.
func TestARowThatWaitsAndIsGoneIsNoticed(t *testing.T) {
	s := newScene(t, func(m *remote, sync *Sync) {
		matched(m, sync)
		p := &sync.Points[0]
		p.Operations.Create, p.Operations.Delete, p.Conflict = tandem.Out, tandem.Out, tandem.Ours
	})
	parent := s.here("parent")
	s.there("T1", memory.Row{"above": s.there("nobody of ours", nil)})
	id := s.here("T1")
	s.edit(id, "parent", tandem.ReferenceValue(parent))
	s.runs(tandem.Bulk)
	s.removeThere("T1")
	if counts := s.asForetold(tandem.Incremental); counts[tandem.Created] != 1 {
		s.failf("a row that was deleted there while an edit of ours waited is %v", counts)
	}
	s.check()
}

// What was in doubt is so no longer once it is linked, whatever becomes of it in the same run.
func TestADoubtEndsWithTheLink(t *testing.T) {
	s, id := inDoubt(t)
	s.once("intents stored", func() {
		s.remove(id)
		s.system.system.SetFaults(memory.Faults{Rand: rand.New(rand.NewPCG(1, 1)), LostAnswer: 1})
	})
	s.runs(tandem.Incremental)
	s.system.system.SetFaults(memory.Faults{})
	if rows := s.system.tables[companies].Rows(); len(rows) != 0 {
		s.failf("%d rows are still there", len(rows))
	}
	if listed, err := s.store.Unsettled(s.ctx, tandem.Lane{Account: 1, Point: 1}, 0, 10); err != nil || len(listed) != 0 {
		s.failf("on the list are %+v, %v", listed, err)
	}
	s.check()
}
