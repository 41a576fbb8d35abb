package web

import (
	"net/http"
	"net/url"

	"tandem"
	"tandem/people"
)

// passView is the form that a one-time link leads to.
type passView struct {
	people.Welcome

	code  string
	form  form
	asks  bool // for the name of the first account
	other bool // somebody else has signed in on this device
}

// passForm shows what a link is for. Looking uses nothing up: programs that look
// into mails open links.
func (s *site) passForm(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.passOf(r, p)
	if err != nil {
		return err
	}
	return s.showPass(w, r, p, v, http.StatusOK)
}

func (s *site) passOf(r *http.Request, p *page) (*passView, error) {
	code := r.PathValue("code")
	look, err := s.Entrance.Look(r.Context(), code)
	if tandem.CodeOf(err) == tandem.NotFound {
		return nil, tandem.Errorf(tandem.NotFound, "%s", p.T("pass.none")).WithHint(p.T("pass.none.hint"))
	}
	if err != nil {
		return nil, err
	}
	v := &passView{Welcome: *look, code: code}
	v.other = v.SignIn && p.visitor.Person != 0 && p.visitor.Email != v.Email
	if v.Purpose == tandem.FirstOwner {
		accounts, err := s.AllAccounts(r.Context())
		if err != nil {
			return nil, err
		}
		v.asks = len(accounts) == 0
	}
	return v, nil
}

func (s *site) showPass(w http.ResponseWriter, r *http.Request, p *page, v *passView, status int) error {
	p.title = p.T("pass." + string(v.Purpose))
	return render(w, r, status, passPage(p, v))
}

// url is where the link leads.
func (v *passView) url() string { return "/pass/" + url.PathEscape(v.code) }

// pass uses a link up and lets its holder in.
func (s *site) pass(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.passOf(r, p)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	v.form.typed = r.PostForm
	f := people.Choice{
		Email: r.PostForm.Get("email"), Account: r.PostForm.Get("account"), Name: r.PostForm.Get("name"),
		Password: r.PostForm.Get("password"), Language: p.T("language"),
	}
	if !v.SignIn && f.Password != r.PostForm.Get("again") {
		v.form.wrong("again", p.T("pass.again.differs"))
		return s.showPass(w, r, p, v, http.StatusUnprocessableEntity)
	}
	in, err := s.Entrance.Redeem(r.Context(), v.code, f, p.visitor.Visit, device(r))
	if err == nil {
		enter(w, r, in, "/")
		return nil
	}
	text, ok := notLetIn(p, err)
	if !ok {
		return err
	}
	v.form.wrong(placeOf(err), text)
	return s.showPass(w, r, p, v, http.StatusUnprocessableEntity)
}

// placeOf is the field of a form that an error is about; "" = the form.
func placeOf(err error) string {
	if known, ok := err.(*tandem.Error); ok && badPart(known.Place) != "form" { //nolint:errorlint // nothing wraps these
		return known.Place
	}
	return ""
}
