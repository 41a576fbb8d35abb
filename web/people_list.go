package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"tandem"
	"tandem/people"
)

// Staff is what the pages need of an account's people.
type Staff interface {
	Members(ctx context.Context, account int64) ([]tandem.Member, error)
	Member(ctx context.Context, account, person int64) (*tandem.Member, error)
	Invite(ctx context.Context, by people.By, email, name string, role tandem.Role) (code string, err error)
	SetRole(ctx context.Context, by people.By, person int64, role tandem.Role) error
	SetActive(ctx context.Context, by people.By, person int64, active bool) error
	Remove(ctx context.Context, by people.By, person int64) error
	Reset(ctx context.Context, by people.By, person int64) (code string, err error)
	ResetTwoStep(ctx context.Context, by people.By, person int64) error
}

// peopleRoutes are the people of an account.
func (s *site) peopleRoutes() []route {
	manage := needs(tandem.ManagePeople)
	return []route{
		{"GET /people", manage, s.peopleList},
		{"POST /people", manage, s.peopleInvite},
		{"GET /people/{id}", manage, s.personForm},
		{"POST /people/{id}", manage, s.personSave},
	}
}

// peopleView is the list of an account's people, and the form that invites one.
type peopleView struct {
	members []tandem.Member
	form    form
	link    string // that was made just now; it is shown once
}

// by is the page's visitor as who asks for a change.
func (p *page) by(r *http.Request) people.By {
	by := people.By{Actor: p.actor(), Account: p.account.ID, Person: p.visitor.Person, Address: device(r).Address}
	if p.visitor.Person == 0 { // a program is known by the name of its token
		by.Actor = tandem.Actor{Origin: tandem.ByAPI, Name: p.visitor.Name, Role: p.visitor.Role}
	}
	return by
}

func (s *site) peopleList(w http.ResponseWriter, r *http.Request, p *page) error {
	return s.showPeople(w, r, p, &peopleView{}, http.StatusOK)
}

func (s *site) showPeople(w http.ResponseWriter, r *http.Request, p *page, v *peopleView, status int) error {
	var err error
	if v.members, err = s.Staff.Members(r.Context(), p.account.ID); err != nil {
		return err
	}
	p.title = p.T("nav.people")
	p.path = "/people"
	return render(w, r, status, peoplePage(p, v))
}

// peopleInvite makes an invitation and shows its link, once.
func (s *site) peopleInvite(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	v := &peopleView{}
	v.form.typed = r.PostForm
	code, err := s.Staff.Invite(r.Context(), p.by(r), r.PostForm.Get("email"), r.PostForm.Get("name"), tandem.Role(r.PostForm.Get("role")))
	if err != nil {
		if !v.form.take(err, "email", "name") {
			return err
		}
		return s.showPeople(w, r, p, v, http.StatusUnprocessableEntity)
	}
	v.form = form{}
	v.link = s.URL + "pass/" + code
	return s.showPeople(w, r, p, v, http.StatusOK)
}

// roleOptions are the roles that the visitor may give.
func roleOptions(p *page) []option {
	var all []option
	for _, role := range tandem.Roles() {
		if p.visitor.Role.MayGive(role) {
			all = append(all, option{string(role), p.T("role." + string(role))})
		}
	}
	return all
}

// memberState is the word for how a member stands.
func memberState(m *tandem.Member) string {
	switch {
	case m.Person.Disabled:
		return "disabled"
	case m.Accepted.IsZero():
		return "invited"
	case !m.Active:
		return "inactive"
	default:
		return "active"
	}
}

func personURL(id int64) string { return "/people/" + strconv.FormatInt(id, 10) }

// personView is one of an account's people.
type personView struct {
	*tandem.Member

	form form
	link string
}

func (s *site) personOf(r *http.Request, p *page) (*personView, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return nil, tandem.Errorf(tandem.NotFound, "%s", p.T("people.gone"))
	}
	m, err := s.Staff.Member(r.Context(), p.account.ID, id)
	return &personView{Member: m}, err
}

func (s *site) personForm(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.personOf(r, p)
	if err != nil {
		return err
	}
	return s.showPerson(w, r, p, v, http.StatusOK)
}

func (s *site) showPerson(w http.ResponseWriter, r *http.Request, p *page, v *personView, status int) error {
	p.title = v.Person.Name
	p.path = personURL(v.Person.ID)
	return render(w, r, status, personPage(p, v))
}

// personSave does what a button of the form says.
func (s *site) personSave(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.personOf(r, p)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	if err = s.changePerson(r.Context(), p.by(r), v, r.PostForm); err != nil {
		if !v.form.take(err) {
			return err
		}
		return s.showPerson(w, r, p, v, http.StatusUnprocessableEntity)
	}
	if v.link != "" {
		return s.showPerson(w, r, p, v, http.StatusOK)
	}
	http.Redirect(w, r, "/people", http.StatusSeeOther)
	return nil
}

func (s *site) changePerson(ctx context.Context, by people.By, v *personView, f url.Values) error {
	id := v.Person.ID
	switch f.Get("do") {
	case "role":
		return s.Staff.SetRole(ctx, by, id, tandem.Role(f.Get("role")))
	case "active":
		return s.Staff.SetActive(ctx, by, id, !v.Active)
	case "remove":
		return s.Staff.Remove(ctx, by, id)
	case "two_step":
		return s.Staff.ResetTwoStep(ctx, by, id)
	case "reset":
		code, err := s.Staff.Reset(ctx, by, id)
		if err == nil {
			v.link = s.URL + "pass/" + code
		}
		return err
	default:
		return tandem.Errorf(tandem.Usage, "there is no such button")
	}
}
