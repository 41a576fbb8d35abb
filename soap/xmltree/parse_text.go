package xmltree

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// name reads a name as written.
func (p *parser) name() (string, error) {
	begin := p.at
	for p.at < len(p.s) && nameByte(p.s[p.at]) {
		p.at++
	}
	if p.at == begin || p.s[begin] == '-' || p.s[begin] == '.' || (p.s[begin] >= '0' && p.s[begin] <= '9') {
		p.at = begin
		return "", p.fail("a name is expected")
	}
	return p.s[begin:p.at], nil
}

// nameByte says whether a byte may be part of a name. All of what is not ASCII
// may: which letters are names nobody but the sender needs to know.
func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '_' || c == ':' || c == '-' || c == '.' || c >= utf8.RuneSelf
}

func (p *parser) space() {
	for p.at < len(p.s) {
		switch p.s[p.at] {
		case ' ', '\t', '\r', '\n':
			p.at++
		default:
			return
		}
	}
}

// unescape replaces references and line ends. In a value of an attribute
// white space becomes blanks.
func (p *parser) unescape(raw string, isValue bool) (string, error) {
	if err := p.legal(raw); err != nil {
		return "", err
	}
	if isValue {
		raw = blanks(raw)
	} else {
		raw = newlines(raw)
	}
	amp := strings.IndexByte(raw, '&')
	if amp < 0 {
		return raw, nil
	}
	var b strings.Builder
	b.Grow(len(raw))
	for ; amp >= 0; amp = strings.IndexByte(raw, '&') {
		b.WriteString(raw[:amp])
		end := strings.IndexByte(raw[amp:], ';')
		if end < 0 {
			return "", p.fail("a & begins no reference")
		}
		r, ok := reference(raw[amp+1 : amp+end])
		if !ok {
			return "", p.fail("the reference &%s; is not one of XML's own, and others are not expanded", shorten(raw[amp+1:amp+end]))
		}
		b.WriteRune(r)
		raw = raw[amp+end+1:]
	}
	b.WriteString(raw)
	return b.String(), nil
}

func reference(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || !legalRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}

// legal refuses characters that XML cannot hold.
func (p *parser) legal(s string) error {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return p.fail("the character U+%04X is not allowed in XML", c)
		}
	}
	return nil
}

func legalRune(r rune) bool {
	return r >= ' ' && r < 0xD800 || r > 0xDFFF && r != 0xFFFE && r != 0xFFFF || r == '\t' || r == '\n' || r == '\r'
}

func newlines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

func blanks(s string) string {
	if !strings.ContainsAny(s, "\t\r\n") {
		return s
	}
	return strings.NewReplacer("\r\n", " ", "\t", " ", "\r", " ", "\n", " ").Replace(s)
}

// fail says what is wrong where the walk stands.
func (p *parser) fail(format string, args ...any) error {
	for i, arg := range args {
		if s, ok := arg.(string); ok {
			args[i] = shorten(s)
		}
	}
	before := p.s[:min(p.at, len(p.s))]
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return &SyntaxError{Line: line, Column: column, Message: fmt.Sprintf(format, args...)}
}

// shorten keeps a stranger's text out of messages, but for its beginning.
func shorten(s string) string {
	if len(s) <= 60 {
		return s
	}
	return strings.ToValidUTF8(s[:60], "") + "..."
}
