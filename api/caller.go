package api

import (
	"context"
	"crypto/sha256"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-chi/httprate"

	"tandem"
	"tandem/routine"
)

// admit tells who sends a request with this credential and which site is theirs.
// What it does not let through it has answered.
func (s *server) admit(w http.ResponseWriter, r *http.Request, c credential) (*routine.Caller, *site, bool) {
	caller, ok := s.identify(w, r, c)
	if !ok {
		return nil, nil, false
	}
	site, err := s.site(r.Context(), caller.Account.ID)
	if err != nil {
		s.fail(w, r, err)
		return nil, nil, false
	}
	return caller, site, true
}

// identify tells whose credential it is, within what one of them may send.
func (s *server) identify(w http.ResponseWriter, r *http.Request, c credential) (*routine.Caller, bool) {
	address := addressOf(r)
	if _, refused, err := s.failures.Status(address); err != nil || refused >= float64(s.Limits.Failures) {
		s.throttled(w, r, "too many secrets were refused from this address")
		return nil, false
	}
	caller, err := s.caller(r.Context(), c)
	if err != nil {
		if code := tandem.CodeOf(err); code == tandem.Denied {
			s.failures.OnLimit(discard{}, r, address)
			w.Header().Set("WWW-Authenticate", `Basic realm="tandem", charset="UTF-8"`)
			w.Header().Add("WWW-Authenticate", `Bearer realm="tandem"`)
		}
		s.fail(w, r, err)
		return nil, false
	}
	if s.requests != nil && s.requests.OnLimit(w, r, caller.Account.Name+"/"+caller.Actor.Name) {
		s.throttled(w, r, "too many requests")
		return nil, false
	}
	return caller, true
}

// throttled answers that it is enough for this minute.
func (s *server) throttled(w http.ResponseWriter, r *http.Request, why string) {
	e := tandem.Errorf(tandem.Throttled, "%s", why).WithHint("wait a minute")
	e.Until = s.Clock().Add(time.Minute)
	s.fail(w, r, e)
}

// addressOf is where a request comes from, as far as it counts for limits.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return httprate.CanonicalizeIP(host)
}

// credential is what a caller brings.
type credential struct{ user, secret string }

// credentials reads a bearer token, or a name with a token as its password.
func credentials(r *http.Request) credential {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return credential{secret: strings.TrimSpace(token)}
	}
	user, secret, _ := r.BasicAuth()
	return credential{user, secret}
}

// known remembers for a moment whose a secret is: looking it up costs more than
// reading a record does.
type known struct {
	mu      sync.Mutex
	callers map[[sha256.Size]byte]knownCaller
}

type knownCaller struct {
	caller *routine.Caller
	until  time.Time
}

// mostKnown bounds how many are remembered.
const mostKnown = 10_000

func (s *server) caller(ctx context.Context, c credential) (*routine.Caller, error) {
	if c.secret == "" {
		return nil, tandem.Errorf(tandem.Denied, "who are you?").WithHint("send a token: Authorization: Bearer ...; tandem token create makes one")
	}
	sum, now := sha256.Sum256([]byte(c.user+"\x00"+c.secret)), s.Clock()
	s.known.mu.Lock()
	found, ok := s.known.callers[sum]
	s.known.mu.Unlock()
	if ok && now.Before(found.until) {
		return found.caller, nil
	}
	caller, err := s.Callers.Caller(ctx, c.user, c.secret)
	if err != nil {
		return nil, err
	}
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	if s.known.callers == nil || len(s.known.callers) >= mostKnown {
		s.known.callers = map[[sha256.Size]byte]knownCaller{}
	}
	s.known.callers[sum] = knownCaller{caller, now.Add(callerKept)}
	return caller, nil
}

// discard is an answer that nobody gets: counting needs one.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}
