package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"tandem"
)

// Every route says who may ask for it; whoever may not is refused before anything is done.
func TestEveryRouteHasARule(t *testing.T) {
	s := &site{speech: loadSpeech()}
	open := map[string]bool{
		"POST /theme": true, "POST /language": true, "/": true,
		"GET /sign-in": true, "POST /sign-in": true, "GET /sign-in/code": true, "POST /sign-in/code": true,
		"GET /sign-in/forgot": true, "POST /sign-in/forgot": true, "GET /sign-in/openid": true, "GET /sign-in/openid/back": true,
		"GET /pass/{code}": true, "POST /pass/{code}": true,
	}
	for _, r := range s.routes() {
		if (r.rule == anyone) != open[r.pattern] {
			t.Errorf("%s has the rule %q", r.pattern, r.rule)
		}
		if method, _, _ := strings.Cut(r.pattern, " "); method == "POST" && r.rule == signedIn && !forOneself[r.pattern] {
			t.Errorf("%s changes something and needs no right", r.pattern)
		}
	}
}

// forOneself are the writes that concern nobody but who sends them.
var forOneself = map[string]bool{
	"POST /sign-out": true, "POST /accounts/{id}/enter": true, "POST /profile": true, "POST /profile/password": true, "POST /profile/two-step": true, "POST /profile/sessions": true,
}

// Nobody gets in without a sign-in, and no role gets further than its rights.
func TestNobodyGetsFurtherThanTheirRole(t *testing.T) {
	s := &site{speech: loadSpeech()}
	for _, r := range s.routes() {
		if r.rule == anyone {
			continue
		}
		method, path, ok := strings.Cut(r.pattern, " ")
		if !ok {
			method, path = http.MethodGet, r.pattern
		}
		path = regexp.MustCompile(`\{[^}$]+\}`).ReplaceAllString(strings.TrimSuffix(path, "{$}"), "7")
		if got := answer(t, method, path, nil); got != http.StatusSeeOther {
			t.Errorf("%s answers somebody who has not signed in with %d", r.pattern, got)
		}
		for _, role := range append(tandem.Roles(), "") {
			if r.rule == signedIn || role.May(tandem.Right(r.rule)) {
				continue
			}
			v := &Visitor{Account: tandem.Account{ID: 1, Name: "Acme"}, Person: 1, Role: role}
			if got := answer(t, method, path, v); got != http.StatusForbidden {
				t.Errorf("%s answers the role %q with %d", r.pattern, role, got)
			}
		}
	}
}

// answer asks for a page on a server that has nothing behind it: a handler that is reached panics.
func answer(t *testing.T, method, path string, v *Visitor) int {
	t.Helper()
	h := New(Options{Visitor: func(*http.Request) (*Visitor, error) { return v, nil }})
	r := httptest.NewRequestWithContext(context.Background(), method, path, nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}
