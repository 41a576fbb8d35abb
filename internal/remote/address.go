package remote

import (
	"regexp"
	"strings"
)

// hidden stands in place of what must not be shown.
const hidden = "********"

// secretName fits names of parameters that hold what lets somebody in.
var secretName = regexp.MustCompile(`(?i)token|secret|passw|pwd|pass$|key$|^key|auth|signature|^sig$|credential|session`)

// Mask writes an address for logs and people: without what lets somebody in. It
// may still hold references, so it is taken as the text it is.
func Mask(address string) string {
	before, query, asks := strings.Cut(address, "?")
	if scheme, rest, ok := strings.Cut(before, "://"); ok {
		authority, _, _ := strings.Cut(rest, "/")
		if at := strings.LastIndexByte(authority, '@'); at >= 0 {
			before = scheme + "://" + hidden + authority[at:] + rest[len(authority):]
		}
	}
	if !asks {
		return before
	}
	parts := strings.Split(query, "&")
	for i, part := range parts {
		if name, _, has := strings.Cut(part, "="); has && secretName.MatchString(name) {
			parts[i] = name + "=" + hidden
		}
	}
	return before + "?" + strings.Join(parts, "&")
}

// MaskHeader writes the value of a header for logs and people.
func MaskHeader(name, value string) string {
	if secretName.MatchString(name) || strings.EqualFold(name, "Cookie") || strings.EqualFold(name, "Set-Cookie") {
		return hidden
	}
	return value
}
