package main

import (
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// hook is a receiver that keeps what it hears. What is below /broken fails.
type hook struct {
	mu    sync.Mutex
	heard []string
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	h.mu.Lock()
	h.heard = append(h.heard, r.Method+" "+r.RequestURI+" "+string(body))
	h.mu.Unlock()
	if strings.HasPrefix(r.URL.Path, "/broken") {
		w.WriteHeader(http.StatusInternalServerError)
	}
}

type hookKey struct{}

// openHook starts a receiver and names its address in $HOOK: hook 127.0.0.1:0.
func openHook(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hook ADDRESS")
	}
	listener, err := net.Listen("tcp", args[0])
	ts.Check(err)
	h := ts.Value(hookKey{}).(*hook)
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(listener) }()
	ts.Defer(func() { _ = server.Close() })
	ts.Setenv("HOOK", listener.Addr().String())
}

// heardHook waits for a call that fits: heard PATTERN.
func heardHook(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: heard PATTERN")
	}
	pattern, err := regexp.Compile(args[0])
	ts.Check(err)
	h := ts.Value(hookKey{}).(*hook)
	var all string
	for begin := time.Now(); time.Since(begin) < 20*time.Second; time.Sleep(20 * time.Millisecond) {
		h.mu.Lock()
		all = strings.Join(h.heard, "\n")
		h.mu.Unlock()
		if pattern.MatchString(all) {
			return
		}
	}
	ts.Fatalf("nothing that fits %q was heard:\n%s", args[0], all)
}
