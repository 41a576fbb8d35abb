package web

import (
	"net/http"

	"tandem"
)

// accountForm shows what is known of the account, and leads to its integrations.
func (s *site) accountForm(w http.ResponseWriter, r *http.Request, p *page) error {
	return s.showAccount(w, r, p, &form{}, http.StatusOK)
}

func (s *site) showAccount(w http.ResponseWriter, r *http.Request, p *page, f *form, status int) error {
	p.title = p.account.Name
	p.path = "/account"
	return render(w, r, status, accountPage(p, f))
}

// accountRename gives the account another name.
func (s *site) accountRename(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	f := &form{typed: r.PostForm}
	if err := s.Accounts.RenameAccount(r.Context(), p.by(r), r.PostForm.Get("name")); err != nil {
		if !f.take(err, "name") {
			return err
		}
		return s.showAccount(w, r, p, f, http.StatusUnprocessableEntity)
	}
	http.Redirect(w, r, "/account", http.StatusSeeOther)
	return nil
}
