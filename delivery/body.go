package delivery

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// newBody makes octets readable as the body of a request.
func newBody(body []byte) io.ReadCloser { return io.NopCloser(bytes.NewReader(body)) }

// How much is kept of what was sent and came back: of a call that failed, and of
// the answer to one that arrived.
const (
	maxKept   = 8 << 10
	maxAnswer = 200
)

// capped cuts a text for keeping, between two characters.
func capped(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + "…"
}

func sortedNames(h http.Header) []string { return slices.Sorted(maps.Keys(h)) }

// answerText writes an answer for people.
func answerText(status int, h http.Header, body string) string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(status) + " " + http.StatusText(status) + "\n")
	for _, name := range []string{"Content-Type", "Location", "Retry-After", "Server", "Www-Authenticate"} {
		if v := h.Get(name); v != "" {
			b.WriteString(name + ": " + v + "\n")
		}
	}
	if body != "" {
		b.WriteString("\n" + body)
	}
	return capped(b.String(), maxKept)
}
