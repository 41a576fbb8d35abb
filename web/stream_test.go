package web

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"tandem"
	"tandem/setup"
)

// listener is a browser that only notes what it is sent.
type listener struct {
	header http.Header
	text   strings.Builder
}

func (l *listener) Header() http.Header         { return l.header }
func (l *listener) Write(b []byte) (int, error) { return l.text.Write(b) }
func (l *listener) WriteHeader(int)             {}
func (l *listener) Flush()                      {}

func (l *listener) shows() int { return strings.Count(l.text.String(), "event: show\n") }

// listen opens a stream and returns when it ends, or after a while.
func listen(t *testing.T, h http.Handler, path string, until time.Duration) *listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), until)
	defer cancel()
	l := &listener{header: http.Header{}}
	h.ServeHTTP(l, httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil))
	return l
}

func TestStreamFollowsARunToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.add(tandem.Run{Sync: "erp", State: tandem.Running, Wanted: tandem.Running, Started: time.Now(), Points: []tandem.PointProgress{{Name: "customers", Phase: "theirs", Expected: 40}}})
		go func() {
			for range 40 {
				time.Sleep(100 * time.Millisecond)
				f.change(1, func(r *tandem.Run) { r.Points[0].Counts[tandem.Created]++ })
			}
			f.change(1, func(r *tandem.Run) {
				r.State, r.Ended, r.Points[0].Phase = tandem.Done, time.Now(), "done"
			})
		}()
		begun := time.Now()
		l := listen(t, f.handler(Options{}), "/runs/1/events", time.Minute)
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("the stream ended after %v, want 4.25 s", took)
		}
		if n := l.shows(); n < 15 || n > 18 {
			t.Errorf("%d pictures in 4 s, want four a second", n)
		}
		if !strings.HasSuffix(l.text.String(), "event: end\ndata:\n\n") {
			t.Error("the stream does not say that it is over")
		}
		for _, want := range []string{"10/s", "Done"} {
			if !strings.Contains(l.text.String(), want) {
				t.Errorf("no picture shows %q", want)
			}
		}
		if got := l.header.Get("Content-Type"); got != "text/event-stream; charset=utf-8" {
			t.Errorf("content type %s", got)
		}
	})
}

// While nothing happens little is asked and nothing is sent but a sign of life.
func TestStreamIsQuietWhileNothingHappens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.add(tandem.Run{Sync: "erp", State: tandem.Paused, Wanted: tandem.Paused, Started: time.Now().Add(-48 * time.Hour)})
		l := listen(t, f.handler(Options{}), "/runs/1/events", 61*time.Second)
		if l.shows() != 1 {
			t.Errorf("%d pictures of a run that stands still", l.shows())
		}
		if n := strings.Count(l.text.String(), ": still here"); n != 3 && n != 4 {
			t.Errorf("%d signs of life in a minute", n)
		}
		if f.looks > 35 {
			t.Errorf("the run was read %d times in a minute", f.looks)
		}
	})
}

// The overview notices by itself that a schedule has started something.
func TestOverviewNoticesARun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.syncs = []Sync{{Name: "erp", State: setup.Enabled}}
		time.AfterFunc(20*time.Second, func() {
			f.add(tandem.Run{Sync: "erp", Kind: tandem.Incremental, State: tandem.Running, Started: time.Now()})
		})
		l := listen(t, f.handler(Options{}), "/events", 30*time.Second)
		if !strings.Contains(l.text.String(), "Running") {
			t.Error("the run is not shown")
		}
	})
}

// A name cannot end an event or begin another one.
func TestStreamIsNotBrokenByNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.add(tandem.Run{Sync: "a\n\nevent: end\rdata: x\r\n\r\n", State: tandem.Paused, Started: time.Now()})
		l := listen(t, f.handler(Options{}), "/runs/1/events", time.Second)
		if strings.Contains(l.text.String(), "\r") || strings.Contains(l.text.String(), "\nevent: end") {
			t.Errorf("the stream holds %q", l.text.String())
		}
	})
}

// A browser that leaves takes everything with it.
func TestStreamEndsWithTheBrowser(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent()) // other tests may have started a database
	f := demo(time.Now())
	server := httptest.NewServer(f.handler(Options{}))
	defer server.Close()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	for _, path := range []string{"/runs/7/events", "/runs/8/events", "/events"} {
		ctx, leave := context.WithCancel(t.Context())
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		w, err := transport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(w.Body).ReadString('\n'); err != nil || line != "event: show\n" {
			t.Errorf("%s begins with %q (%v)", path, line, err)
		}
		leave()
		w.Body.Close()
	}
}
