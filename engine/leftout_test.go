package engine

import (
	"testing"

	"tandem"
	"tandem/connector/memory"
)

// leftOut sets a scene in which a record of ours belongs to a row there that the filter leaves out.
func leftOut(t *testing.T, change func(*remote)) (s *scene, id int64) {
	s = newScene(t, func(m *remote, sync *Sync) {
		matched(m, sync)
		sync.Points[0].Filter = `state != "X"`
		change(m)
	})
	id = s.here("T1")
	s.there("T1", memory.Row{"state": words("X")})
	s.there("T2", nil)
	s.runs(tandem.Incremental)
	s.check()
	return s, id
}

func TestARecordIsMadeThereOnceTheRowThatWasLeftOutIsGone(t *testing.T) {
	for name, change := range map[string]func(*remote){
		"which shows":                     markDeletes,
		"which shows only by its absence": func(*remote) {},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := leftOut(t, change)
			s.removeThere("T1")
			if counts := s.asForetold(tandem.Incremental); counts[tandem.Created] != 1 {
				s.failf("it is %v", counts)
			}
			s.wants("its name there", s.rowOf("T1")["title"], words("T1"))
			s.check()
		})
	}
}

func TestARowThatWasLeftOutIsForgottenWithItsRecord(t *testing.T) {
	s, id := leftOut(t, markDeletes)
	s.remove(id)
	s.asForetold(tandem.Incremental)
	s.check()
}

func TestARowThatIsNoLongerLeftOutIsLinked(t *testing.T) {
	s, id := leftOut(t, markDeletes)
	s.editThere(s.rowOf("T1")["id"], "state", words("H"))
	s.edit(id, "status", words("hold"))
	if counts := s.asForetold(tandem.Incremental); counts[tandem.Updated] != 1 {
		s.failf("it is %v", counts)
	}
	s.check()
}

func TestARecordIsMadeThereOnceTheRowThatWasLeftOutFitsItNoLonger(t *testing.T) {
	s, _ := leftOut(t, markDeletes)
	s.editThere(s.rowOf("T1")["id"], "tag", words("T9"))
	s.runs(tandem.Incremental)
	s.wants("its name there", s.rowOf("T1")["title"], words("T1"))
	s.check()
}
