package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"tandem"
	"tandem/access"
	"tandem/api"
	"tandem/routine"
	"tandem/store"
)

// handler joins the pages and what programs ask for.
func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /api/v1/changes", s.changeFeed())
	mux.Handle("/", s.pages())
	return mux
}

// changeFeed joins the feed to the change log.
func (s *server) changeFeed() http.Handler {
	return api.NewChangeFeed(api.FeedOptions{
		Source: s.app.store, Caller: s.tokenCaller, Rules: s.app.accessRules, Fail: failFeed,
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
	secret, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return nil, tandem.Errorf(tandem.Denied, "who are you?").WithHint("send a token: Authorization: Bearer ...; tandem token create makes one")
	}
	token, err := s.app.store.Token(r.Context(), tokenHash(strings.TrimSpace(secret)))
	if err != nil {
		return nil, err
	}
	return &routine.Caller{Account: tandem.Account{ID: token.Account}, Actor: tandem.Actor{Origin: tandem.ByAPI, Name: token.Name, Role: token.Role}}, nil
}

// accessRules are what an account's roles may see.
func (a *app) accessRules(ctx context.Context, account int64) (*access.Rules, error) {
	rights, err := a.store.FieldRights(ctx, account)
	if err != nil {
		return nil, err
	}
	return access.New(rights), nil
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
