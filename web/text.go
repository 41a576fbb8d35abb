package web

import (
	"embed"
	"encoding/json"
	"fmt"

	"tandem"
)

// catalogue holds what pages say, by key. Another language is another one.
type catalogue map[string]string

// T returns the text of a key with its gaps filled. A key without a text shows
// itself: ugly, but the page still works, and a test looks for it.
func (c catalogue) T(key string, gaps ...any) string {
	text, ok := c[key]
	switch {
	case !ok:
		return key
	case len(gaps) == 0:
		return text
	default:
		return fmt.Sprintf(text, gaps...)
	}
}

// N is T for a text that counts: KEY.one or KEY.other.
func (c catalogue) N(key string, n int64) string {
	if n == 1 {
		return c.T(key+".one", c.Number(n))
	}
	return c.T(key+".other", c.Number(n))
}

// hint says what to do about an error, where that follows from its code alone.
func (c catalogue) hint(code tandem.Code) string {
	return c["hint."+string(code)]
}

// english is the catalogue that all others are made from.
func english() catalogue { return readCatalogue("en") }

//go:embed text
var texts embed.FS

// readCatalogue reads a language's texts, which lie beside the code for
// translators. They are part of the program; a test reads each.
func readCatalogue(language string) catalogue {
	var c catalogue
	content, err := texts.ReadFile("text/" + language + ".json")
	if err == nil {
		err = json.Unmarshal(content, &c)
	}
	if err != nil {
		return catalogue{} // pages show keys
	}
	return c
}
