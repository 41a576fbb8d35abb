package web

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"tandem"
	"tandem/people"
)

// savedProfile notes what is saved of a profile.
type savedProfile struct {
	Profile

	saved []people.Profile
}

func (s *savedProfile) SaveProfile(_ context.Context, _ *people.Visit, f people.Profile) error {
	s.saved = append(s.saved, f)
	return nil
}

// The menu's language is kept where it counts: in the profile of who has signed
// in, which keeps all else, and for others in the browser.
func TestTheMenuChangesTheLanguage(t *testing.T) {
	profile := &savedProfile{}
	ada := tandem.Person{ID: 7, Name: "Ada", Language: "en", Zone: "Europe/Prague", Theme: "dark"}
	visitor := &Visitor{Account: tandem.Account{ID: 1}, Person: 7, Role: tandem.Agent, Visit: &people.Visit{Person: ada}}
	h := demo(noon()).handler(Options{Profile: profile, Visitor: func(*http.Request) (*Visitor, error) { return visitor, nil }})
	w := post(t, h, "/language", url.Values{"language": {"cs"}, "back": {"/runs/7"}})
	want := people.Profile{Name: "Ada", Language: "cs", Zone: "Europe/Prague", Theme: "dark"}
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/runs/7" || len(profile.saved) != 1 || profile.saved[0] != want {
		t.Errorf("%d to %s, saved %v", w.Code, w.Header().Get("Location"), profile.saved)
	}
	if w := post(t, h, "/language", url.Values{"language": {"tlh"}}); w.Code != http.StatusBadRequest || len(profile.saved) != 1 {
		t.Errorf("a language without texts answers %d, saved %v", w.Code, profile.saved)
	}
	visitor = nil
	if w := post(t, h, "/language", url.Values{"language": {"de"}}); len(w.Result().Cookies()) != 1 || len(profile.saved) != 1 {
		t.Errorf("who has not signed in gets the cookies %v", w.Result().Cookies())
	}
}
