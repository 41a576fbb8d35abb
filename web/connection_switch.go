package web

import (
	"net/http"

	"tandem"
)

// connectionSwitch pauses a connection, which keeps it, or lets it go on.
func (s *site) connectionSwitch(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := s.Connections.SwitchConnection(r.Context(), p.account.ID, r.PathValue("name"), r.PostFormValue("on") == "true", p.who()); err != nil {
		return err
	}
	lead(w, r, "/integrations")
	return nil
}

// connectionReconnect tries credentials again that the other side refused.
func (s *site) connectionReconnect(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := s.Connections.Reconnect(r.Context(), p.account.ID, r.PathValue("name")); err != nil {
		return err
	}
	lead(w, r, "/integrations")
	return nil
}

// connectionRemoveAsk says what stops and what stays, and asks.
func (s *site) connectionRemoveAsk(w http.ResponseWriter, r *http.Request, p *page) error {
	c, err := s.connectionOf(r, p)
	if err != nil {
		return err
	}
	p.title = p.T("integration.remove", systemOf(c))
	return render(w, r, http.StatusOK, connectionRemovePage(p, c))
}

// connectionRemove takes a connection away with its syncs.
func (s *site) connectionRemove(w http.ResponseWriter, r *http.Request, p *page) error {
	if r.PostFormValue("remove") != r.PathValue("name") {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	if err := s.Connections.RemoveConnection(r.Context(), p.account.ID, r.PathValue("name"), p.who()); err != nil {
		return err
	}
	lead(w, r, "/integrations")
	return nil
}
