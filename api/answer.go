package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"net/http"
	"net/textproto"
	"strings"
	"time"

	"tandem"
)

// keyHeader is where a program names a request that it may send again.
const keyHeader = "Idempotency-Key"

const (
	longestKey = 255
	underWay   = time.Minute // after which a request that has no answer yet has lost it
)

// once carries out a request that changes something. One with a key is carried
// out once: whoever sends it again gets the same answer, and another request
// under the same key is refused.
func (s *server) once(w *reply, r *http.Request, handle func(http.ResponseWriter, *http.Request)) error {
	key := r.Header.Get(keyHeader)
	if key == "" {
		handle(w, r)
		return nil
	}
	if len(key) > longestKey || !tandem.IsText(key) {
		return tandem.Errorf(tandem.Usage, "the key is longer than %d octets, or no text", longestKey).At(keyHeader)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	account, actor := w.caller.Account.ID, w.caller.Actor.Name
	asked := requestSum(r, body)
	kept, err := s.Answers.ReserveAnswer(r.Context(), account, actor, key, asked)
	if err != nil {
		return err
	}
	if kept != nil {
		return s.repeat(w, kept, asked)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := &recorder{reply: w}
	handle(&reply{ResponseWriter: answer, caller: w.caller}, r)
	return s.keep(r, account, actor, key, answer)
}

// requestSum tells one request from others.
func requestSum(r *http.Request, body []byte) []byte {
	h := sha256.New()
	for _, part := range []string{r.Method, r.URL.Path, r.URL.RawQuery, r.Header.Get("If-Match")} {
		h.Write([]byte(part + "\x00"))
	}
	h.Write(body)
	return h.Sum(nil)
}

// repeat gives the answer again that a request got.
func (s *server) repeat(w http.ResponseWriter, kept *tandem.Answer, asked []byte) error {
	switch {
	case !bytes.Equal(kept.Request, asked):
		return tandem.Errorf(tandem.Invalid, "this key was used for another request").At(keyHeader).WithHint("a new request takes a new key")
	case kept.Status == 0 && s.Clock().Sub(kept.At) < underWay:
		return tandem.Errorf(tandem.Busy, "this request is under way").At(keyHeader).WithHint("try again in a moment")
	case kept.Status == 0:
		return tandem.Errorf(tandem.InDoubt, "the answer to this request was lost").At(keyHeader).WithHint("look whether it took effect before you send it under a new key")
	}
	for line := range strings.Lines(kept.Headers) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			w.Header().Set(name, value)
		}
	}
	w.Header().Set("Idempotency-Replayed", "true")
	w.WriteHeader(kept.Status)
	_, _ = w.Write(kept.Body) //nolint:gosec // G705: it is JSON, as its type says
	return nil
}

// keep stores the answer. A request that was refused because of something that
// passes did nothing and may be sent again; where it is not known what an error
// of ours left behind, the answer stays lost.
func (s *server) keep(r *http.Request, account int64, actor, key string, answer *recorder) error {
	ctx := context.WithoutCancel(r.Context()) // whoever asked may be gone by now
	switch answer.status {
	case http.StatusTooManyRequests, http.StatusLocked, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusInsufficientStorage:
		return s.Answers.DropAnswer(ctx, account, actor, key)
	case http.StatusInternalServerError:
		return nil
	}
	var headers strings.Builder
	for _, name := range []string{"Content-Type", "Etag", "Location"} {
		if value := answer.Header().Get(name); value != "" {
			headers.WriteString(textproto.CanonicalMIMEHeaderKey(name) + ": " + value + "\n")
		}
	}
	err := s.Answers.KeepAnswer(ctx, account, actor, key, &tandem.Answer{Status: answer.status, Headers: headers.String(), Body: answer.body.Bytes()})
	if err != nil {
		s.Log.WarnContext(ctx, "an answer was not kept", "error", err) // it was given already
	}
	return nil
}

// recorder gives an answer and remembers it.
type recorder struct {
	*reply

	status int
	body   bytes.Buffer
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.reply.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	r.body.Write(p)
	return r.reply.Write(p) //nolint:wrapcheck // it stands for the other
}
