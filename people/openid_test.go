package people_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"tandem"
	"tandem/people"
)

// provider stands in for an OpenID provider: discovery, keys, and tokens for the
// codes that it has given out.
type provider struct {
	t      *testing.T
	server *httptest.Server
	key    *rsa.PrivateKey

	mu     sync.Mutex
	logins map[string]login // by code
}

// login is what somebody brought along, and who they are there.
type login struct {
	asked  url.Values
	claims map[string]any
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{t: t, key: key, logins: map[string]login{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("POST /token", p.token)
	p.server = httptest.NewServer(mux)
	t.Cleanup(p.server.Close)
	return p
}

func (p *provider) openID() *people.OpenID {
	return &people.OpenID{Name: "Example", Issuer: p.server.URL, Client: "tandem", Secret: "client secret", Redirect: "https://crm.example.com/sign-in/openid/back"}
}

func (p *provider) discovery(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{
		"issuer": p.server.URL, "authorization_endpoint": p.server.URL + "/authorize", "token_endpoint": p.server.URL + "/token",
		"jwks_uri": p.server.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

func (p *provider) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
}

// token answers only who holds the client's secret and what the code's challenge was made of.
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	l, ok := p.logins[r.PostFormValue("code")]
	delete(p.logins, r.PostFormValue("code"))
	p.mu.Unlock()
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	if !ok || l.asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) || l.asked.Get("code_challenge_method") != "S256" ||
		id != "tandem" || secret != url.QueryEscape("client secret") {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	answer(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": p.sign(l.claims)})
}

func (p *provider) sign(claims map[string]any) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: p.key, KeyID: "k"}}, nil)
	if err != nil {
		p.t.Error(err)
		return ""
	}
	body, err := json.Marshal(claims)
	if err != nil {
		p.t.Error(err)
	}
	signed, err := signer.Sign(body)
	if err != nil {
		p.t.Error(err)
		return ""
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		p.t.Error(err)
	}
	return text
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// login signs somebody in there, and returns what our address is called with.
func (p *provider) login(address string, claims map[string]any) (state, code string) {
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, p.server.URL+"/authorize?") {
		p.t.Fatalf("sent to %s, %v", address, err)
	}
	asked := u.Query()
	all := map[string]any{
		"iss": p.server.URL, "aud": "tandem", "exp": time.Now().Add(time.Hour).Unix(), "iat": time.Now().Unix(), "nonce": asked.Get("nonce"),
	}
	maps.Copy(all, claims)
	p.mu.Lock()
	defer p.mu.Unlock()
	code = rand.Text()
	p.logins[code] = login{asked: asked, claims: all}
	return asked.Get("state"), code
}

// goThere is the whole way there and back.
func (w *world) goThere(p *provider, claims map[string]any) (*people.SignedIn, error) {
	w.t.Helper()
	address, cookie, err := w.GoToProvider(w.t.Context(), "/runs/7")
	w.must(err)
	state, code := p.login(address, claims)
	in, back, err := w.BackFromProvider(w.t.Context(), cookie, state, code, desk)
	if err == nil && back != "/runs/7" {
		w.t.Errorf("back to %q", back)
	}
	return in, err
}

func TestOpenID(t *testing.T) {
	p := newProvider(t)
	w := newWorld(t, tempStore(t), p.openID())
	ctx := t.Context()
	ada := w.owner("ada@example.com")
	invitation, err := w.Invite(ctx, ada.By(""), "bob@example.com", "Bob", tandem.Agent)
	w.must(err)

	for name, claims := range map[string]map[string]any{
		"nobody":            {"sub": "1", "email": "nobody@example.com", "email_verified": true},
		"not verified":      {"sub": "2", "email": "bob@example.com", "email_verified": false},
		"no address":        {"sub": "3"},
		"another nonce":     {"sub": "4", "email": "bob@example.com", "email_verified": true, "nonce": "x"},
		"for another":       {"sub": "4", "email": "bob@example.com", "email_verified": true, "aud": "somebody"},
		"ran out":           {"sub": "4", "email": "bob@example.com", "email_verified": true, "exp": time.Now().Add(-time.Hour).Unix()},
		"of another issuer": {"sub": "4", "email": "bob@example.com", "email_verified": true, "iss": "https://evil.example"},
	} {
		_, err := w.goThere(p, claims)
		w.refused(name, err, tandem.Forbidden)
	}

	// Whoever caught the invitation has set a password; it ends when bob comes.
	in, err := w.Redeem(ctx, invitation, people.Choice{Name: "Mallory", Password: password}, nil, desk)
	w.must(err)
	caught := in.Cookie
	in, err = w.goThere(p, map[string]any{"sub": "b", "email": "Bob@example.com", "email_verified": true})
	w.must(err)
	bob := w.visit(in.Cookie)
	if bob.Person.Email != "bob@example.com" || bob.Member == nil || bob.Member.Role != tandem.Agent {
		t.Errorf("visit %+v", bob)
	}
	if v, err := w.Visit(ctx, caught); err != nil || v != nil {
		t.Errorf("a session of before: %v, %v", v, err)
	}
	_, err = w.SignIn(ctx, "bob@example.com", password, desk)
	w.refused("a password of before", err, tandem.Forbidden)

	// From then on it is the subject that counts.
	in, err = w.goThere(p, map[string]any{"sub": "b", "email": "bob@new.example", "email_verified": true})
	w.must(err)
	if v := w.visit(in.Cookie); v.Person.ID != bob.Person.ID {
		t.Errorf("the subject leads to %s", v.Person.Email)
	}
	_, err = w.goThere(p, map[string]any{"sub": "another", "email": "bob@example.com", "email_verified": true})
	w.refused("another subject with his address", err, tandem.Forbidden)
	if log := w.actions(ada.Member.Account.ID); !strings.HasSuffix(log, "sign_in sign_in_failed sign_in") {
		t.Errorf("log: %s", log)
	}
}

// A way back that was not begun in that browser leads nowhere.
func TestOpenIDErrands(t *testing.T) {
	p := newProvider(t)
	w := newWorld(t, tempStore(t), p.openID())
	ctx := t.Context()
	w.owner("ada@example.com")
	claims := map[string]any{"sub": "a", "email": "ada@example.com", "email_verified": true}
	mine, myCookie, err := w.GoToProvider(ctx, "/")
	w.must(err)
	theirs, theirCookie, err := w.GoToProvider(ctx, "/")
	w.must(err)
	state, code := p.login(theirs, claims)
	myState, _ := p.login(mine, claims)
	for name, test := range map[string]struct{ cookie, state string }{
		"another's cookie": {myCookie, state}, "another's state": {theirCookie, myState}, "no cookie": {"", state}, "no state": {theirCookie, ""},
		"my cookie and state with their code": {myCookie, myState},
	} {
		_, _, err := w.BackFromProvider(ctx, test.cookie, test.state, code, desk)
		w.refused(name, err, tandem.Forbidden)
	}
	state, code = p.login(theirs, claims)
	w.pass(11 * time.Minute)
	_, _, err = w.BackFromProvider(ctx, theirCookie, state, code, desk)
	w.refused("too late", err, tandem.Forbidden)

	none := newWorld(t, tempStore(t), nil)
	_, _, err = none.GoToProvider(ctx, "/")
	none.refused("without a provider", err, tandem.NotFound)
}
