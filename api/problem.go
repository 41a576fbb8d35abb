package api

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"

	"tandem"
)

// statuses are the answers that go with the codes of errors.
//
//nolint:gochecknoglobals // a table that nobody changes
var statuses = map[tandem.Code]int{
	tandem.Throttled: http.StatusTooManyRequests,
	tandem.Denied:    http.StatusUnauthorized,
	tandem.Invalid:   http.StatusUnprocessableEntity,
	tandem.NotFound:  http.StatusNotFound,
	tandem.Conflict:  http.StatusConflict,
	tandem.Unreached: http.StatusBadGateway,
	tandem.InDoubt:   http.StatusConflict,
	tandem.Usage:     http.StatusBadRequest,
	tandem.Config:    http.StatusBadRequest,
	tandem.Held:      http.StatusConflict,
	tandem.Busy:      http.StatusLocked,
	tandem.Stale:     http.StatusPreconditionFailed,
	tandem.Schema:    http.StatusConflict,
	tandem.Forbidden: http.StatusForbidden,
	tandem.Cancelled: http.StatusServiceUnavailable,
	tandem.Full:      http.StatusInsufficientStorage,
	tandem.Newer:     http.StatusServiceUnavailable,
	tandem.Internal:  http.StatusInternalServerError,
}

// titles say in a few words what a code is about.
//
//nolint:gochecknoglobals // a table that nobody changes
var titles = map[tandem.Code]string{
	tandem.Throttled: "Too many requests", tandem.Denied: "Not known", tandem.Invalid: "Something in it is wrong", tandem.NotFound: "Not there",
	tandem.Conflict: "Moved meanwhile", tandem.Unreached: "The other side cannot be reached", tandem.InDoubt: "Nobody knows whether it happened",
	tandem.Usage: "The request makes no sense", tandem.Config: "Something in it is wrong", tandem.Held: "Held by a guard", tandem.Busy: "Somebody else is at it",
	tandem.Stale: "Out of date", tandem.Schema: "Their table changed", tandem.Forbidden: "Not allowed", tandem.Cancelled: "Stopped",
	tandem.Full: "No room left", tandem.Newer: "Written by a newer version", tandem.Internal: "A fault of ours",
}

// problem is an error as a program gets it (RFC 9457).
type problem struct {
	status      int
	code        tandem.Code
	message     string
	place, hint string
	id          string // of an internal error, in the log
}

// problemOf makes of an error what may be shown. What is no error of ours is in
// the log alone, under the id that is shown.
func (s *server) problemOf(r *http.Request, err error) *problem {
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &problem{status: http.StatusRequestEntityTooLarge, code: tandem.Usage, message: "the request is longer than " + strconv.FormatInt(tooLarge.Limit, 10) + " octets"}
	}
	e, ok := errors.AsType[*tandem.Error](err)
	if !ok || e.Code == tandem.Internal {
		id := rand.Text()
		s.Log.ErrorContext(r.Context(), "internal error", "id", id, "path", r.URL.Path, "error", err)
		return &problem{status: http.StatusInternalServerError, code: tandem.Internal, message: "something went wrong here; the log says more", id: id}
	}
	status := statuses[e.Code]
	if status == 0 {
		status = http.StatusConflict
	}
	return &problem{status: status, code: e.Code, message: e.Message, place: e.Place, hint: e.Hint}
}

// fail answers with a problem.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := s.problemOf(r, err)
	if e, ok := errors.AsType[*tandem.Error](err); ok && !e.Until.IsZero() {
		seconds := max(1, int(e.Until.Sub(s.Clock()).Seconds()))
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.status)
	_, _ = w.Write(p.append(nil)) //nolint:gosec // G705: it is JSON, as its type says
}

// append writes the problem as JSON.
func (p *problem) append(dst []byte) []byte {
	dst = append(dst, `{"type":`...)
	dst = tandem.AppendJSONText(dst, "urn:tandem:error:"+string(p.code))
	dst = append(dst, `,"title":`...)
	dst = tandem.AppendJSONText(dst, titles[p.code])
	dst = append(dst, `,"status":`...)
	dst = strconv.AppendInt(dst, int64(p.status), 10)
	dst = append(dst, `,"detail":`...)
	dst = tandem.AppendJSONText(dst, p.message)
	dst = append(dst, `,"code":`...)
	dst = tandem.AppendJSONText(dst, string(p.code))
	for _, part := range []struct{ name, text string }{{"place", p.place}, {"hint", p.hint}, {"id", p.id}} {
		if part.text != "" {
			dst = append(dst, `,"`...)
			dst = append(append(dst, part.name...), `":`...)
			dst = tandem.AppendJSONText(dst, part.text)
		}
	}
	return append(dst, '}')
}
