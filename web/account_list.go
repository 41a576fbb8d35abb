package web

import (
	"context"
	"net/http"
	"strconv"

	"tandem"
	"tandem/people"
)

// Accounts is what the pages need to change between accounts and to make them.
type Accounts interface {
	Places(ctx context.Context, person int64) ([]tandem.Member, error)
	Enter(ctx context.Context, v *people.Visit, account int64) (cookie string, err error)
	CreateAccount(ctx context.Context, v *people.Visit, name string, d people.Device) (cookie string, err error)
	RenameAccount(ctx context.Context, by people.By, name string) error
}

// accountRoutes are the accounts that somebody looks after.
func (s *site) accountRoutes() []route {
	return []route{
		{"GET /account", needs(tandem.Configure), s.accountForm},
		{"POST /account", needs(tandem.ManageOwners), s.accountRename},
		{"GET /accounts", signedIn, s.accountList},
		{"POST /accounts", needs(tandem.MakeAccounts), s.accountCreate},
		{"POST /accounts/{id}/enter", signedIn, s.accountEnter},
	}
}

// accountView is the list of somebody's accounts.
type accountView struct {
	places []tandem.Member
	form   form
}

func (s *site) accountList(w http.ResponseWriter, r *http.Request, p *page) error {
	return s.showAccounts(w, r, p, &accountView{}, http.StatusOK)
}

func (s *site) showAccounts(w http.ResponseWriter, r *http.Request, p *page, v *accountView, status int) error {
	if p.visitor.Person != 0 {
		var err error
		if v.places, err = s.Accounts.Places(r.Context(), p.visitor.Person); err != nil {
			return err
		}
	}
	p.title = p.T("nav.accounts")
	p.path = "/accounts"
	return render(w, r, status, accountListPage(p, v))
}

// own refuses programs, and everybody in the demo, what takes a session of one's own.
func (p *page) own() error {
	if p.visitor.Visit == nil || len(p.visitor.Visit.Session.Hash) == 0 {
		return tandem.Errorf(tandem.Forbidden, "%s", p.T("own.session"))
	}
	return nil
}

// accountEnter changes to another account.
func (s *site) accountEnter(w http.ResponseWriter, r *http.Request, p *page) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return tandem.Errorf(tandem.NotFound, "%s", p.T("account.none"))
	}
	if err := p.own(); err != nil {
		return err
	}
	cookie, err := s.Accounts.Enter(r.Context(), p.visitor.Visit, id)
	if err != nil {
		return err
	}
	setSession(w, r, cookie)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// accountCreate makes an account and changes to it.
func (s *site) accountCreate(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := p.own(); err != nil {
		return err
	}
	v := &accountView{}
	name := r.PostFormValue("name")
	v.form.typed = r.PostForm
	cookie, err := s.Accounts.CreateAccount(r.Context(), p.visitor.Visit, name, device(r))
	if err != nil {
		if !v.form.take(err, "name") {
			return err
		}
		return s.showAccounts(w, r, p, v, http.StatusUnprocessableEntity)
	}
	setSession(w, r, cookie)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}
