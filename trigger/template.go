package trigger

import (
	"html"
	"net/url"
	"strings"

	"tandem"
	"tandem/expr"
)

// Template is a text with gaps, each an expression over a change:
//
//	https://example.com/hook?id={{ change.id }}&status={{ new.status }}
type Template struct {
	parts  []part
	escape Escape
}

// part is a piece of text with the gap behind it; the last one has none.
type part struct {
	text string
	gap  *expr.Program
}

// Escape says how the value of a gap is written, so that no record can break out of it.
type Escape func(string) string

// InURL writes a value for an address or a form.
func InURL(s string) string { return url.QueryEscape(s) }

// InXML writes a value for XML or HTML.
func InXML(s string) string { return html.EscapeString(s) }

// InJSON writes what stands within the quotes of a JSON string.
func InJSON(s string) string {
	quoted := tandem.AppendJSONText(nil, s)
	return string(quoted[1 : len(quoted)-1])
}

// InHeader keeps a value within its header.
func InHeader(s string) string { return strings.NewReplacer("\r", " ", "\n", " ").Replace(s) }

// InText writes a value as it is.
func InText(s string) string { return s }

// EscapeFor returns how values are written in a body of a media type.
func EscapeFor(mediaType string) Escape {
	mediaType, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	switch mediaType = strings.TrimSpace(mediaType); {
	case strings.HasSuffix(mediaType, "json"):
		return InJSON
	case strings.HasSuffix(mediaType, "xml"), mediaType == "text/html":
		return InXML
	case mediaType == "application/x-www-form-urlencoded":
		return InURL
	default:
		return InText
	}
}

// Fixed is a template without gaps.
func Fixed(text string) *Template { return &Template{parts: []part{{text: text}}} }

// ParseTemplate reads a template and checks its gaps against the environment.
func ParseTemplate(text string, env expr.Env, escape Escape) (*Template, error) {
	t := &Template{escape: escape}
	for {
		before, rest, open := strings.Cut(text, "{{")
		if !open {
			t.parts = append(t.parts, part{text: text})
			return t, nil
		}
		gap, behind, closed := strings.Cut(rest, "}}")
		if !closed {
			return nil, tandem.Errorf(tandem.Config, "a gap is opened with {{ and not closed").WithHint("close it with }}")
		}
		program, err := expr.Compile(strings.TrimSpace(gap), env)
		if err != nil {
			return nil, err
		}
		t.parts = append(t.parts, part{text: before, gap: program})
		text = behind
	}
}

// IsFixed reports whether there is no gap.
func (t *Template) IsFixed() bool { return len(t.parts) == 1 }

// Prefix is the text before the first gap.
func (t *Template) Prefix() string { return t.parts[0].text }

// Fill puts the values of a change into the gaps. What cannot be computed stays empty.
func (t *Template) Fill(get func(field string) tandem.Value) string {
	if t.IsFixed() {
		return t.parts[0].text
	}
	var b strings.Builder
	for i := range t.parts {
		b.WriteString(t.parts[i].text)
		if gap := t.parts[i].gap; gap != nil {
			if v, err := gap.Run(get); err == nil {
				b.WriteString(t.escape(v.String()))
			}
		}
	}
	return b.String()
}
