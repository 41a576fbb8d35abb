package web

import (
	"net/http"

	"tandem"
)

// errandCookie keeps, while somebody is at the provider, what must fit when they
// are back.
const errandCookie = "tandem_openid"

// openIDGo sends somebody to the provider.
func (s *site) openIDGo(w http.ResponseWriter, r *http.Request, _ *page) error {
	to, cookie, err := s.Entrance.GoToProvider(r.Context(), wayBack(r.URL.Query().Get("back")))
	if err != nil {
		return err
	}
	http.SetCookie(w, secretCookie(r, errandCookie, cookie))
	http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // G710: the provider that the server was told of
	return nil
}

// openIDBack lets in whom the provider vouches for.
func (s *site) openIDBack(w http.ResponseWriter, r *http.Request, p *page) error {
	q := r.URL.Query()
	http.SetCookie(w, secretCookie(r, errandCookie, ""))
	if q.Get("error") != "" { // they thought better of it, or the provider did
		return tandem.Errorf(tandem.Forbidden, "%s", p.T("openid.refused"))
	}
	in, back, err := s.Entrance.BackFromProvider(r.Context(), readCookie(r, errandCookie), q.Get("state"), q.Get("code"), device(r))
	if err != nil {
		return err
	}
	enter(w, r, in, back)
	return nil
}
