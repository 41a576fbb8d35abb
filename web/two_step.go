package web

import (
	"net/http"
	"net/url"

	"tandem"
	"tandem/people"
)

// twoStepView switches two-step codes on or off.
type twoStepView struct {
	enrolment *people.Enrolment // nil = they are on, or were just switched on
	codes     []string          // for recovery; shown once
	form      form
}

func (s *site) twoStepForm(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := p.own(); err != nil {
		return err
	}
	v := &twoStepView{}
	if person := &p.visitor.Visit.Person; !person.TwoStep {
		var err error
		if v.enrolment, err = s.Profile.Enrol(person); err != nil {
			return err
		}
	}
	return s.showTwoStep(w, r, p, v, http.StatusOK)
}

func (s *site) showTwoStep(w http.ResponseWriter, r *http.Request, p *page, v *twoStepView, status int) error {
	p.title = p.T("two_step")
	p.path = "/profile/two-step"
	return render(w, r, status, twoStepPage(p, v))
}

// twoStepSave puts a secret in force whose first code is right, or switches codes
// off for who knows the password.
func (s *site) twoStepSave(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := p.own(); err != nil {
		return err
	}
	v, visit := &twoStepView{form: form{typed: url.Values{}}}, p.visitor.Visit
	if visit.Person.TwoStep {
		err := s.Profile.TwoStepOff(r.Context(), visit, r.PostFormValue("password"), device(r))
		if err == nil {
			http.Redirect(w, r, "/profile", http.StatusSeeOther)
			return nil
		}
		return s.refuseTwoStep(w, r, p, v, err, "password", p.T("profile.old.wrong"))
	}
	sealed := r.PostFormValue("sealed")
	codes, err := s.Profile.TwoStepOn(r.Context(), visit, sealed, r.PostFormValue("code"), device(r))
	if err == nil {
		v.codes = codes
		return s.showTwoStep(w, r, p, v, http.StatusOK)
	}
	enrolment, again := s.Profile.Resume(&visit.Person, sealed)
	if again != nil {
		return again
	}
	v.enrolment = enrolment
	return s.refuseTwoStep(w, r, p, v, err, "code", p.T("sign-in.code.wrong"))
}

func (s *site) refuseTwoStep(w http.ResponseWriter, r *http.Request, p *page, v *twoStepView, err error, name, wrong string) error {
	text, ok := notLetIn(p, err)
	switch {
	case tandem.CodeOf(err) == tandem.Forbidden:
		text = wrong
	case !ok:
		return err
	}
	v.form.wrong(name, text)
	return s.showTwoStep(w, r, p, v, http.StatusUnprocessableEntity)
}
