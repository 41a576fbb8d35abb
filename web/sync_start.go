package web

import (
	"net/http"

	"tandem"
)

// startable reports whether a page can start a run of this kind: the others need more than a click.
func startable(k tandem.RunKind) bool {
	return k == tandem.Bulk || k == tandem.Incremental || k == tandem.Repair
}

// syncStart starts a run and shows it.
func (s *site) syncStart(w http.ResponseWriter, r *http.Request, p *page) error {
	kind := tandem.RunKind(r.PostFormValue("kind"))
	if !startable(kind) {
		return tandem.Errorf(tandem.Usage, "%s", p.T("do.bad.kind", kind))
	}
	run, err := s.Start(r.Context(), p.account.ID, r.PathValue("sync"), kind)
	if err != nil {
		return err
	}
	lead(w, r, runURL(run.ID))
	return nil
}
