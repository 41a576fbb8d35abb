package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/a-h/templ"
)

// How a stream of updates behaves.
const (
	heartbeat  = 15 * time.Second // so that proxies keep a quiet one open
	writeLimit = 10 * time.Second // a browser that takes longer for one update is gone
)

// frame makes the next picture of a page and says when to look again; 0 = this was the last.
type frame func(ctx context.Context) (picture templ.Component, wait time.Duration, err error)

// stream sends a page's moving part as server-sent events whenever it looks
// different, until the last picture or until the browser leaves. It runs in the
// request's own goroutine and starts none.
func (s *site) stream(w http.ResponseWriter, r *http.Request, next frame) error {
	e := events{w: w, control: http.NewResponseController(w)}
	picture, wait, err := next(r.Context())
	if err != nil {
		return err // nothing is written yet: an ordinary error page
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no")
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		if err := e.show(r.Context(), picture, s.Clock()); err != nil {
			break // the browser left
		}
		if wait == 0 {
			e.send("event: end\ndata:\n\n") //nolint:errcheck // it was the last thing to say
			break
		}
		timer.Reset(wait)
		select {
		case <-r.Context().Done():
			return nil
		case <-timer.C:
		}
		if picture, wait, err = next(r.Context()); err != nil {
			s.quit(r, err)
			break
		}
	}
	return nil
}

// quit notes why a stream ends early. The browser comes back by itself and then sees the error page.
func (s *site) quit(r *http.Request, err error) {
	if r.Context().Err() == nil {
		s.Log.WarnContext(r.Context(), "page updates stopped", "path", r.URL.Path, "error", err)
	}
}

// events writes server-sent events.
type events struct {
	w       io.Writer
	control *http.ResponseController
	last    []byte
	sent    time.Time
}

// show sends a picture unless it is the one that is shown already.
func (e *events) show(ctx context.Context, picture templ.Component, now time.Time) error {
	var b bytes.Buffer
	if err := picture.Render(ctx, &b); err != nil {
		return err
	}
	if bytes.Equal(b.Bytes(), e.last) {
		if now.Sub(e.sent) < heartbeat {
			return nil
		}
		e.sent = now
		return e.send(": still here\n\n")
	}
	e.last, e.sent = b.Bytes(), now
	return e.send("event: show\ndata: " + string(bytes.ReplaceAll(oneLine(e.last), []byte("\n"), []byte("\ndata: "))) + "\n\n")
}

// oneLine leaves \n as the only end of a line: a \r in a name would end an event's line too.
func oneLine(html []byte) []byte { return bytes.ReplaceAll(html, []byte("\r"), []byte("&#13;")) }

func (e *events) send(text string) error {
	// Not every writer has deadlines; without one the server's own limits hold.
	e.control.SetWriteDeadline(time.Now().Add(writeLimit)) //nolint:errcheck // see above
	if _, err := io.WriteString(e.w, text); err != nil {
		return err
	}
	return e.control.Flush()
}
