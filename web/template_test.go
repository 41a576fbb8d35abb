package web

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ/generator"
	"github.com/a-h/templ/parser/v2"
)

// What is compiled is what the templates say.
func TestTemplatesAreGenerated(t *testing.T) {
	names, err := filepath.Glob("*.templ")
	if err != nil || len(names) == 0 {
		t.Fatalf("there are no templates (%v)", err)
	}
	for _, name := range names {
		template, err := parser.Parse(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var made bytes.Buffer
		if _, err := generator.Generate(template, &made, generator.WithFileName("web/"+name)); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		stored, err := os.ReadFile(strings.TrimSuffix(name, ".templ") + "_templ.go")
		if err != nil {
			t.Error(err)
			continue
		}
		if plain(stored) != plain(made.Bytes()) {
			t.Errorf("%s has changed since its Go was generated: run make generate", name)
		}
	}
}

// plain leaves out what formatting changes: comments, the order of imports, white space.
func plain(code []byte) string {
	var lines []string
	for line := range strings.Lines(string(code)) {
		line = strings.Join(strings.Fields(line), "")
		if !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "import") && !strings.HasPrefix(line, `"`) && line != ")" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
