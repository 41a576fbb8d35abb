package web

import (
	"net/http"

	"tandem"
)

// runRelease lets a held run do what its plan says. The form names the plan
// that the person saw: another one is not released in its place (Promise 2).
func (s *site) runRelease(w http.ResponseWriter, r *http.Request, p *page) error {
	run, err := s.runOf(r, p)
	if err != nil {
		return err
	}
	released, err := s.Release(r.Context(), p.account.ID, run.ID, r.PostFormValue("plan"))
	if err != nil {
		return err
	}
	if err := s.note(r, p, tandem.GuardReleased, run.Sync, r.PostFormValue("plan")); err != nil {
		return err
	}
	lead(w, r, runURL(released.ID))
	return nil
}
