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
	account tandem.Account
	now     time.Time
	zone    *time.Location
	theme   theme
	path    string // with query: where a form returns to

	title  string
	stream string // where its updates come from; "" = it has none
	live   bool   // it changes by itself: without script it is loaded again every few seconds
}

// show is a page's handler. Its error becomes an error page.
type show func(w http.ResponseWriter, r *http.Request, p *page) error

// page prepares what a page knows and shows its error.
func (s *site) page(f show) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := s.blank(r)
		account, err := s.Account(r)
		if err == nil {
			p.account = *account
			err = f(w, r, p)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	})
}

// blank is a page without an account, as error pages are.
func (s *site) blank(r *http.Request) *page {
	return &page{
		catalogue: s.text, assets: s.assets, now: s.Clock(), zone: s.Zone,
		theme: readTheme(r), path: r.URL.RequestURI(),
	}
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
