package people

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"tandem"
)

// OpenID says which provider may vouch for people.
type OpenID struct {
	Name     string // as the button calls it
	Issuer   string
	Client   string
	Secret   string
	Redirect string // our address that the provider sends people back to
	HTTP     *http.Client

	mu       sync.Mutex
	provider *oidc.Provider
}

// errandFor is how long somebody may take at the provider.
const errandFor = 10 * time.Minute

// errand is what must be the same when somebody comes back. It travels in a
// cookie of theirs, sealed, so that nobody else's way back fits into it.
type errand struct {
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	Back     string    `json:"back"`
	Until    time.Time `json:"until"`
}

const errandPlace = "openid/errand"

// GoToProvider returns where somebody goes to sign in, and what their cookie
// keeps until they are back.
func (p *People) GoToProvider(ctx context.Context, back string) (url, cookie string, err error) {
	config, _, err := p.openID(ctx)
	if err != nil {
		return "", "", err
	}
	e := errand{State: newSecret(), Nonce: newSecret(), Verifier: oauth2.GenerateVerifier(), Back: back, Until: p.Clock().Add(errandFor)}
	text, err := json.Marshal(e)
	if err != nil {
		return "", "", tandem.Errorf(tandem.Internal, "no errand").Because(err)
	}
	if cookie, err = p.Sealer.Seal(string(text), errandPlace); err != nil {
		return "", "", err
	}
	return config.AuthCodeURL(e.State, oidc.Nonce(e.Nonce), oauth2.S256ChallengeOption(e.Verifier)), cookie, nil
}

// BackFromProvider lets in whom the provider vouches for: a person that it vouched
// for before, or one with an address that it says is theirs. It makes no people.
func (p *People) BackFromProvider(ctx context.Context, cookie, state, code string, d Device) (in *SignedIn, back string, err error) {
	e, err := p.openErrand(cookie, state)
	if err != nil {
		return nil, "", err
	}
	claims, err := p.claims(ctx, e, code)
	if err != nil {
		return nil, "", err
	}
	person, err := p.vouched(ctx, claims)
	if err != nil {
		return nil, "", err
	}
	if err := p.Store.AcceptInvitations(ctx, person.ID); err != nil {
		return nil, "", err
	}
	account, err := p.home(ctx, person.ID)
	if err != nil {
		return nil, "", err
	}
	in, err = p.letIn(ctx, person, account, false, p.OpenID.Name, d)
	return in, e.Back, err
}

func (p *People) openErrand(cookie, state string) (*errand, error) {
	strange := tandem.Errorf(tandem.Forbidden, "this sign-in was not begun here, or too long ago").WithHint("begin again")
	text, err := p.Sealer.Open(cookie, errandPlace)
	if err != nil {
		return nil, strange.Because(err)
	}
	var e errand
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return nil, strange.Because(err)
	}
	if e.State != state || p.Clock().After(e.Until) {
		return nil, strange
	}
	return &e, nil
}

// claims are what the provider says of somebody.
type claims struct {
	Subject  string `json:"sub"`
	Email    string `json:"email"`
	Verified bool   `json:"email_verified"`
}

func (p *People) claims(ctx context.Context, e *errand, code string) (*claims, error) {
	config, verifier, err := p.openID(ctx)
	if err != nil {
		return nil, err
	}
	ctx = p.OpenID.client(ctx)
	refused := tandem.Errorf(tandem.Forbidden, "the provider did not vouch for you").WithHint("begin again")
	tokens, err := config.Exchange(ctx, code, oauth2.VerifierOption(e.Verifier))
	if err != nil {
		return nil, refused.Because(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	verified, err := verifier.Verify(ctx, raw)
	if err != nil {
		return nil, refused.Because(err)
	}
	if verified.Nonce != e.Nonce {
		return nil, refused
	}
	var c claims
	if err := verified.Claims(&c); err != nil {
		return nil, refused.Because(err)
	}
	c.Subject = verified.Issuer + "|" + verified.Subject
	return &c, nil
}

// vouched finds the person whom the provider speaks of.
func (p *People) vouched(ctx context.Context, c *claims) (*tandem.Person, error) {
	stranger := tandem.Errorf(tandem.Forbidden, "nobody here has the address that the provider knows you by").
		WithHint("let an administrator invite that address")
	person, err := p.Store.PersonBySubject(ctx, c.Subject)
	if tandem.CodeOf(err) == tandem.NotFound {
		person, err = p.byVerifiedEmail(ctx, c)
	}
	switch {
	case tandem.CodeOf(err) == tandem.NotFound, err == nil && person.Disabled:
		return nil, stranger
	case err != nil:
		return nil, err
	}
	return person, nil
}

// byVerifiedEmail finds a person by an address that the provider has verified,
// and remembers who that is to it. A person knows one such identity. A password
// of before goes: nobody had shown that the address was theirs when it was set, so
// it may be that of whoever handed out, or caught, the invitation.
func (p *People) byVerifiedEmail(ctx context.Context, c *claims) (*tandem.Person, error) {
	missing := tandem.Errorf(tandem.NotFound, "there is no such person")
	email, err := FoldEmail(c.Email)
	if err != nil || !c.Verified {
		return nil, missing
	}
	person, err := p.Store.PersonByEmail(ctx, email)
	if err != nil {
		return nil, err
	}
	if person.Subject != "" {
		return nil, missing
	}
	if person.HasPassword {
		if err := p.Store.SetPassword(ctx, person.ID, "", nil); err != nil {
			return nil, err
		}
	}
	if person.TwoStep {
		if err := p.Store.SetSecret(ctx, person.ID, "", 0, nil); err != nil {
			return nil, err
		}
	}
	person.Subject = c.Subject
	return person, p.Store.SavePerson(ctx, person)
}

// openID asks the provider for its addresses and keys, once it answers.
func (p *People) openID(ctx context.Context) (*oauth2.Config, *oidc.IDTokenVerifier, error) {
	o := p.OpenID
	if o == nil {
		return nil, nil, tandem.Errorf(tandem.NotFound, "no OpenID provider is set up")
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider == nil {
		// What is made here is kept: it must not end with this request.
		provider, err := oidc.NewProvider(o.client(context.WithoutCancel(ctx)), o.Issuer)
		if err != nil {
			return nil, nil, tandem.Errorf(tandem.Unreached, "the OpenID provider does not answer").Because(err)
		}
		o.provider = provider
	}
	config := &oauth2.Config{
		ClientID: o.Client, ClientSecret: o.Secret, RedirectURL: o.Redirect, Endpoint: o.provider.Endpoint(),
		Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}
	return config, o.provider.Verifier(&oidc.Config{ClientID: o.Client}), nil
}

// client makes the library's requests go through our own HTTP client.
func (o *OpenID) client(ctx context.Context) context.Context {
	c := o.HTTP
	if c == nil {
		c = &http.Client{Timeout: 15 * time.Second}
	}
	return oidc.ClientContext(ctx, c)
}
