package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"

	"tandem"
)

// problem is what an error page tells.
type problem struct {
	Status  int
	Title   string
	Message string
	Hint    string
	ID      string // where the log tells more; "" = there is no more to tell
}

// fail answers with an error page. A person sees what a person can act on; the
// rest is in the log under an id that both show (Promise 11: causes may hold secrets).
func (s *site) fail(w http.ResponseWriter, r *http.Request, p *page, err error) {
	if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
		return // nobody is there to read it
	}
	problem := describe(p.catalogue, err)
	if problem.Status >= http.StatusInternalServerError {
		problem.ID = strings.ToLower(rand.Text()[:10])
		s.Log.ErrorContext(r.Context(), "page failed", "id", problem.ID, "method", r.Method, "path", r.URL.Path, "error", err)
	}
	showProblem(w, r, p, problem)
}

// refuse answers for whoever stands before the pages.
func (s *site) refuse(w http.ResponseWriter, r *http.Request, err *tandem.Error) {
	p := s.blank(r, nil)
	p.path = "/" // where a form of the page leads back to is not refused
	showProblem(w, r, p, describe(p.catalogue, err))
}

func showProblem(w http.ResponseWriter, r *http.Request, p *page, problem problem) {
	p.title = problem.Title
	if r.Method != http.MethodGet {
		p.path = "/" // what a form was sent to cannot be opened
	}
	// The page is shown although the request may have run out of time.
	r = r.WithContext(context.WithoutCancel(r.Context()))
	if err := render(w, r, problem.Status, errorPage(p, problem)); err != nil {
		http.Error(w, problem.Message, problem.Status)
	}
}

// describe says what a person may know of an error.
func describe(text catalogue, err error) problem {
	known, ok := errors.AsType[*tandem.Error](err)
	if !ok || known.Code == tandem.Internal {
		return problem{Status: http.StatusInternalServerError, Title: text.T("error.500"), Message: text.T("error.internal")}
	}
	status := statusOf(known.Code)
	message := known.Message
	if known.Place != "" {
		message = known.Place + ": " + message
	}
	hint := known.Hint
	if hint == "" {
		hint = text.hint(known.Code)
	}
	return problem{Status: status, Title: text.T("error." + titleOf(status)), Message: message, Hint: hint}
}

// statusOf is the HTTP status that fits a code.
func statusOf(code tandem.Code) int {
	switch code {
	case tandem.NotFound:
		return http.StatusNotFound
	case tandem.Invalid, tandem.Usage, tandem.Config:
		return http.StatusBadRequest
	case tandem.Forbidden:
		return http.StatusForbidden
	case tandem.Busy, tandem.Stale, tandem.Held, tandem.Conflict, tandem.Cancelled:
		return http.StatusConflict
	case tandem.Throttled:
		return http.StatusTooManyRequests
	case tandem.Denied, tandem.Unreached, tandem.InDoubt, tandem.Schema:
		return http.StatusBadGateway
	case tandem.Full:
		return http.StatusInsufficientStorage
	default:
		return http.StatusInternalServerError
	}
}

// titleOf is the key of a status's title; most need none of their own.
func titleOf(status int) string {
	switch status {
	case http.StatusNotFound:
		return "404"
	case http.StatusForbidden:
		return "403"
	case http.StatusInternalServerError:
		return "500"
	default:
		return "other"
	}
}

// notFound answers for addresses that no page has.
func (s *site) notFound(_ http.ResponseWriter, r *http.Request, _ *page) error {
	return tandem.Errorf(tandem.NotFound, "There is no page %s", r.URL.Path)
}
