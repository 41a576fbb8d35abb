package web

import (
	"context"
	"net/http"
	"net/url"

	"tandem"
	"tandem/catalog"
	"tandem/connector"
	"tandem/setup"
)

// Connections is what the pages need of connections. Who changes one is named.
type Connections interface {
	Connections(ctx context.Context, account int64) ([]setup.ConnectionView, error)
	Connection(ctx context.Context, account int64, name string) (*setup.ConnectionView, error)
	AddConnection(ctx context.Context, account int64, connector, by string) (name string, err error)
	TestConnection(ctx context.Context, account int64, e setup.ConnectionEdit) error
	SaveConnection(ctx context.Context, account int64, e setup.ConnectionEdit, by string) error
	SwitchConnection(ctx context.Context, account int64, name string, on bool, by string) error
	Reconnect(ctx context.Context, account int64, name string) error

	// RemoveConnection stops its syncs and takes it away with them.
	RemoveConnection(ctx context.Context, account int64, name, by string) error
}

// connectionURL is a page of a connection; rest is "" or begins with a slash.
func connectionURL(name, rest string) string { return "/integrations/" + url.PathEscape(name) + rest }

// who is whom versions and consents name.
func (p *page) who() string {
	for _, name := range []string{p.visitor.Name, p.visitor.Email} {
		if name != "" {
			return name
		}
	}
	return "console"
}

// connectionOf loads the connection that an address names.
func (s *site) connectionOf(r *http.Request, p *page) (*setup.ConnectionView, error) {
	return s.Connections.Connection(r.Context(), p.account.ID, r.PathValue("name"))
}

// or is a text, or another where the catalogue of texts has none: entries of
// the catalogue of systems may be newer than the translations.
func (c catalogue) or(key, other string) string {
	if text, ok := c.text[key]; ok {
		return text
	}
	return other
}

// about is what a card says of an entry.
func (c catalogue) about(t *catalog.Type) string { return c.or("catalogue."+t.Name, t.Doc) }

// settingLabel and settingHelp are a setting's words in the reader's language.
func (c catalogue) settingLabel(t *catalog.Type, s *connector.Setting) string {
	return c.or("setting."+t.Engine+"."+s.Name, s.Label)
}

func (c catalogue) settingHelp(t *catalog.Type, s *connector.Setting) string {
	return c.or("setting."+t.Engine+"."+s.Name+".help", s.Help)
}

// iconURL is an entry's picture.
func iconURL(connector string) string { return "/catalogue/" + url.PathEscape(connector) + ".svg" }

// catalogueIcon answers with the picture of an entry.
func (s *site) catalogueIcon(w http.ResponseWriter, r *http.Request, p *page) error {
	name := r.PathValue("file")
	t, ok := catalog.Find(s.Catalog, name[:max(0, len(name)-len(".svg"))])
	if !ok {
		return tandem.Errorf(tandem.NotFound, "%s", p.T("integration.no.entry", name))
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	w.Write(t.Icon()) //nolint:errcheck,gosec // part of the program; where the browser left there is nobody to tell
	return nil
}
