package engine

import (
	"testing"

	"tandem"
	"tandem/connector/memory"
)

// confirm has somebody say whether the sync may write there.
func (s *scene) confirm(yes bool) {
	p := &s.sync.Points[0]
	p.Writable, p.Unconfirmed = yes, !yes
	s.tellf("it is confirmed: %v", yes)
}

// What was held back until somebody confirmed goes with the next run of any kind,
// although the position in our change log has passed it.
func TestWhatWasHeldBackGoesOnceItIsConfirmed(t *testing.T) {
	for name, next := range map[string]func(*scene){
		"incremental": func(s *scene) {
			if counts := s.asForetold(tandem.Incremental); counts[tandem.Created] != 1 || counts[tandem.Updated] != 1 || counts[tandem.Deleted] != 1 {
				s.failf("what was held back is %v", counts)
			}
		},
		"a look in between": func(s *scene) {
			w := s.engine.NewWorker(1, "A", nil)
			w.sync = s.sync
			s.must(w.quick(s.ctx, tandem.Push))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, func(m *remote, _ *Sync) { markDeletes(m) })
			s.there("edited", memory.Row{"town": words("Praha")})
			s.there("deleted", nil)
			s.runs(tandem.Bulk)
			s.confirm(false)
			s.edit(1, "city", words("Brno"))
			s.remove(2)
			s.here("created")
			if counts := s.asForetold(tandem.Incremental); counts[tandem.Excluded] != 3 {
				s.failf("what nobody confirmed is %v", counts)
			}
			s.runs(tandem.Incremental)
			s.confirm(true)
			next(s)
			s.wants("the city there", s.rowOf("edited")["town"], words("Brno"))
			s.rowOf("created")
			if _, there := s.system.find(companies, "deleted"); there {
				s.failf("what was deleted here is still there")
			}
			s.runs(tandem.Incremental) // what we wrote comes back as a change, once
			if run := s.runs(tandem.Incremental); run.Points[0].Counts.Rows() != 0 {
				s.failf("everything was looked at once more: %v", run.Points[0].Counts)
			}
			s.check()
		})
	}
}
