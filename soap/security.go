package soap

import (
	"crypto/sha1" //nolint:gosec // WS-Security's password digest is SHA-1
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"strings"
	"sync"
	"time"

	"tandem/soap/lexical"
	"tandem/soap/xmltree"
)

const (
	passwordText   = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText"   //nolint:gosec // a name
	passwordDigest = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest" //nolint:gosec // a name
	base64Binary   = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
)

// Security is the name of WS-Security's header.
func Security() xmltree.Name { return xmltree.Name{Space: WSSE, Local: "Security"} }

// UsernameToken is a name with a password, or with a proof of knowing it, in
// the security header.
type UsernameToken struct {
	Username string
	Password string // as sent: the password itself, or its digest
	Digest   bool
	Nonce    []byte
	Created  string
}

// UsernameToken returns the token of the security header, nil if there is none.
func (e *Envelope) UsernameToken() (*UsernameToken, error) {
	for _, h := range e.Header {
		if h.Name != Security() {
			continue
		}
		token := h.Find(xmltree.Name{Space: WSSE, Local: "UsernameToken"})
		if token == nil {
			continue
		}
		return readUsernameToken(token)
	}
	return nil, nil //nolint:nilnil // no token is no error, and there is nothing to return
}

func readUsernameToken(e *xmltree.Element) (*UsernameToken, error) {
	password := e.Child("Password")
	t := &UsernameToken{
		Username: strings.TrimSpace(e.Child("Username").Content()),
		Password: password.Content(),
		Created:  strings.TrimSpace(e.Child("Created").Content()),
	}
	if password != nil {
		t.Digest = strings.HasSuffix(password.Attr("Type"), "#PasswordDigest")
	}
	nonce, err := lexical.Binary(e.Child("Nonce").Content())
	if err != nil {
		return nil, errors.New("the nonce of the UsernameToken is no base64")
	}
	t.Nonce = nonce
	return t, nil
}

// Matches says whether the token was made with that password.
func (t *UsernameToken) Matches(password string) bool {
	want := password
	got := t.Password
	if t.Digest {
		want, got = digest(t.Nonce, t.Created, password), strings.TrimSpace(got)
	}
	return subtle.ConstantTimeCompare([]byte(want), []byte(got)) == 1
}

func digest(nonce []byte, created, password string) string {
	sum := sha1.Sum(append(append(append([]byte{}, nonce...), created...), password...)) //nolint:gosec // as above
	return base64.StdEncoding.EncodeToString(sum[:])
}

// NewUsernameToken makes a token; with a nonce its password travels as a digest.
func NewUsernameToken(username, password string, nonce []byte, now time.Time) *UsernameToken {
	t := &UsernameToken{Username: username, Password: password, Created: now.UTC().Format("2006-01-02T15:04:05Z")}
	if nonce != nil {
		t.Digest, t.Nonce, t.Password = true, nonce, digest(nonce, t.Created, password)
	}
	return t
}

// Header makes the security header that carries the token.
func (t *UsernameToken) Header(v Version) *xmltree.Element {
	header := xmltree.New(WSSE, "Security", "")
	header.Attrs = []xmltree.Attr{{Name: xmltree.Name{Space: v.Envelope(), Local: "mustUnderstand"}, Value: "1"}}
	token := header.Add(xmltree.New(WSSE, "UsernameToken", ""))
	token.Add(xmltree.New(WSSE, "Username", t.Username))
	password := token.Add(xmltree.New(WSSE, "Password", t.Password))
	password.Set("Type", passwordText)
	if t.Digest {
		password.Attrs[0].Value = passwordDigest
		nonce := token.Add(xmltree.New(WSSE, "Nonce", base64.StdEncoding.EncodeToString(t.Nonce)))
		nonce.Set("EncodingType", base64Binary)
	}
	token.Add(xmltree.New(WSU, "Created", t.Created))
	return header
}

// Nonces remembers tokens, so that none is taken twice. A digest is good for
// five minutes around its creation.
type Nonces struct {
	mu    sync.Mutex
	seen  map[string]time.Time // until when it matters
	sweep time.Time
}

const nonceLife = 5 * time.Minute

// ErrReplay is returned for a token that is too old, from the future, or used before.
var ErrReplay = errors.New("the UsernameToken has expired, lies in the future or was used before")

// Take accepts a digest token once. Ask only after it Matches: strangers must
// not fill the memory.
func (n *Nonces) Take(t *UsernameToken, now time.Time) error {
	created, err := lexical.Instant(t.Created, time.UTC)
	if err != nil || len(t.Nonce) == 0 || created.Sub(now).Abs() > nonceLife {
		return ErrReplay
	}
	key := t.Username + "\x00" + string(t.Nonce) + "\x00" + t.Created
	n.mu.Lock()
	defer n.mu.Unlock()
	n.forget(now)
	if _, used := n.seen[key]; used {
		return ErrReplay
	}
	n.seen[key] = created.Add(nonceLife)
	return nil
}

func (n *Nonces) forget(now time.Time) {
	if n.seen == nil {
		n.seen = map[string]time.Time{}
	}
	if now.Before(n.sweep) {
		return
	}
	for key, until := range n.seen {
		if now.After(until) {
			delete(n.seen, key)
		}
	}
	n.sweep = now.Add(time.Minute)
}
