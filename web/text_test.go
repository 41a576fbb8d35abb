package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tandem"
	"tandem/catalog"
	"tandem/setup"
)

// english is the catalogue that all others are made from.
func english() catalogue { return readCatalogue("en") }

// Every text that a page asks for is there, and every text that is there is asked for.
func TestCatalogueIsComplete(t *testing.T) {
	asked := askedFor(t)
	text := english().text
	for key := range asked.keys {
		if _, ok := text[key]; !ok {
			t.Errorf("a page asks for %q", key)
		}
	}
	for key := range text {
		if !asked.has(key) {
			t.Errorf("no page asks for %q", key)
		}
	}
}

// No text lacks a translation in any language, and none has other gaps than the English one.
func TestEveryLanguageSaysEverything(t *testing.T) {
	text := english().text
	for _, name := range languages()[1:] {
		other := readCatalogue(name)
		for key, english := range text {
			translated, ok := other.text[key]
			switch {
			case !ok:
				t.Errorf("%s has no text for %q", name, key)
			case !slices.Equal(gaps(translated), gaps(english)) && !strings.HasPrefix(key, "time.") && !strings.HasPrefix(key, "date."):
				t.Errorf("%s: %q has the gaps %v, English has %v", name, key, gaps(translated), gaps(english))
			}
		}
		for key := range other.text {
			base, isFew := strings.CutSuffix(key, ".few")
			if _, ok := text[key]; !ok && (!isFew || text[base+".other"] == "") {
				t.Errorf("%s has a text for %q, which English has not", name, key)
			}
		}
		if other.form(3) == "few" {
			for key := range text {
				if base, ok := strings.CutSuffix(key, ".other"); ok && text[base+".one"] != "" && other.text[base+".few"] == "" {
					t.Errorf("%s has no form for a handful of %q", name, base)
				}
			}
		}
	}
}

// gaps are a text's gaps in the order in which they are filled.
func gaps(text string) []string {
	var found []string
	for i, gap := range regexp.MustCompile(`%(\[\d+\])?[a-z%]`).FindAllString(text, -1) {
		if strings.HasPrefix(gap, "%[") {
			found = append(found, gap)
		} else if gap != "%%" {
			found = append(found, "%["+string(rune('1'+i))+"]"+gap[1:])
		}
	}
	slices.Sort(found)
	return found
}

// wanted are the keys that pages ask for.
type wanted struct {
	keys     map[string]bool // whole
	named    map[string]bool // a literal of the code is this key: some table leads to it
	prefixes []string        // what they put a word behind
}

func (w wanted) has(key string) bool {
	return w.keys[key] || w.named[key] || slices.ContainsFunc(w.prefixes, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
}

func askedFor(t *testing.T) wanted {
	t.Helper()
	w := wanted{keys: madeUp(), named: map[string]bool{}}
	templates, err := filepath.Glob("*.templ")
	if err != nil {
		t.Fatal(err)
	}
	code, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`\.([TN])\("([^"]+)"([,)]| \+)`)
	literal := regexp.MustCompile(`"([a-z][a-z0-9_.-]+)"`)
	for _, name := range append(templates, code...) {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range literal.FindAllStringSubmatch(string(content), -1) {
			w.named[found[1]] = true
		}
		for _, found := range call.FindAllStringSubmatch(string(content), -1) {
			switch {
			case found[3] == " +":
				w.prefixes = append(w.prefixes, found[2])
			case found[1] == "N":
				w.keys[found[2]+".one"], w.keys[found[2]+".other"] = true, true
			default:
				w.keys[found[2]] = true
			}
		}
	}
	return w
}

// madeUp are the keys that pages put together from words.
func madeUp() map[string]bool {
	asked := map[string]bool{}
	add := func(prefix string, words ...string) {
		for _, word := range words {
			asked[prefix+word] = true
		}
	}
	for _, o := range outcomes() {
		add("outcome.", o.String())
	}
	for _, s := range sections() {
		add("nav.", s.Name)
		for _, item := range s.Items {
			add("nav.", item.Name)
		}
	}
	for _, g := range catalog.Groups() {
		add("integration.group.", string(g))
	}
	for _, e := range catalog.Types() {
		add("catalogue.", e.Name)
		add("tried.", e.Name)
		add("integration.need.", e.Needs...)
		for _, s := range e.Settings {
			if add("setting."+e.Engine+".", s.Name); s.Help != "" {
				add("setting."+e.Engine+".", s.Name+".help")
			}
		}
	}
	add("plan.line.", "added", "changed", "removed")
	add("integration.state.", string(setup.NeedsSetup), string(setup.Enabled), string(setup.Disabled), string(setup.Refused))
	add("run.", "queued", "running", "paused", "held", "done", "failed", "cancelled", "pausing", "cancelling")
	add("kind.", "bulk", "incremental", "push", "record", "apply", "compare", "repair", "undo")
	add("phase.", "", "theirs", "ours", "deletes", "done", "stopped", "unfinished")
	add("state.", string(setup.Enabled), string(setup.Refused), string(setup.Disabled), string(setup.NeedsSetup))
	add("op.", "none", "create", "update", "delete")
	add("theme.", "system", "light", "dark")
	add("told.", "paused", "queued", "pausing")
	add("error.", "403", "404", "500", "other")
	for _, code := range []tandem.Code{
		tandem.Throttled, tandem.Denied, tandem.Unreached, tandem.InDoubt, tandem.Config, tandem.Busy,
		tandem.Stale, tandem.Schema, tandem.Full, tandem.Newer, tandem.Internal,
	} {
		add("hint.", string(code))
	}
	return asked
}
