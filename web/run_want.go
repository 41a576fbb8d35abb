package web

import (
	"net/http"

	"tandem"
)

// runWant asks a run to pause, to go on or to stop. It does so when it is at a
// safe place; until then its page says what was asked.
func (s *site) runWant(w http.ResponseWriter, r *http.Request, p *page) error {
	run, err := s.runOf(r, p)
	if err != nil {
		return err
	}
	state := tandem.RunState(r.PostFormValue("state"))
	switch state {
	case tandem.Running, tandem.Paused, tandem.CancelledRun:
	default:
		return tandem.Errorf(tandem.Usage, "%s", p.T("do.bad", state))
	}
	// A run that ended while the person was clicking has nothing left to be asked: its page says so.
	if !run.State.IsFinal() {
		if err := s.Runs.Want(r.Context(), p.account.ID, run.ID, state); err != nil {
			return err
		}
	}
	http.Redirect(w, r, runURL(run.ID), http.StatusSeeOther)
	return nil
}
