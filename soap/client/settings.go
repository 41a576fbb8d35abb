package client

import (
	"crypto/rand"
	"net/http"
	"time"

	"tandem/soap/xmltree"
)

// Login is how a name and a password prove who calls.
type Login uint8

// The ways to log in.
const (
	Basic  Login = iota // HTTP's own
	Text                // WS-Security, the password as it is
	Digest              // WS-Security, the password hashed with a nonce
)

// Settings say how a service is called.
type Settings struct {
	HTTP     *http.Client // which must not follow redirects with credentials to anywhere; this package follows none
	Service  string       // "" = the first
	Port     string       // "" = the first that speaks SOAP
	Endpoint string       // "" = the port's own address
	Login    Login
	Username string // "" = nobody
	Password string
	Bearer   string
	Header   http.Header // further headers of each request

	// Addressing sends the headers of WS-Addressing.
	Addressing bool
	// Lenient sends requests that the schema does not allow. Some schemas are
	// wrong, and then the service knows better.
	Lenient bool

	Limits xmltree.Limits   // of an answer; zero = xmltree.MessageLimits
	Now    func() time.Time // nil = time.Now
	Nonce  func() []byte    // nil = 16 random bytes
}

func (s *Settings) complete() {
	if s.HTTP == nil {
		s.HTTP = &http.Client{Timeout: time.Minute}
	}
	// A redirect would send the message, or the credentials, to somebody whom nobody chose.
	still := *s.HTTP
	still.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	s.HTTP = &still
	if s.Limits.Bytes == 0 {
		s.Limits = xmltree.MessageLimits()
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Nonce == nil {
		s.Nonce = func() []byte {
			nonce := make([]byte, 16)
			_, _ = rand.Read(nonce) // it never fails
			return nonce
		}
	}
}
