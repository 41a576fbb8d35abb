package main

import (
	"net/http"
	"time"

	"tandem"
	"tandem/people"
	"tandem/web"
)

// visitor is who asks for a page: a program with its token, or a person with the
// cookie of a session. In the demo it is everybody.
func (s *server) visitor(r *http.Request) (*web.Visitor, error) {
	if token := people.Bearer(r.Header.Get("Authorization")); token != "" {
		return s.program(r, token)
	}
	visit, err := s.app.people.Visit(r.Context(), web.SessionCookie(r))
	if err != nil {
		return nil, err
	}
	if visit == nil {
		if visit = s.demo; visit == nil {
			return nil, nil //nolint:nilnil // nobody has signed in
		}
	}
	return visitorOf(visit), nil
}

// openIDName is what the provider is called that may vouch for people.
func (s *server) openIDName() string {
	if s.app.people.OpenID == nil {
		return ""
	}
	return s.app.people.OpenID.Name
}

// program is a visitor with a token. One that is not known is nobody.
func (s *server) program(r *http.Request, token string) (*web.Visitor, error) {
	caller, err := tokenCallers{s.app.people, s.app.store}.Caller(r.Context(), "", token)
	if tandem.CodeOf(err) == tandem.Denied {
		return nil, nil //nolint:nilnil // nobody is no error
	}
	if err != nil {
		return nil, err
	}
	return &web.Visitor{Account: caller.Account, Name: caller.Actor.Name, Role: caller.Actor.Role}, nil
}

// visitorOf is a visit as pages know it.
func visitorOf(v *people.Visit) *web.Visitor {
	visitor := &web.Visitor{
		Person: v.Person.ID, Name: v.Person.Name, Email: v.Person.Email, Language: v.Person.Language, Theme: v.Person.Theme,
		Others: int(v.Session.Places), Visit: v,
	}
	if v.Person.Zone != "" {
		if zone, err := time.LoadLocation(v.Person.Zone); err == nil {
			visitor.Zone = zone
		}
	}
	if v.Member != nil {
		visitor.Account, visitor.Operator, visitor.Role = v.Member.Account, v.Member.Operator, v.Member.Role
		visitor.Others--
	}
	return visitor
}
