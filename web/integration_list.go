package web

import (
	"net/http"
	"slices"

	"tandem/setup"
)

// integrationListView is the section of an account's integrations.
type integrationListView struct {
	Connections []setup.ConnectionView
	Syncs       map[string][]Sync // by connection
}

// integrationList is the section of an account's integrations.
func (s *site) integrationList(w http.ResponseWriter, r *http.Request, p *page) error {
	v := &integrationListView{Syncs: map[string][]Sync{}}
	var err error
	if v.Connections, err = s.Connections.Connections(r.Context(), p.account.ID); err != nil {
		return err
	}
	syncs, err := s.Syncs(r.Context(), p.account.ID)
	if err != nil {
		return err
	}
	for _, sync := range syncs {
		v.Syncs[sync.Connection] = append(v.Syncs[sync.Connection], sync)
	}
	p.title = p.T("integrations")
	return render(w, r, http.StatusOK, integrationListPage(p, v))
}

// switchedOn reports whether a connection's toggle is on.
func switchedOn(state setup.ConnectionState) bool {
	return slices.Contains([]setup.ConnectionState{setup.Enabled, setup.Refused}, state)
}

// systemOf is what a connection is of, as the catalogue calls it.
func systemOf(c *setup.ConnectionView) string {
	if c.Entry == nil {
		return c.Connector
	}
	return c.Entry.Label
}
