package tandem_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The page of the codes lists every code there is, and no other.
func TestErrorPageListsEveryCode(t *testing.T) {
	page, err := os.ReadFile("doc/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for line := range strings.Lines(string(page)) {
		if code, _, ok := strings.Cut(strings.TrimPrefix(line, "| `"), "`"); ok && strings.HasPrefix(line, "| `") {
			listed = append(listed, code)
		}
	}
	codes := codesOf(t, "error.go")
	if len(codes) == 0 {
		t.Fatal("error.go has no codes")
	}
	for _, code := range codes {
		if !slices.Contains(listed, code) {
			t.Errorf("doc/errors.md does not list %s", code)
		}
	}
	for i, code := range listed {
		if !slices.Contains(codes, code) {
			t.Errorf("doc/errors.md lists %s, which error.go does not have", code)
		}
		if slices.Contains(listed[:i], code) {
			t.Errorf("doc/errors.md lists %s twice", code)
		}
	}
}

// codesOf reads the constants of type Code out of a file.
func codesOf(t *testing.T, name string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); !ok || typ.Name != "Code" {
			return true
		}
		for _, value := range spec.Values {
			if literal, ok := value.(*ast.BasicLit); ok {
				code, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				codes = append(codes, code)
			}
		}
		return true
	})
	return codes
}
