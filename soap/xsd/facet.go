package xsd

import (
	"regexp"
	"strconv"
	"strings"

	"tandem/soap/xmltree"
)

// Facets restrict the values of a simple type.
type Facets struct {
	Values         []string // of an enumeration
	Pattern        *regexp.Regexp
	Length         *int
	MinLength      *int
	MaxLength      *int
	TotalDigits    *int
	FractionDigits *int
	MinInclusive   string
	MaxInclusive   string
	MinExclusive   string
	MaxExclusive   string
}

// facets reads those of one restriction. Several patterns are alternatives.
func facets(node *xmltree.Element) Facets {
	var f Facets
	var patterns []string
	for _, c := range node.Children {
		value := c.Attr("value")
		switch c.Name.Local {
		case "enumeration":
			f.Values = append(f.Values, value)
		case "pattern":
			patterns = append(patterns, value)
		case "length":
			f.Length = count(value)
		case "minLength":
			f.MinLength = count(value)
		case "maxLength":
			f.MaxLength = count(value)
		case "totalDigits":
			f.TotalDigits = count(value)
		case "fractionDigits":
			f.FractionDigits = count(value)
		case "minInclusive":
			f.MinInclusive = value
		case "maxInclusive":
			f.MaxInclusive = value
		case "minExclusive":
			f.MinExclusive = value
		case "maxExclusive":
			f.MaxExclusive = value
		}
	}
	f.Pattern = compilePattern(patterns)
	return f
}

func count(s string) *int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return nil
	}
	return &n
}

// compilePattern makes an expression of XML Schema's. The two languages are
// nearly one; what Go does not know is not checked, for the service will.
func compilePattern(patterns []string) *regexp.Regexp {
	if len(patterns) == 0 {
		return nil
	}
	text := strings.Join(patterns, "|")
	if strings.Contains(text, "-[") { // subtraction, which Go would take for something else
		return nil
	}
	text = strings.NewReplacer(
		`\\`, `\\`, `\^`, `\^`, `\$`, `\$`, // stay
		`\i`, `[_:\pL]`, `\c`, `[-._:\pL\pN]`, // letters of names
		"[^", "[^", "^", `\^`, "$", `\$`, // no anchors
	).Replace(text)
	re, err := regexp.Compile(`^(?:` + text + `)$`)
	if err != nil {
		return nil
	}
	return re
}
