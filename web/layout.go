package web

import (
	"bytes"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"tandem"
)

// page is what every page knows: whom it is for, when it was made and in which words.
type page struct {
	catalogue

	assets  assets
	visitor Visitor
	account tandem.Account // the visitor's
	now     time.Time
	zone    *time.Location
	theme   theme
	path    string // with query: where a form returns to

	addresses map[string]bool // the pages there are

	title  string
	stream string // where its updates come from; "" = it has none
	live   bool   // it changes by itself: without script it is loaded again every few seconds
}

// show is a page's handler. Its error becomes an error page.
type show func(w http.ResponseWriter, r *http.Request, p *page) error

// page prepares what a page knows, lets in whom its rule admits, and shows its error.
func (s *site) page(u rule, f show) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		visitor, err := s.Visitor(r)
		p := s.blank(r, visitor)
		switch {
		case err != nil:
		case visitor == nil && u != anyone:
			http.Redirect(w, r, signInURL(r), http.StatusSeeOther)
			return
		case visitor != nil && visitor.Person != 0 && visitor.Account.ID == 0 && u != anyone && u != signedIn:
			http.Redirect(w, r, "/accounts", http.StatusSeeOther) // who has several chooses first
			return
		default:
			if err = u.admit(&p.visitor); err == nil {
				err = f(w, r, p)
			}
		}
		if err != nil {
			s.fail(w, r, p, err)
		}
	})
}

// blank is a page before it says anything. Nobody has no account, as on the sign-in page.
func (s *site) blank(r *http.Request, v *Visitor) *page {
	p := &page{assets: s.assets, now: s.Clock(), zone: s.Zone, theme: readTheme(r), path: r.URL.RequestURI(), addresses: s.addresses}
	if v != nil {
		p.visitor, p.account = *v, v.Account
		if v.Zone != nil {
			p.zone = v.Zone
		}
		if v.Theme != "" && p.theme == systemTheme {
			p.theme = asTheme(v.Theme)
		}
	}
	p.catalogue = s.speech.choose(r, p.visitor.Language)
	return p
}

// render writes a whole page. It is made before the first octet is sent, so
// that one that cannot be made becomes an error page instead of half a page.
func render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(r.Context(), &b); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes()) //nolint:errcheck // the browser left; there is nobody to tell
	return nil
}
