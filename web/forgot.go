package web

import (
	"context"
	"net/http"
	"time"

	"tandem"
	"tandem/people"
)

// forgotView is the form of who has forgotten the password.
type forgotView struct {
	form form
	mail bool // the server sends mail
	sent bool // a mail is on its way, if there is such a person
}

func (s *site) forgotForm(w http.ResponseWriter, r *http.Request, p *page) error {
	return s.showForgot(w, r, p, &forgotView{}, http.StatusOK)
}

func (s *site) showForgot(w http.ResponseWriter, r *http.Request, p *page, v *forgotView, status int) error {
	v.mail = s.Mail != nil
	p.title = p.T("forgot")
	p.path = "/sign-in/forgot"
	return render(w, r, status, forgotPage(p, v))
}

// mailFor is how long a mail may take on its way to the server that carries it.
const mailFor = time.Minute

// forgot mails a link that sets a new password. It answers at once and always the
// same: neither words nor time tell who is known here.
func (s *site) forgot(w http.ResponseWriter, r *http.Request, p *page) error {
	v := &forgotView{sent: true}
	if s.Mail == nil {
		return tandem.Errorf(tandem.NotFound, "%s", p.T("forgot.no-mail"))
	}
	email, from := r.PostFormValue("email"), device(r)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), mailFor)
	go func() {
		defer cancel()
		s.remind(ctx, p, email, from)
	}()
	return s.showForgot(w, r, p, v, http.StatusOK)
}

func (s *site) remind(ctx context.Context, p *page, email string, from people.Device) {
	code, person, err := s.Entrance.Forgot(ctx, email, from)
	if err == nil && code != "" {
		text := s.speech.named(person.Language, p.catalogue)
		err = s.Mail(ctx, person.Email, text.T("forgot.mail.subject"), text.T("forgot.mail.body", person.Name, s.URL+"pass/"+code))
	}
	if err != nil && tandem.CodeOf(err) != tandem.Throttled {
		s.Log.ErrorContext(ctx, "no mail about a forgotten password", "error", err)
	}
}
