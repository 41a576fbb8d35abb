package web

import (
	"net"
	"net/http"

	"tandem/people"
)

// isSecure reports whether somebody asks by TLS: of us, or of a proxy whose word
// the server takes, which then stands in the address.
func isSecure(r *http.Request) bool { return r.TLS != nil || r.URL.Scheme == "https" }

// sessionCookie is what the cookie of a session is called. By TLS the name makes
// browsers refuse one that another host, or a page without TLS, has set.
func sessionCookie(r *http.Request) string {
	if isSecure(r) {
		return "__Host-tandem_session"
	}
	return "tandem_session"
}

// SessionCookie is the cookie that somebody brings; "" when they bring none.
func SessionCookie(r *http.Request) string { return readCookie(r, sessionCookie(r)) }

func readCookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// setSession gives a browser the cookie of a session, until it is closed for good:
// how long it is worth something, the store knows.
func setSession(w http.ResponseWriter, r *http.Request, cookie string) {
	http.SetCookie(w, secretCookie(r, sessionCookie(r), cookie))
}

func dropSession(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, secretCookie(r, sessionCookie(r), ""))
}

// secretCookie is a cookie that no script sees and no other site sends along with a
// form. Links from elsewhere, out of a mail for instance, find their reader signed in.
// Without a value it is forgotten.
func secretCookie(r *http.Request, name, value string) *http.Cookie {
	age := 0 // as long as the browser is open
	if value == "" {
		age = -1
	}
	return &http.Cookie{ //nolint:gosec // G124: without TLS a Secure cookie would never come back
		Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: isSecure(r), MaxAge: age,
	}
}

// device is what somebody sits at.
func device(r *http.Request) people.Device {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return people.Device{Address: host, Agent: r.UserAgent()}
}
