package engine

import (
	"strings"
	"testing"

	"tandem"
)

// joins has a person say that a company of ours is the same as another: the
// second goes, and the first takes its link over.
func (s *scene) joins(to, from int64) error {
	t := &Together{
		Note:  "the same",
		Takes: &Takeover{Object: "customer", From: from, To: to},
		Edits: []ObjectEdit{{Object: "customer", Edit: Edit{Op: tandem.Delete, ID: from}}},
	}
	_, err := s.engine.WriteTogether(s.ctx, 1, tandem.Actor{Origin: tandem.ByPerson, Name: "Eva", Role: tandem.Agent}, t)
	if err == nil && t.Takes.Moved != 1 {
		s.failf("%d links moved", t.Takes.Moved)
	}
	return err
}

// The company that was entered here by hand is one they have already: nothing is
// made or deleted there, and what was entered here arrives.
func TestALinkIsTakenOver(t *testing.T) {
	s := newScene(t, func(*remote, *Sync) {})
	s.there("alfa", nil)
	s.runs(tandem.Bulk)
	links, err := s.store.Links(s.ctx, tandem.Lane{Account: 1, Point: 1, Object: "customer"}, "", 9)
	s.must(err)
	linked := links[0].ID
	entered := s.here("alfa") // the same tag, so that they are one to the world
	s.edit(entered, "name", words("Alfa Ltd"))
	s.must(s.joins(entered, linked))

	counts := s.asForetold(tandem.Bulk)
	if counts[tandem.Updated] != 1 || counts.Rows() != 1 {
		s.failf("the run counts %v", counts)
	}
	s.wants("their title", s.rowOf("alfa")["title"], words("Alfa Ltd"))
	s.wants("our name", s.value(entered, "name"), words("Alfa Ltd"))
	if again := s.asForetold(tandem.Bulk); again[tandem.Unchanged] != 1 || again.Rows() != 1 {
		s.failf("it does not settle: %v", again)
	}
	last := s.store.(*memstore).changes
	if op := last[len(last)-1].Op; op != tandem.Update && op != tandem.Delete {
		s.failf("the last change is %s", op)
	}
}

// Two companies that are two there as well stay two.
func TestALinkIsNotTakenOverByALinkedRecord(t *testing.T) {
	s := newScene(t, func(*remote, *Sync) {})
	s.there("alfa", nil)
	s.there("beta", nil)
	s.runs(tandem.Bulk)
	links, err := s.store.Links(s.ctx, tandem.Lane{Account: 1, Point: 1, Object: "customer"}, "", 9)
	s.must(err)
	err = s.joins(links[0].ID, links[1].ID)
	if tandem.CodeOf(err) != tandem.Conflict || !strings.Contains(err.Error(), "both are linked") {
		s.failf("the answer is %v", err)
	}
	s.wants("the second", s.value(links[1].ID, "name"), words("beta"))
	if counts := s.asForetold(tandem.Bulk); counts[tandem.Unchanged] != 2 {
		s.failf("the run counts %v", counts)
	}
}
