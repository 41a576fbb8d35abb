package web

import (
	"net/http"
	"net/url"

	"tandem"
)

// signInView is the form of the sign-in page.
type signInView struct {
	form   form
	back   string
	openID string // what the provider is called; "" = there is none
}

// withBack is an address that remembers where somebody wanted to go.
func withBack(path, back string) string {
	if back = wayBack(back); back == "/" {
		return path
	}
	return path + "?" + url.Values{"back": {back}}.Encode()
}

// signInForm asks who somebody is. Who has signed in already goes on.
func (s *site) signInForm(w http.ResponseWriter, r *http.Request, p *page) error {
	back := r.URL.Query().Get("back")
	if p.visitor.Person != 0 {
		http.Redirect(w, r, wayBack(back), http.StatusSeeOther) //nolint:gosec // wayBack stays on this server
		return nil
	}
	return s.showSignIn(w, r, p, &signInView{back: back}, http.StatusOK)
}

func (s *site) showSignIn(w http.ResponseWriter, r *http.Request, p *page, v *signInView, status int) error {
	v.openID = s.OpenIDName
	p.title = p.T("sign-in")
	p.path = "/sign-in"
	return render(w, r, status, signInPage(p, v))
}

// signIn lets in who knows the password. Whatever is wrong, the answer is the same.
func (s *site) signIn(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	v := &signInView{back: r.PostForm.Get("back")}
	v.form.typed = url.Values{"email": {r.PostForm.Get("email")}}
	in, err := s.Entrance.SignIn(r.Context(), r.PostForm.Get("email"), r.PostForm.Get("password"), device(r))
	if err == nil {
		enter(w, r, in, v.back)
		return nil
	}
	if tandem.CodeOf(err) == tandem.Forbidden {
		v.form.wrong("", p.T("sign-in.wrong"))
	} else if text, ok := notLetIn(p, err); ok {
		v.form.wrong("", text)
	} else {
		return err
	}
	return s.showSignIn(w, r, p, v, http.StatusUnprocessableEntity)
}

// codeForm asks for the two-step code.
func (s *site) codeForm(w http.ResponseWriter, r *http.Request, p *page) error {
	return s.showCode(w, r, p, &signInView{back: r.URL.Query().Get("back")}, http.StatusOK)
}

func (s *site) showCode(w http.ResponseWriter, r *http.Request, p *page, v *signInView, status int) error {
	p.title = p.T("sign-in.code")
	p.path = "/sign-in/code"
	return render(w, r, status, codePage(p, v))
}

// codeSend completes the sign-in with a code.
func (s *site) codeSend(w http.ResponseWriter, r *http.Request, p *page) error {
	v := &signInView{back: r.PostFormValue("back")}
	v.form.typed = url.Values{}
	cookie, err := s.Entrance.SecondStep(r.Context(), SessionCookie(r), r.PostFormValue("code"), device(r))
	switch code := tandem.CodeOf(err); {
	case err == nil:
		setSession(w, r, cookie)
		http.Redirect(w, r, wayBack(v.back), http.StatusSeeOther) //nolint:gosec // wayBack stays on this server
		return nil
	case code == tandem.NotFound: // it took too long
		http.Redirect(w, r, withBack("/sign-in", v.back), http.StatusSeeOther)
		return nil
	case code == tandem.Forbidden:
		v.form.wrong("code", p.T("sign-in.code.wrong"))
	default:
		text, ok := notLetIn(p, err)
		if !ok {
			return err
		}
		v.form.wrong("code", text)
	}
	return s.showCode(w, r, p, v, http.StatusUnprocessableEntity)
}

// signOut ends the session, here and in the store.
func (s *site) signOut(w http.ResponseWriter, r *http.Request, p *page) error {
	if p.visitor.Visit != nil {
		if err := s.Entrance.SignOut(r.Context(), p.visitor.Visit, device(r)); err != nil {
			return err
		}
	}
	dropSession(w, r)
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
	return nil
}
