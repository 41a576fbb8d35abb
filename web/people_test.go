package web

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/chromedp/chromedp"

	"tandem"
	"tandem/internal/testdb"
	"tandem/people"
	"tandem/store"
)

// entry is a server whose people are real, over a real store; runs are made up.
type entry struct {
	t      *testing.T
	store  *store.Store
	people *people.People
	url    string
}

const goodPassword = "correct horse battery"

// eachEntry runs a test on both databases.
func eachEntry(t *testing.T, test func(t *testing.T, e *entry)) {
	t.Helper()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := store.Options{Dir: t.TempDir()}
			if name == "postgres" {
				o = store.Options{URL: testdb.Postgres(t)}
			}
			test(t, newEntry(t, o))
		})
	}
}

func newEntry(t *testing.T, o store.Options) *entry {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	e := &entry{t: t, store: s}
	e.people = people.New(people.Options{
		Store: s, Sealer: noSealer{}, Operators: noOperators{},
		Params: &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32},
	})
	server := httptest.NewUnstartedServer(nil)
	e.url = "http://" + server.Listener.Addr().String() + "/"
	server.Config.Handler = newFake().handler(Options{
		Entrance: e.people, Accounts: e.people, Staff: e.people, Rights: e.people, Tokens: e.people, Profile: e.people, Sessions: e.people,
		Dictionary: s.Dictionary, Audit: s, AllAccounts: s.Accounts,
		URL: e.url, Visitor: e.visitor,
	})
	server.Start()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return e
}

func (e *entry) visitor(r *http.Request) (*Visitor, error) {
	v, err := e.people.Visit(r.Context(), SessionCookie(r))
	if err != nil || v == nil {
		return nil, err
	}
	visitor := &Visitor{Person: v.Person.ID, Name: v.Person.Name, Email: v.Person.Email, Visit: v}
	if v.Member != nil {
		visitor.Account, visitor.Role = v.Member.Account, v.Member.Role
	}
	return visitor, nil
}

type noSealer struct{}

func (noSealer) Seal(plain, place string) (string, error) { return place + ":" + plain, nil }

func (noSealer) Open(sealed, place string) (string, error) {
	plain, ok := strings.CutPrefix(sealed, place+":")
	if !ok {
		return "", tandem.Errorf(tandem.Denied, "sealed elsewhere")
	}
	return plain, nil
}

// noOperators has no records and keeps none.
type noOperators struct{}

func (noOperators) FindOperator(context.Context, int64, string) (*people.Operator, error) {
	return nil, tandem.Errorf(tandem.NotFound, "there is no operator")
}

func (noOperators) SaveOperator(context.Context, int64, tandem.Actor, *people.Operator) (int64, error) {
	return 1, nil
}

// person is somebody at a browser of their own.
type person struct {
	e      *entry
	client *http.Client
}

func (e *entry) somebody() *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		e.t.Fatal(err)
	}
	return &person{e, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// answered is what a server said.
type answered struct {
	status     int
	to, body   string
	setCookies []*http.Cookie
}

func (p *person) ask(method, path string, form url.Values) answered {
	p.e.t.Helper()
	r, err := http.NewRequestWithContext(p.e.t.Context(), method, p.e.url+strings.TrimPrefix(path, "/"), strings.NewReader(form.Encode()))
	if err != nil {
		p.e.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w, err := p.client.Do(r)
	if err != nil {
		p.e.t.Fatal(err)
	}
	defer w.Body.Close()
	var b strings.Builder
	if _, err := io.Copy(&b, w.Body); err != nil {
		p.e.t.Fatal(err)
	}
	return answered{status: w.StatusCode, to: w.Header.Get("Location"), body: b.String(), setCookies: w.Cookies()}
}

func (p *person) get(path string) answered                { return p.ask(http.MethodGet, path, nil) }
func (p *person) post(path string, f url.Values) answered { return p.ask(http.MethodPost, path, f) }

// expect fails when an answer is another one than said.
func (p *person) expect(what string, a answered, status int, part string) {
	p.e.t.Helper()
	if a.status != status || !strings.Contains(a.body, part) && !strings.Contains(a.to, part) {
		p.e.t.Errorf("%s: status %d to %q, want %d with %q:\n%.600s", what, a.status, a.to, status, part, a.body)
	}
}

var passLink = regexp.MustCompile(`/pass/[A-Z2-7]+`)

// owner comes by the first link.
func (e *entry) owner() *person {
	e.t.Helper()
	code, err := e.people.FirstOwner(e.t.Context())
	if err != nil {
		e.t.Fatal(err)
	}
	p := e.somebody()
	p.expect("the first link", p.post("/pass/"+code, url.Values{
		"email": {"ada@example.com"}, "name": {"Ada Byron"}, "account": {"Acme"}, "password": {goodPassword}, "again": {goodPassword},
	}), http.StatusSeeOther, "/")
	return p
}

// guest is invited by somebody and comes by the link.
func (p *person) guest(email string, role tandem.Role) *person {
	p.e.t.Helper()
	a := p.post("/people", url.Values{"email": {email}, "role": {string(role)}})
	p.expect("inviting "+email, a, http.StatusOK, "/pass/")
	g := p.e.somebody()
	link := passLink.FindString(a.body)
	g.expect("the invitation", g.get(link), http.StatusOK, "Acme")
	g.expect("accepting", g.post(link, url.Values{"name": {"Guest"}, "password": {goodPassword}, "again": {goodPassword}}), http.StatusSeeOther, "/")
	return g
}

func TestNobodyGetsInWithoutSigningIn(t *testing.T) {
	eachEntry(t, func(t *testing.T, e *entry) {
		p := e.somebody()
		p.expect("a page", p.get("/runs/7?after=3"), http.StatusSeeOther, "/sign-in?back=%2Fruns%2F7%3Fafter%3D3")
		p.expect("a link that never was", p.get("/pass/AAAA"), http.StatusNotFound, "never existed")
		code, err := e.people.FirstOwner(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		form := url.Values{"email": {"ada@example.com"}, "name": {"Ada"}, "account": {"Acme"}, "password": {"short"}, "again": {"short"}}
		a := p.post("/pass/"+code, form)
		p.expect("a short password", a, http.StatusUnprocessableEntity, "10 to 200 characters")
		if !strings.Contains(a.body, `value="ada@example.com"`) || strings.Contains(a.body, `value="short"`) {
			t.Error("what was typed is lost, or the password sent around")
		}
		form.Set("again", "other")
		p.expect("two passwords", p.post("/pass/"+code, form), http.StatusUnprocessableEntity, "differ")

		owner := e.owner()
		owner.expect("the first page", owner.get("/"), http.StatusOK, "Ada Byron")
		p.expect("the first link again", p.get("/pass/"+code), http.StatusNotFound, "used already")
		p.expect("a wrong password", p.post("/sign-in", url.Values{"email": {"ada@example.com"}, "password": {"wrong"}}), http.StatusUnprocessableEntity, "is wrong")
		p.expect("nobody", p.post("/sign-in", url.Values{"email": {"eve@example.com"}, "password": {"wrong"}}), http.StatusUnprocessableEntity, "is wrong")
		for back, want := range map[string]string{"/runs/7": "/runs/7", "//evil.example": "/", "https://evil.example/": "/", `/\evil.example`: "/"} {
			q := e.somebody()
			a := q.post("/sign-in", url.Values{"email": {"ada@example.com"}, "password": {goodPassword}, "back": {back}})
			if a.status != http.StatusSeeOther || a.to != want {
				t.Errorf("back to %q leads to %q", back, a.to)
			}
			if len(a.setCookies) != 1 || !a.setCookies[0].HttpOnly || a.setCookies[0].SameSite != http.SameSiteLaxMode {
				t.Errorf("cookies %v", a.setCookies)
			}
		}
		owner.expect("signing out", owner.post("/sign-out", nil), http.StatusSeeOther, "/sign-in")
		owner.expect("afterwards", owner.get("/"), http.StatusSeeOther, "/sign-in")
	})
}

func TestPeopleOfAnAccount(t *testing.T) {
	eachEntry(t, func(t *testing.T, e *entry) {
		owner := e.owner()
		admin, agent := owner.guest("adam@example.com", tandem.Administrator), owner.guest("bob@example.com", tandem.Agent)
		owner.expect("no address", owner.post("/people", url.Values{"email": {"bob"}, "role": {"agent"}}), http.StatusUnprocessableEntity, "no e-mail address")
		owner.expect("twice", owner.post("/people", url.Values{"email": {"bob@example.com"}, "role": {"agent"}}), http.StatusUnprocessableEntity, "belongs to the account")
		agent.expect("an agent's look", agent.get("/people"), http.StatusForbidden, "")
		admin.expect("an administrator makes an owner", admin.post("/people", url.Values{"email": {"eve@example.com"}, "role": {"owner"}}), http.StatusForbidden, "")

		list := owner.get("/people").body
		who := func(name string) string {
			found := regexp.MustCompile(`href="(/people/\d+)">` + name).FindStringSubmatch(list)
			if found == nil {
				t.Fatalf("%s is not in the list", name)
			}
			return found[1]
		}
		admin.expect("an administrator changes the owner", admin.post(who("Ada Byron"), url.Values{"do": {"role"}, "role": {"agent"}}), http.StatusForbidden, "")
		owner.expect("the last owner", owner.post(who("Ada Byron"), url.Values{"do": {"remove"}}), http.StatusUnprocessableEntity, "needs an owner")
		owner.expect("nobody", owner.get("/people/999"), http.StatusNotFound, "")

		member, err := e.store.PersonByEmail(t.Context(), "bob@example.com")
		if err != nil {
			t.Fatal(err)
		}
		a := admin.post(personURL(member.ID), url.Values{"do": {"reset"}})
		admin.expect("a link for a new password", a, http.StatusOK, "/pass/")
		agent.expect("setting it", agent.post(passLink.FindString(a.body), url.Values{"password": {"another password"}, "again": {"another password"}}), http.StatusSeeOther, "/")
		admin.expect("another role", admin.post(personURL(member.ID), url.Values{"do": {"role"}, "role": {"read_only"}}), http.StatusSeeOther, "/people")
		agent.expect("starting a sync, read only", agent.post("/syncs/erp/start", nil), http.StatusForbidden, "")
		admin.expect("sending away", admin.post(personURL(member.ID), url.Values{"do": {"remove"}}), http.StatusSeeOther, "/people")
		agent.expect("afterwards", agent.get("/"), http.StatusSeeOther, "/accounts")

		owner.expect("the log", owner.get("/audit?action=role_changed"), http.StatusOK, "agent -&gt; read_only")
		csv := owner.get("/audit.csv").body
		for _, want := range []string{"person_invited", "sign_in", "password_set", "role_changed", "person_removed"} {
			if !strings.Contains(csv, want) {
				t.Errorf("the file lacks %s", want)
			}
		}
		agent.expect("the log for who left", agent.get("/audit"), http.StatusSeeOther, "/accounts")
	})
}

func TestTokensOfAnAccount(t *testing.T) {
	eachEntry(t, func(t *testing.T, e *entry) {
		owner := e.owner()
		a := owner.post("/tokens", url.Values{"name": {"portal"}, "role": {"agent"}, "days": {"30"}})
		owner.expect("a token", a, http.StatusOK, "tandem_")
		token := regexp.MustCompile(`tandem_[A-Z2-7]{26}`).FindString(a.body)
		if found, err := e.people.Token(t.Context(), token); err != nil || found.Role != tandem.Agent || found.Expires.IsZero() {
			t.Errorf("token %+v, %v", found, err)
		}
		if body := owner.get("/tokens").body; strings.Contains(body, token) || !strings.Contains(body, "portal") {
			t.Error("the token is shown again, or not listed")
		}
		owner.expect("no name", owner.post("/tokens", url.Values{"role": {"agent"}}), http.StatusUnprocessableEntity, "what the token is for")
		owner.expect("revoking", owner.post("/tokens/revoke", url.Values{"name": {"portal"}}), http.StatusSeeOther, "/tokens")
		if _, err := e.people.Token(t.Context(), token); tandem.CodeOf(err) != tandem.Denied {
			t.Errorf("a revoked token: %v", err)
		}
	})
}

func TestProfile(t *testing.T) {
	eachEntry(t, func(t *testing.T, e *entry) {
		owner := e.owner()
		owner.expect("a zone that is none", owner.post("/profile", url.Values{"name": {"Ada"}, "zone": {"Moon/Tranquility"}}), http.StatusUnprocessableEntity, "time zone")
		owner.expect("saving", owner.post("/profile", url.Values{"name": {"Ada Lovelace"}, "zone": {"Europe/Prague"}, "language": {"de"}}), http.StatusSeeOther, "/profile")
		owner.expect("afterwards", owner.get("/profile"), http.StatusOK, "Ada Lovelace")
		f := url.Values{"old": {"wrong"}, "password": {"another password"}, "again": {"another password"}}
		owner.expect("a wrong password", owner.post("/profile/password", f), http.StatusUnprocessableEntity, "password is wrong")
		f.Set("old", goodPassword)
		owner.expect("a new one", owner.post("/profile/password", f), http.StatusSeeOther, "/profile")
		owner.expect("still in", owner.get("/profile"), http.StatusOK, "Ada Lovelace")
		other := e.somebody()
		other.expect("elsewhere", other.post("/sign-in", url.Values{"email": {"ada@example.com"}, "password": {"another password"}}), http.StatusSeeOther, "/")
		name := regexp.MustCompile(`name="session" value="([0-9a-f]+)"`).FindStringSubmatch(owner.get("/profile").body)
		if name == nil {
			t.Fatal("the other session is not listed")
		}
		owner.expect("ending it", owner.post("/profile/sessions", url.Values{"session": {name[1]}}), http.StatusSeeOther, "/profile")
		other.expect("afterwards", other.get("/"), http.StatusSeeOther, "/sign-in")
		a := owner.get("/profile/two-step")
		sealed := regexp.MustCompile(`name="sealed" value="([^"]+)"`).FindStringSubmatch(a.body)
		if sealed == nil {
			t.Fatalf("no secret: %s", a.body)
		}
		owner.expect("a wrong code", owner.post("/profile/two-step", url.Values{"sealed": {sealed[1]}, "code": {"000000"}}), http.StatusUnprocessableEntity, "code is wrong")
	})
}

func TestRightsOnFields(t *testing.T) {
	eachEntry(t, func(t *testing.T, e *entry) {
		owner := e.owner()
		admin := owner.guest("adam@example.com", tandem.Administrator)
		admin.expect("an administrator's rules", admin.get("/roles"), http.StatusForbidden, "")
		owner.expect("the grid", owner.get("/roles?object=quote_line"), http.StatusOK, `name="agent.discount"`)
		owner.expect("no such object", owner.get("/roles?object=moon"), http.StatusNotFound, "")
		f := url.Values{"object": {"customer"}, "agent.credit_limit": {"hidden"}, "agent.name": {"write"}, "administrator.notes": {"read"}}
		owner.expect("saving", owner.post("/roles", f), http.StatusSeeOther, "/roles?object=customer")
		account, err := e.store.Account(t.Context(), "Acme")
		if err != nil {
			t.Fatal(err)
		}
		rules, err := e.people.Access(t.Context(), account.ID)
		if err != nil || rules.Level(tandem.Agent, "customer", "credit_limit") != tandem.Hidden || rules.Level(tandem.Administrator, "customer", "notes") != tandem.MayRead {
			t.Errorf("the rules are not in force: %v", err)
		}
		owner.expect("the account", owner.post("/account", url.Values{"name": {"Acme Ltd"}}), http.StatusSeeOther, "/account")
		admin.expect("its new name", admin.get("/account"), http.StatusOK, "Acme Ltd")
		owner.expect("no name", owner.post("/account", url.Values{"name": {" "}}), http.StatusUnprocessableEntity, "cannot name an account")
		if log := owner.get("/audit.csv").body; !strings.Contains(log, "field_rights_changed") || !strings.Contains(log, "account_changed") {
			t.Errorf("log: %s", log)
		}
	})
}

// A new owner's first minute, as they see it.
func TestTheOwnersLinkInABrowser(t *testing.T) {
	ctx := browser(t)
	e := newEntry(t, store.Options{Dir: t.TempDir()})
	code, err := e.people.FirstOwner(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = chromedp.Do(ctx,
		chromedp.Navigate(e.url+"pass/"+code),
		chromedp.SendKeys(`input[name=email]`, "ada@example.com"), chromedp.SendKeys(`input[name=name]`, "Ada Byron"),
		chromedp.SendKeys(`input[name=account]`, "Acme"), chromedp.SendKeys(`input[name=password]`, goodPassword),
		chromedp.SendKeys(`input[name=again]`, goodPassword), chromedp.Click(`main button.primary`),
		chromedp.WaitVisible(`button.person`),
	)
	if err != nil {
		t.Fatal(err)
	}
	if members, err := e.store.Memberships(t.Context(), 1); err != nil || len(members) != 1 || members[0].Account.Name != "Acme" {
		t.Errorf("members %v, %v", members, err)
	}
}
