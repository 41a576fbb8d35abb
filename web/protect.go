package web

import (
	"net/http"
	"runtime/debug"

	"tandem"
)

// maxForm is far more than any form of ours has.
const maxForm = 64 << 10

// contentPolicy allows what comes from this server as a file, and nothing
// written into a page: a name that holds a script stays a name.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// protect wraps everything: headers that tell the browser to be strict, no
// writes from other origins, and an error page where something panics.
func (s *site) protect(next http.Handler) http.Handler {
	origins := http.NewCrossOriginProtection()
	origins.SetDenyHandler(s.page(anyone, func(http.ResponseWriter, *http.Request, *page) error {
		return tandem.Errorf(tandem.Forbidden, "this form was sent from another site").WithHint("Open the page here and try again")
	}))
	next = origins.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		strict(w.Header())
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		defer s.recovered(w, r)
		next.ServeHTTP(w, r)
	})
}

func strict(h http.Header) {
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Frame-Options", "DENY") // for browsers that do not know frame-ancestors
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
}

// recovered turns a panic into an error page; what follows a half-written one is cut off.
func (s *site) recovered(w http.ResponseWriter, r *http.Request) {
	switch v := recover(); v {
	case nil:
	case http.ErrAbortHandler:
		panic(v)
	default:
		s.Log.ErrorContext(r.Context(), "page panicked", "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
		s.fail(w, r, s.blank(r, nil), tandem.Errorf(tandem.Internal, "panic: %v", v))
	}
}
