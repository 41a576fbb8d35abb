package client

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tandem/soap/message"
)

// InvalidError says what the schema does not allow about the values. Nothing was sent.
type InvalidError struct {
	Problems []message.Problem
}

// Error lists the problems.
func (e *InvalidError) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.String()
	}
	return strings.Join(texts, "; ")
}

// HTTPError is an answer that is no SOAP message.
type HTTPError struct {
	Status     int
	Location   string        // where a redirect points
	RetryAfter time.Duration // how long to wait, as far as the server says so
	Text       string        // the beginning of what came, where it is text
}

// Error names the status.
func (e *HTTPError) Error() string {
	text := fmt.Sprintf("the service answers %d %s", e.Status, http.StatusText(e.Status))
	if e.Location != "" {
		text += ", it has moved to " + e.Location
	}
	if e.Text != "" {
		text += ": " + e.Text
	}
	return text
}

func newHTTPError(answer *http.Response, body []byte, now time.Time) *HTTPError {
	e := &HTTPError{Status: answer.StatusCode, Location: answer.Header.Get("Location")}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil {
		e.RetryAfter = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(answer.Header.Get("Retry-After")); err == nil {
		e.RetryAfter = max(0, at.Sub(now))
	}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/plain") {
		e.Text = strings.TrimSpace(strings.ToValidUTF8(string(body[:min(len(body), 300)]), ""))
	}
	return e
}
