package web

import (
	"net/http"
	"slices"
	"time"

	"tandem"
	"tandem/people"
)

// languageSave stores a language and goes back to where the person was: in the
// profile of who has signed in, which counts first, and in the browser.
func (s *site) languageSave(w http.ResponseWriter, r *http.Request, p *page) error {
	name := r.PostFormValue("language")
	if !slices.Contains(languages(), name) {
		return tandem.Errorf(tandem.Usage, "%s", p.T("language.none", name))
	}
	if v := p.visitor.Visit; v != nil && v.Person.ID != 0 {
		f := people.Profile{Name: v.Person.Name, Language: name, Zone: v.Person.Zone, Theme: v.Person.Theme}
		if err := s.Profile.SaveProfile(r.Context(), v, f); err != nil {
			return err
		}
	}
	keep(w, r, languageCookie, name)
	http.Redirect(w, r, wayBack(r.PostFormValue("back")), http.StatusSeeOther) //nolint:gosec // wayBack stays on this server
	return nil
}

// keep stores a word about how pages look in the browser for a year; "" forgets it.
func keep(w http.ResponseWriter, r *http.Request, name, value string) {
	c := &http.Cookie{ //nolint:gosec // on loopback there is no TLS, and how a page looks is no secret
		Name: name, Value: value, Path: "/",
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: isSecure(r), MaxAge: int((365 * 24 * time.Hour).Seconds()),
	}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}
