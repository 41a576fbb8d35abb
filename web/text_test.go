package web

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tandem"
)

// Every text that a page asks for is there, and every text that is there is asked for.
func TestCatalogueIsComplete(t *testing.T) {
	asked := askedFor(t)
	text := english()
	for key := range asked {
		if _, ok := text[key]; !ok {
			t.Errorf("a page asks for %q", key)
		}
	}
	for key := range text {
		if !asked[key] {
			t.Errorf("no page asks for %q", key)
		}
	}
}

func askedFor(t *testing.T) map[string]bool {
	t.Helper()
	asked := madeUp()
	templates, err := filepath.Glob("*.templ")
	if err != nil {
		t.Fatal(err)
	}
	code, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`\.([TN])\("([^"]+)"[,)]`)
	for _, name := range append(templates, code...) {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range call.FindAllStringSubmatch(string(content), -1) {
			if found[1] == "N" {
				asked[found[2]+".one"], asked[found[2]+".other"] = true, true
			} else {
				asked[found[2]] = true
			}
		}
	}
	return asked
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
	add("run.", "queued", "running", "paused", "held", "done", "failed", "cancelled", "pausing", "cancelling")
	add("kind.", "bulk", "incremental", "push", "record", "apply", "compare", "repair", "undo")
	add("phase.", "", "theirs", "ours", "deletes", "done", "stopped", "unfinished")
	add("state.", string(Enabled), string(Refused), string(Disabled), string(NeedsSetup))
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
