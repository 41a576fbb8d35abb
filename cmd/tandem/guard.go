package main

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"

	"tandem"
)

// tokens tells whose token a program brings.
type tokens interface {
	Token(ctx context.Context, hash []byte) (*tandem.Token, error)
}

// guard decides who may see pages. On the loopback address whoever can use this
// machine may; elsewhere it takes a token, or the sign-in that the server's own
// terminal shows once.
type guard struct {
	tokens tokens
	open   bool   // on loopback
	code   string // of the link that signs in; "" = used up or not needed

	mu       sync.Mutex
	sessions map[string]bool
}

func newGuard(t tokens, addr net.Addr) *guard {
	g := &guard{tokens: t, sessions: map[string]bool{}}
	if at, err := netip.ParseAddrPort(addr.String()); err == nil && at.Addr().IsLoopback() {
		g.open = true
		return g
	}
	g.code = rand.Text()
	return g
}

const sessionCookie = "tandem_session"

// wrap lets requests through that may see pages.
func (g *guard) wrap(next http.Handler, refuse func(http.ResponseWriter, *http.Request, *tandem.Error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case g.open && !isLoopbackHost(r.Host):
			// A page elsewhere may let its own name point here; the name gives it away.
			refuse(w, r, tandem.Errorf(tandem.Forbidden, "this server answers to its loopback address only").WithHint("serve --listen takes an address others can reach"))
		case r.URL.Path == "/sign-in":
			g.signIn(w, r, refuse)
		case g.may(r):
			next.ServeHTTP(w, r)
		default:
			refuse(w, r, tandem.Errorf(tandem.Forbidden, "sign in first").WithHint("the server's terminal shows a link that signs in; programs send a token"))
		}
	})
}

func isLoopbackHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.Trim(name, "[]")
	if name == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.IsLoopback()
}

func (g *guard) may(r *http.Request) bool {
	if g.open {
		return true
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		_, err := g.tokens.Token(r.Context(), tokenHash(token))
		return err == nil
	}
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.sessions[cookie.Value]
}

// signIn trades the code of the link for a session, once.
func (g *guard) signIn(w http.ResponseWriter, r *http.Request, refuse func(http.ResponseWriter, *http.Request, *tandem.Error)) {
	code := r.URL.Query().Get("code")
	g.mu.Lock()
	good := g.code != "" && subtle.ConstantTimeCompare([]byte(code), []byte(g.code)) == 1
	session := rand.Text()
	if good {
		g.code = ""
		g.sessions[session] = true
	}
	g.mu.Unlock()
	if !good {
		refuse(w, r, tandem.Errorf(tandem.Forbidden, "this link was used already or never existed").WithHint("start the server again for a new one"))
		return
	}
	//nolint:gosec // G124: without TLS in front a Secure cookie would never come back
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: session, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
