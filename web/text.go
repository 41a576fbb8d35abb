package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"

	"golang.org/x/text/cases"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"tandem"
)

// catalogue holds what pages say in one language, by key.
type catalogue struct {
	tag  language.Tag
	text map[string]string
}

// T returns the text of a key with its gaps filled. A key without a text shows
// itself: ugly, but the page still works, and a test looks for it.
func (c catalogue) T(key string, gaps ...any) string {
	text, ok := c.text[key]
	switch {
	case !ok:
		return key
	case len(gaps) == 0:
		return text
	default:
		return fmt.Sprintf(text, gaps...)
	}
}

// N is T for a text that counts: KEY.one, KEY.other and in languages that have
// a form for a handful KEY.few. The number is the first gap.
func (c catalogue) N(key string, n int64, gaps ...any) string {
	return c.T(key+"."+c.form(n), append([]any{c.Number(n)}, gaps...)...)
}

func (c catalogue) form(n int64) string {
	switch plural.Cardinal.MatchPlural(c.tag, int(min(n, 1_000_000)), 0, 0, 0, 0) {
	case plural.One:
		return "one"
	case plural.Few:
		return "few"
	default:
		return "other"
	}
}

// hint says what to do about an error, where that follows from its code alone.
func (c catalogue) hint(code tandem.Code) string { return c.text["hint."+string(code)] }

// languages are those that pages speak, the first where nothing else is asked for.
func languages() []string { return []string{"en", "de", "es", "pt", "cs", "sk"} }

// speech is all catalogues, and who is spoken to in which.
type speech struct {
	catalogues []catalogue // in the order of languages
	matcher    language.Matcher
}

func loadSpeech() speech {
	var s speech
	var tags []language.Tag
	for _, name := range languages() {
		c := readCatalogue(name)
		s.catalogues = append(s.catalogues, c)
		tags = append(tags, c.tag)
	}
	s.matcher = language.NewMatcher(tags)
	return s
}

// languageCookie keeps the language of somebody who has not signed in yet.
const languageCookie = "language"

// choose returns the language that a person has set, else the one that the
// browser was told or asks for.
func (s speech) choose(r *http.Request, set string) catalogue {
	wishes := []string{set}
	if c, err := r.Cookie(languageCookie); err == nil {
		wishes = append(wishes, c.Value)
	}
	for _, wish := range append(wishes, r.Header.Get("Accept-Language")) {
		if tags, _, err := language.ParseAcceptLanguage(wish); err == nil && len(tags) > 0 {
			_, at, _ := s.matcher.Match(tags...)
			return s.catalogues[at]
		}
	}
	return s.catalogues[0]
}

// named is the catalogue of a language, or another one where nothing is set.
func (s speech) named(set string, otherwise catalogue) catalogue {
	for i, name := range languages() {
		if name == set {
			return s.catalogues[i]
		}
	}
	return otherwise
}

//go:embed text
var texts embed.FS

// readCatalogue reads a language's texts, which lie beside the code for
// translators, a file for each area. They are part of the program; a test reads each.
func readCatalogue(name string) catalogue {
	c := catalogue{tag: language.Make(name), text: map[string]string{}}
	files, err := fs.ReadDir(texts, path.Join("text", name))
	if err != nil {
		return c // pages show keys
	}
	for _, f := range files {
		var part map[string]string
		content, err := texts.ReadFile(path.Join("text", name, f.Name()))
		if err == nil && json.Unmarshal(content, &part) == nil {
			maps.Copy(c.text, part)
		}
	}
	return c
}

// nameOfLanguage is what a language calls itself.
func nameOfLanguage(name string) string {
	tag := language.Make(name)
	return cases.Title(tag).String(display.Self.Name(tag))
}
