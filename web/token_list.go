package web

import (
	"context"
	"net/http"
	"strconv"

	"tandem"
	"tandem/people"
)

// Tokens is what the pages need of the tokens of programs.
type Tokens interface {
	Tokens(ctx context.Context, account int64) ([]tandem.Token, error)
	CreateToken(ctx context.Context, by people.By, t tandem.Token) (string, error)
	RevokeToken(ctx context.Context, by people.By, name string) error
}

// tokenRoutes are the tokens of an account.
func (s *site) tokenRoutes() []route {
	manage := needs(tandem.ManagePeople)
	return []route{
		{"GET /tokens", manage, s.tokenList},
		{"POST /tokens", manage, s.tokenCreate},
		{"POST /tokens/revoke", manage, s.tokenRevoke},
	}
}

type tokenView struct {
	tokens []tandem.Token
	form   form
	token  string // that was made just now; it is shown once
}

func (s *site) tokenList(w http.ResponseWriter, r *http.Request, p *page) error {
	return s.showTokens(w, r, p, &tokenView{}, http.StatusOK)
}

func (s *site) showTokens(w http.ResponseWriter, r *http.Request, p *page, v *tokenView, status int) error {
	var err error
	if v.tokens, err = s.Tokens.Tokens(r.Context(), p.account.ID); err != nil {
		return err
	}
	p.title = p.T("nav.tokens")
	p.path = "/tokens"
	return render(w, r, status, tokenListPage(p, v))
}

// tokenCreate makes a token and shows it, once.
func (s *site) tokenCreate(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	v := &tokenView{}
	v.form.typed = r.PostForm
	t := tandem.Token{Name: r.PostForm.Get("name"), Role: tandem.Role(r.PostForm.Get("role"))}
	if days, err := strconv.Atoi(r.PostForm.Get("days")); err == nil && days > 0 {
		t.Expires = p.now.AddDate(0, 0, days)
	}
	token, err := s.Tokens.CreateToken(r.Context(), p.by(r), t)
	if err != nil {
		if !v.form.take(err, "name") {
			return err
		}
		return s.showTokens(w, r, p, v, http.StatusUnprocessableEntity)
	}
	v.form, v.token = form{}, token
	return s.showTokens(w, r, p, v, http.StatusOK)
}

func (s *site) tokenRevoke(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := s.Tokens.RevokeToken(r.Context(), p.by(r), r.PostFormValue("name")); err != nil {
		return err
	}
	http.Redirect(w, r, "/tokens", http.StatusSeeOther)
	return nil
}

// lifeOptions are the lives that a token can be given, in days.
func lifeOptions(p *page) []option {
	var all []option
	for _, life := range people.TokenLasts() {
		days := int64(life.Hours() / 24)
		if days == 0 {
			all = append(all, option{"", p.T("tokens.always")})
			continue
		}
		all = append(all, option{strconv.FormatInt(days, 10), p.N("tokens.days", days)})
	}
	return all
}
