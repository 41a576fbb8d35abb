package main

import (
	"encoding/json"
	"net/http"

	"tandem"
	"tandem/api"
	"tandem/people"
	"tandem/routine"
	"tandem/store"
)

// changeFeed joins the feed to the change log.
func (s *server) changeFeed() http.Handler {
	return api.NewChangeFeed(api.FeedOptions{
		Source: s.app.store, Caller: s.tokenCaller, Rules: s.app.people.Access, Fail: failFeed,
		Listen: func(account int64, fn func()) (cancel func()) {
			return s.app.store.Subscribe(func(e store.Event) {
				if e.Account == account {
					fn()
				}
			})
		},
	})
}

// tokenCaller is the program whose bearer token comes with a request.
func (s *server) tokenCaller(r *http.Request) (*routine.Caller, error) {
	secret := people.Bearer(r.Header.Get("Authorization"))
	if secret == "" {
		return nil, tandem.Errorf(tandem.Denied, "who are you?").WithHint("send a token: Authorization: Bearer ...; tandem token create makes one")
	}
	return tokenCallers{s.app.people, s.app.store}.Caller(r.Context(), "", secret)
}

// failFeed answers with an error.
func failFeed(w http.ResponseWriter, _ *http.Request, err error) {
	p, status := problemOf(err), http.StatusInternalServerError
	switch p.Code {
	case tandem.Denied:
		status = http.StatusUnauthorized
		w.Header().Set("WWW-Authenticate", `Bearer realm="tandem"`)
	case tandem.Forbidden:
		status = http.StatusForbidden
	case tandem.Usage:
		status = http.StatusBadRequest
	case tandem.Cancelled, tandem.Unreached, tandem.Busy:
		status = http.StatusServiceUnavailable
	default:
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	body, err := json.Marshal(map[string]problem{"error": p})
	if err == nil {
		_, _ = w.Write(body) // a caller that went away is nobody's fault
	}
}
