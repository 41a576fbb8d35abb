package web

import (
	"net/http"
	"slices"
	"strings"

	"tandem"
	"tandem/catalog"
	"tandem/setup"
)

// addURL is the panel. No connection's name begins with a plus.
const addURL = "/integrations/+add"

// integrationAddView is the panel that lists the catalogue.
type integrationAddView struct {
	Group   catalog.Group
	Search  string
	Entries []entryView
}

// entryView is an entry of the catalogue with the connections there are of it.
type entryView struct {
	*catalog.Type

	Connections []setup.ConnectionView
}

// integrationAddPanel lists the catalogue.
func (s *site) integrationAddPanel(w http.ResponseWriter, r *http.Request, p *page) error {
	v := &integrationAddView{Group: catalog.Group(r.FormValue("group")), Search: strings.TrimSpace(r.FormValue("q"))}
	if !slices.Contains(catalog.Groups(), v.Group) {
		v.Group = catalog.Native
	}
	connections, err := s.Connections.Connections(r.Context(), p.account.ID)
	if err != nil {
		return err
	}
	for i := range s.Catalog {
		t := &s.Catalog[i]
		if v.Search == "" && t.Group != v.Group || !found(p, t, v.Search) {
			continue
		}
		e := entryView{Type: t}
		for _, c := range connections {
			if c.Connector == t.Name {
				e.Connections = append(e.Connections, c)
			}
		}
		v.Entries = append(v.Entries, e)
	}
	p.title = p.T("integration.add")
	return render(w, r, http.StatusOK, integrationAddPage(p, v))
}

// found reports whether every word that is looked for stands on an entry's card.
func found(p *page, t *catalog.Type, search string) bool {
	card := strings.ToLower(t.Label + " " + t.Name + " " + p.about(t))
	for word := range strings.FieldsSeq(strings.ToLower(search)) {
		if !strings.Contains(card, word) {
			return false
		}
	}
	return true
}

// at is the panel with another tab or search.
func (v *integrationAddView) at(group catalog.Group) string {
	return addURL + "?group=" + string(group)
}

// integrationAdd adds an entry of the catalogue; the panel stays open.
func (s *site) integrationAdd(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	if _, err := s.Connections.AddConnection(r.Context(), p.account.ID, r.PostForm.Get("connector"), p.who()); err != nil {
		return err
	}
	v := &integrationAddView{Group: catalog.Native}
	if t, ok := catalog.Find(s.Catalog, r.PostForm.Get("connector")); ok {
		v.Group = t.Group
	}
	lead(w, r, v.at(v.Group))
	return nil
}
