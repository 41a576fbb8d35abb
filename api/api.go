package api

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/go-chi/httprate"

	"tandem"
	"tandem/routine"
)

// Options are what the API is made from. Only Limits, Log and Clock may be left out.
type Options struct {
	Records  Records
	Writer   Writer
	Runs     Runs
	Answers  Answers
	Callers  Callers
	Routines *routine.Routines
	Limits   Limits
	Version  string // of the program
	Log      *slog.Logger
	Clock    func() time.Time
}

// server answers all requests.
type server struct {
	Options

	known    known
	sites    sites
	requests *httprate.RateLimiter // of one caller; nil = no limit
	failures *httprate.RateLimiter // refused secrets of one address
	upserts  locks
	public   struct { // the site of whoever did not say who they are
		once sync.Once
		site *site
		err  error
	}
}

// New returns the handler of everything below /api/ and of /soap/v1.
func New(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Limits.Body == 0 {
		o.Limits.Body = defaultBody
	}
	if o.Limits.Failures == 0 {
		o.Limits.Failures = defaultFailures
	}
	s := &server{Options: o}
	s.failures = httprate.NewRateLimiter(o.Limits.Failures, time.Minute)
	if o.Limits.Requests > 0 {
		s.requests = httprate.NewRateLimiter(o.Limits.Requests, time.Minute)
	}
	mux := http.NewServeMux()
	mux.Handle("/api/v1/", http.StripPrefix(prefix, http.HandlerFunc(s.serve)))
	mux.Handle("GET /api/v1/docs/", docs())
	mux.Handle("GET /api/v1/docs", http.RedirectHandler("/api/v1/docs/", http.StatusFound))
	mux.HandleFunc("/soap/v1", s.serveSOAP)
	mux.HandleFunc("/", s.nothing)
	return s.protect(mux)
}

// prefix is where the paths of the description begin.
const prefix = "/api/v1"

// protect refuses requests that a page elsewhere has a browser send, and keeps
// what one request breaks from the others.
func (s *server) protect(next http.Handler) http.Handler {
	origins := http.NewCrossOriginProtection()
	origins.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, tandem.Errorf(tandem.Forbidden, "this request was sent by a page of another site"))
	}))
	next = origins.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		defer s.recovered(w, r)
		next.ServeHTTP(w, r)
	})
}

// recovered turns a panic into an answer; what follows half an answer is cut off.
func (s *server) recovered(w http.ResponseWriter, r *http.Request) {
	switch v := recover(); v {
	case nil:
	case http.ErrAbortHandler:
		panic(v)
	default:
		s.Log.ErrorContext(r.Context(), "request panicked", "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
		s.fail(w, r, tandem.Errorf(tandem.Internal, "panic: %v", v))
	}
}

// nothing answers where nothing is.
func (s *server) nothing(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, tandem.Errorf(tandem.NotFound, "there is nothing at %s", r.URL.Path).WithHint("/api/v1/openapi.json lists what there is"))
}

// serve finds out who asks and lets the site of their account answer.
func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	caller, site, ok := s.admit(w, r, credentials(r))
	if !ok {
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.Limits.Body)
	site.mux.ServeHTTP(&reply{ResponseWriter: w, caller: caller}, r)
}

// reply is the answer to a caller.
type reply struct {
	http.ResponseWriter

	caller *routine.Caller
}

// Unwrap gives http.ResponseController what it is about.
func (r *reply) Unwrap() http.ResponseWriter { return r.ResponseWriter }
