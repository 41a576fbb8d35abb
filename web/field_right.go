package web

import (
	"context"
	"net/http"
	"net/url"

	"tandem"
	"tandem/access"
	"tandem/dictionary"
	"tandem/people"
)

// Rights is what the pages need of the rules on fields.
type Rights interface {
	Access(ctx context.Context, account int64) (*access.Rules, error)
	SaveFieldRights(ctx context.Context, by people.By, d *dictionary.Dictionary, object string, rules []tandem.FieldRight) error
}

// fieldRightRoutes say what roles may do with fields.
func (s *site) fieldRightRoutes() []route {
	own := needs(tandem.ManageOwners)
	return []route{
		{"GET /roles", own, s.fieldRightForm},
		{"POST /roles", own, s.fieldRightSave},
	}
}

// fieldRightView is the grid of an object's fields and the roles that can be restricted.
type fieldRightView struct {
	objects []dictionary.Object
	object  *dictionary.Object // also what lines are
	rules   *access.Rules
}

func (s *site) fieldRightView(r *http.Request, p *page, name string) (*fieldRightView, *dictionary.Dictionary, error) {
	d, err := s.Dictionary(r.Context(), p.account.ID)
	if err != nil {
		return nil, nil, err
	}
	v := &fieldRightView{}
	for i := range d.Objects {
		v.objects = append(v.objects, d.Objects[i])
		if lines := d.Objects[i].Lines; lines != nil {
			v.objects = append(v.objects, *lines)
		}
	}
	if name == "" {
		name = v.objects[0].Name
	}
	object, ok := d.ObjectOrLines(name)
	if !ok {
		return nil, nil, tandem.Errorf(tandem.NotFound, "there is no object %s", name)
	}
	v.object = object
	v.rules, err = s.Rights.Access(r.Context(), p.account.ID)
	return v, d, err
}

func (s *site) fieldRightForm(w http.ResponseWriter, r *http.Request, p *page) error {
	v, _, err := s.fieldRightView(r, p, r.URL.Query().Get("object"))
	if err != nil {
		return err
	}
	p.title = p.T("rights")
	return render(w, r, http.StatusOK, fieldRightPage(p, v))
}

// fieldRightSave puts the grid in force.
func (s *site) fieldRightSave(w http.ResponseWriter, r *http.Request, p *page) error {
	v, d, err := s.fieldRightView(r, p, r.PostFormValue("object"))
	if err != nil {
		return err
	}
	var rules []tandem.FieldRight
	for i := range v.object.Fields {
		for _, role := range access.Restrictable() {
			name := v.object.Fields[i].Name
			if level := r.PostForm.Get(rightName(role, name)); level != "" {
				rules = append(rules, tandem.FieldRight{Role: role, Object: v.object.Name, Field: name, Level: tandem.Level(level)})
			}
		}
	}
	if err := s.Rights.SaveFieldRights(r.Context(), p.by(r), d, v.object.Name, rules); err != nil {
		return err
	}
	http.Redirect(w, r, rightsURL(v.object.Name), http.StatusSeeOther)
	return nil
}

func rightName(role tandem.Role, field string) string { return string(role) + "." + field }

func rightsURL(object string) string { return "/roles?" + url.Values{"object": {object}}.Encode() }

// levels are the choices of a cell: a role that may not edit anything can at most read.
func levels(role tandem.Role) []tandem.Level {
	if !role.May(tandem.EditRecords) {
		return []tandem.Level{tandem.MayRead, tandem.Hidden}
	}
	return []tandem.Level{tandem.MayWrite, tandem.MayRead, tandem.Hidden}
}
