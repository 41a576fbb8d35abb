package web

import (
	"context"
	"net/http"
	"net/url"

	"tandem"
	"tandem/people"
)

// Profile is what the pages need for what people say about themselves.
type Profile interface {
	SaveProfile(ctx context.Context, v *people.Visit, f people.Profile) error
	ChangePassword(ctx context.Context, v *people.Visit, old, password string, d people.Device) (cookie string, err error)
	Enrol(person *tandem.Person) (*people.Enrolment, error)
	Resume(person *tandem.Person, sealed string) (*people.Enrolment, error)
	TwoStepOn(ctx context.Context, v *people.Visit, sealed, code string, d people.Device) ([]string, error)
	TwoStepOff(ctx context.Context, v *people.Visit, password string, d people.Device) error
}

// Sessions is what the pages need of where somebody is signed in.
type Sessions interface {
	Sessions(ctx context.Context, person int64) ([]tandem.Session, error)
	EndSession(ctx context.Context, v *people.Visit, name string) error
	EndOthers(ctx context.Context, v *people.Visit, d people.Device) error
}

// profileRoutes are what people say and do about themselves.
func (s *site) profileRoutes() []route {
	return []route{
		{"GET /profile", signedIn, s.profileForm},
		{"POST /profile", signedIn, s.profileSave},
		{"POST /profile/password", signedIn, s.profilePassword},
		{"GET /profile/two-step", signedIn, s.twoStepForm},
		{"POST /profile/two-step", signedIn, s.twoStepSave},
		{"POST /profile/sessions", signedIn, s.profileSessions},
	}
}

type profileView struct {
	person   tandem.Person
	sessions []tandem.Session
	form     form
	password form
}

func (s *site) profileForm(w http.ResponseWriter, r *http.Request, p *page) error {
	return s.showProfile(w, r, p, &profileView{}, http.StatusOK)
}

func (s *site) showProfile(w http.ResponseWriter, r *http.Request, p *page, v *profileView, status int) error {
	if err := p.own(); err != nil {
		return err
	}
	v.person = p.visitor.Visit.Person
	var err error
	if v.sessions, err = s.Sessions.Sessions(r.Context(), v.person.ID); err != nil {
		return err
	}
	p.title = p.T("person.profile")
	p.path = "/profile"
	return render(w, r, status, profilePage(p, v))
}

// profileSave stores name, language, time zone and theme.
func (s *site) profileSave(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := p.own(); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	f := people.Profile{
		Name: r.PostForm.Get("name"), Language: r.PostForm.Get("language"), Zone: r.PostForm.Get("zone"), Theme: r.PostForm.Get("theme"),
	}
	if err := s.Profile.SaveProfile(r.Context(), p.visitor.Visit, f); err != nil {
		v := &profileView{form: form{typed: r.PostForm}}
		if !v.form.take(err, "name", "zone", "theme") {
			return err
		}
		return s.showProfile(w, r, p, v, http.StatusUnprocessableEntity)
	}
	http.Redirect(w, r, "/profile", http.StatusSeeOther)
	return nil
}

// profilePassword changes the password, and with it the cookie.
func (s *site) profilePassword(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := p.own(); err != nil {
		return err
	}
	v := &profileView{password: form{typed: url.Values{}}}
	if r.PostFormValue("password") != r.PostFormValue("again") {
		v.password.wrong("again", p.T("pass.again.differs"))
		return s.showProfile(w, r, p, v, http.StatusUnprocessableEntity)
	}
	cookie, err := s.Profile.ChangePassword(r.Context(), p.visitor.Visit, r.PostFormValue("old"), r.PostFormValue("password"), device(r))
	if err == nil {
		setSession(w, r, cookie)
		http.Redirect(w, r, "/profile", http.StatusSeeOther)
		return nil
	}
	if tandem.CodeOf(err) == tandem.Forbidden {
		v.password.wrong("old", p.T("profile.old.wrong"))
	} else if text, ok := notLetIn(p, err); ok {
		v.password.wrong(placeOf(err), text)
	} else {
		return err
	}
	return s.showProfile(w, r, p, v, http.StatusUnprocessableEntity)
}

// profileSessions signs out in one place, or everywhere else.
func (s *site) profileSessions(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := p.own(); err != nil {
		return err
	}
	var err error
	if name := r.PostFormValue("session"); name != "" {
		err = s.Sessions.EndSession(r.Context(), p.visitor.Visit, name)
	} else {
		err = s.Sessions.EndOthers(r.Context(), p.visitor.Visit, device(r))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/profile", http.StatusSeeOther)
	return nil
}

// languageOptions are the pages' languages, and none of them.
func languageOptions(p *page) []option {
	all := []option{{"", p.T("profile.as-browser")}}
	for _, name := range languages() {
		all = append(all, option{name, nameOfLanguage(name)})
	}
	return all
}

func themeOptions(p *page) []option {
	return []option{{"", p.T("profile.theme.system")}, {"light", p.T("profile.theme.light")}, {"dark", p.T("profile.theme.dark")}}
}
