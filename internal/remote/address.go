package remote

import (
	"net/url"
	"regexp"
	"strings"
)

// hidden stands in place of what must not be shown.
const hidden = "********"

// secretName fits names of parameters that hold what lets somebody in.
var secretName = regexp.MustCompile(`(?i)token|secret|passw|pwd|pass$|key$|^key|auth|signature|^sig$|credential|session`)

// Mask writes an address for logs and people: without what lets somebody in.
func Mask(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return hidden
	}
	if u.User != nil {
		u.User = nil
		address = strings.Replace(u.String(), "://", "://"+hidden+"@", 1)
	}
	before, query, ok := strings.Cut(address, "?")
	if !ok {
		return address
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
