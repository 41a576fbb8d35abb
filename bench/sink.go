package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// sink is a receiver in a process of its own: it counts, hangs, is dead and comes back.
type sink struct {
	address string // ends with a slash
	server  *http.Server
	alive   atomic.Bool

	mu    sync.Mutex
	seen  map[string]int
	calls int
	plain int // that were no message
}

func newSink() (*sink, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it listens at once
	if err != nil {
		return nil, err
	}
	s := &sink{address: "http://" + listener.Addr().String() + "/", seen: map[string]int{}}
	s.server = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.server.Serve(listener) }()
	return s, nil
}

func (s *sink) close() error { return s.server.Close() }

func (s *sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasSuffix(r.URL.Path, "hang"):
		<-r.Context().Done()
		return
	case strings.HasSuffix(r.URL.Path, "revive"):
		s.alive.Store(true)
		return
	case strings.HasSuffix(r.URL.Path, "dead") && !s.alive.Load():
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	_, _ = io.Copy(io.Discard, r.Body)
	id := r.Header.Get("Webhook-Id")
	if id == "" {
		id = r.URL.RawQuery
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if id == "" {
		s.plain++
		return
	}
	s.seen[id]++
}

// forget begins anew.
func (s *sink) forget() {
	s.alive.Store(false)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen, s.calls, s.plain = map[string]int{}, 0, 0
}

// complete checks that so many messages came, each once.
func (s *sink) complete(messages, plain int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.seen) != messages || s.calls != messages+plain || s.plain != plain {
		return fmt.Errorf("%d messages in %d calls, %d of them without one, instead of %d", len(s.seen), s.calls, s.plain, messages+plain)
	}
	return nil
}
