package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"tandem"
	"tandem/api"
	"tandem/engine"
	"tandem/internal/testdb"
	"tandem/routine"
	"tandem/store"
)

// place is an account with its API, on one of the databases.
type place struct {
	testing.TB

	store   *store.Store
	engine  *engine.Engine
	account tandem.Account
	role    tandem.Role
	limits  api.Limits
	server  *httptest.Server
}

// everywhere runs a test on both databases.
func everywhere(t *testing.T, test func(p *place)) {
	t.Helper()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := store.Options{}
			if name == "postgres" {
				o.URL = testdb.Postgres(t)
			} else {
				o.Dir = t.TempDir()
			}
			test(newPlace(t, o, api.Limits{}))
		})
	}
}

func newPlace(t testing.TB, o store.Options, limits api.Limits) *place {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	account, err := s.EnsureAccount(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	p := &place{TB: t, store: s, account: *account, role: tandem.Administrator, limits: limits}
	p.engine = engine.New(engine.Options{
		Store: s, Dictionary: s.Dictionary,
		Syncs: func(context.Context, int64) ([]*engine.Sync, error) { return nil, nil },
	})
	p.server = httptest.NewServer(api.New(api.Options{
		Records: records{s}, Writer: p.engine, Runs: runs{s, p.engine}, Answers: s, Callers: p, Limits: limits, Version: "1",
		Routines: routine.New(routine.Options{Records: s, Writer: p.engine}),
	}))
	t.Cleanup(p.server.Close)
	return p
}

// Caller knows two secrets: that of the account, and that of a stranger's.
func (p *place) Caller(_ context.Context, _, secret string) (*routine.Caller, error) {
	if secret != "secret" {
		return nil, tandem.Errorf(tandem.Denied, "the token is not known")
	}
	return &routine.Caller{Account: p.account, Actor: tandem.Actor{Origin: tandem.ByAPI, Name: "shop", Role: p.role}}, nil
}

// records is the store in the words of the API.
type records struct{ *store.Store }

func (r records) List(ctx context.Context, account int64, shape *tandem.Shape, q *api.ListQuery, dst *tandem.Rows) error {
	return r.Store.List(ctx, account, shape, store.ListQuery{
		Filter: q.Filter, Order: q.Order, Desc: q.Desc, After: store.Position{Value: q.Value, ID: q.ID}, Limit: q.Limit,
	}, dst)
}

type runs struct {
	*store.Store

	engine *engine.Engine
}

func (runs) Syncs(context.Context, int64) ([]*engine.Sync, error) { return nil, nil }

func (r runs) Conflicts(ctx context.Context, account int64, sync string) ([]engine.Conflict, error) {
	return r.engine.Conflicts(ctx, account, sync)
}

// reply is what the API answered.
type reply struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

// ask sends a request; headers are "Name: value".
func (p *place) ask(method, path, body string, headers ...string) *reply {
	p.Helper()
	r, err := http.NewRequestWithContext(p.Context(), method, p.server.URL+"/api/v1"+path, strings.NewReader(body))
	p.check(err)
	r.Header.Set("Authorization", "Bearer secret")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	response, err := p.server.Client().Do(r)
	p.check(err)
	defer func() { _ = response.Body.Close() }()
	octets, err := io.ReadAll(response.Body)
	p.check(err)
	a := &reply{status: response.StatusCode, header: response.Header, text: string(octets)}
	if len(octets) > 0 {
		d := json.NewDecoder(bytes.NewReader(octets))
		d.UseNumber()
		if err := d.Decode(&a.body); err != nil && strings.Contains(response.Header.Get("Content-Type"), "json") {
			p.Fatalf("%s %s answers no JSON: %s", method, path, octets)
		}
	}
	return a
}

// gets asks and fails unless the answer has that status.
func (p *place) gets(status int, method, path, body string, headers ...string) *reply {
	p.Helper()
	a := p.ask(method, path, body, headers...)
	if a.status != status {
		p.Fatalf("%s %s %s answers %d, not %d: %s", method, path, body, a.status, status, a.text)
	}
	return a
}

// refused asks and fails unless the answer is a problem of that code.
func (p *place) refused(code tandem.Code, method, path, body string, headers ...string) *reply {
	p.Helper()
	a := p.ask(method, path, body, headers...)
	if a.body["code"] != string(code) || a.header.Get("Content-Type") != "application/problem+json" || fmt.Sprint(a.body["status"]) != strconv.Itoa(a.status) {
		p.Errorf("%s %s %s answers %d %s; it should be refused as %s", method, path, body, a.status, a.text, code)
	}
	return a
}

func (p *place) check(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// wants fails unless a member of an answer is as it should be.
func (p *place) wants(a *reply, name, want string) {
	p.Helper()
	octets, err := json.Marshal(a.body[name])
	p.check(err)
	if string(octets) != want {
		p.Errorf("%s is %s, not %s", name, octets, want)
	}
}

// items are the ids of a list.
func (a *reply) items(member string) (values []string) {
	list, _ := a.body["items"].([]any)
	for _, item := range list {
		row, _ := item.(map[string]any)
		values = append(values, fmt.Sprint(row[member]))
	}
	return values
}

func storeIn(t testing.TB) store.Options { return store.Options{Dir: t.TempDir()} }

func apiLimits(body int64, requests, failures int) api.Limits {
	return api.Limits{Body: body, Requests: requests, Failures: failures}
}
