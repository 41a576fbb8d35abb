package web

import (
	"net/http"
	"strings"
	"testing"

	"tandem"
)

// Who has not signed in is shown no areas; who has is shown those of their role.
func TestNavigationIsForWhoHasSignedIn(t *testing.T) {
	const areas = `<nav id="nav"`
	nobody := demo(noon()).handler(Options{Visitor: func(*http.Request) (*Visitor, error) {
		return nil, nil //nolint:nilnil // nobody is no error
	}})
	if body := get(t, nobody, "/nowhere").Body.String(); strings.Contains(body, areas) {
		t.Error("nobody is shown areas")
	}
	agent := demo(noon()).handler(Options{Visitor: func(*http.Request) (*Visitor, error) {
		return &Visitor{Account: tandem.Account{ID: 1, Name: "Acme"}, Person: 1, Role: tandem.Agent}, nil
	}})
	body := get(t, agent, "/nowhere").Body.String()
	if !strings.Contains(body, areas) || !strings.Contains(body, `href="/conflicts"`) || strings.Contains(body, `href="/people"`) {
		t.Error("an agent is not shown the areas of an agent")
	}
}
