// Package xmltest compares XML documents in tests.
package xmltest

import (
	"fmt"
	"slices"
	"strings"

	"tandem/soap/xmltree"
)

// Diff says where two trees differ first, "" where they do not: in names,
// attributes, the order of children, or texts but for the white space around them.
// Prefixes play no part; a value that is a qualified name is compared as such.
func Diff(want, got *xmltree.Element) string {
	return diff(want, got, "/"+want.Name.Local)
}

func diff(want, got *xmltree.Element, path string) string {
	if want.Name != got.Name {
		return fmt.Sprintf("%s: want element %s, got %s", path, want.Name, got.Name)
	}
	if w, g := attrs(want), attrs(got); !slices.Equal(w, g) {
		return fmt.Sprintf("%s: want attributes %q, got %q", path, w, g)
	}
	if w, g := content(want), content(got); w != g {
		return fmt.Sprintf("%s: want text %q, got %q", path, w, g)
	}
	for i := range min(len(want.Children), len(got.Children)) {
		c := want.Children[i]
		if d := diff(c, got.Children[i], fmt.Sprintf("%s/%s[%d]", path, c.Name.Local, i)); d != "" {
			return d
		}
	}
	if w, g := names(want), names(got); !slices.Equal(w, g) {
		return fmt.Sprintf("%s: want children %q, got %q", path, w, g)
	}
	return ""
}

func attrs(e *xmltree.Element) []string {
	var all []string
	for _, a := range e.Attrs {
		v := a.Value
		if a.Space != "" {
			v = (xmltree.Name{Space: a.Space, Local: v}).String()
		} else {
			v = value(e, v)
		}
		all = append(all, a.Name.String()+"="+v)
	}
	slices.Sort(all)
	return all
}

func content(e *xmltree.Element) string {
	if e.TextSpace != "" {
		return xmltree.Name{Space: e.TextSpace, Local: e.Text}.String()
	}
	return value(e, e.Content())
}

// value replaces a prefix that is declared by its namespace.
func value(e *xmltree.Element, text string) string {
	text = strings.TrimSpace(text)
	if name, ok := e.QName(text); ok && name.Space != "" && strings.Contains(text, ":") {
		return name.String()
	}
	return text
}

func names(e *xmltree.Element) []string {
	all := make([]string, len(e.Children))
	for i, c := range e.Children {
		all[i] = c.Name.Local
	}
	return all
}
