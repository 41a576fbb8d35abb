package setup_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tandem/catalog"
	"tandem/expr"
	"tandem/mapping"
	"tandem/setup"
)

// The page of the configuration file is held to the code that reads it: each
// function that reads keys has a heading, and below it a table of these keys.
var headings = map[string]string{
	"Parse":           "The file",
	"readConnection":  "Connections",
	"readSync":        "Syncs",
	"guard":           "Guard",
	"readRetention":   "Retention",
	"readCustomField": "Custom fields",
	"readDataPoint":   "Data points",
	"readOperations":  "operations",
	"readDeletes":     "deletes",
	"readNewKey":      "new keys",
	"readRoutines":    "routines",
	"readField":       "Fields",
	"readLines":       "Lines",
	"readJoin":        "joins",
	"readTrigger":     "Triggers",

	"readServerSettings": "Server settings",
}

func TestPageListsEveryKey(t *testing.T) {
	sections := sectionsOf(t, "../doc/configuration.md")
	read := keysRead(t)
	for function, keys := range read {
		heading, ok := headings[function]
		if !ok {
			t.Errorf("%s reads keys, but this test does not know below which heading of doc/configuration.md they stand", function)
			continue
		}
		listed := firstCells(sections[heading])
		for _, key := range keys {
			if !slices.Contains(listed, key) {
				t.Errorf("doc/configuration.md, %q, does not list the key %s, which %s reads", heading, key, function)
			}
		}
		for _, key := range listed {
			if !slices.Contains(keys, key) {
				t.Errorf("doc/configuration.md, %q, lists the key %s, which %s does not read", heading, key, function)
			}
		}
	}
	for function := range headings {
		if len(read[function]) == 0 {
			t.Errorf("%s reads no key any more", function)
		}
	}
}

func TestPageListsEverySetting(t *testing.T) {
	headings := map[string]string{"sql": "Settings of sql and m2m", "cmcom": "Settings of cmcom"} // by engine
	sections := sectionsOf(t, "../doc/configuration.md")
	for _, typ := range catalog.Types() {
		listed := firstCells(sections[headings[typ.Engine]])
		var known []string
		for _, s := range typ.Settings {
			known = append(known, s.Name)
		}
		if slices.Sort(known); !slices.Equal(known, slices.Sorted(slices.Values(listed))) {
			t.Errorf("connector %s has the settings %q, doc/configuration.md lists %q", typ.Name, known, listed)
		}
	}
}

func TestPageListsEveryConverterAndFunction(t *testing.T) {
	sections := sectionsOf(t, "../doc/configuration.md")
	var converters, functions []string
	for _, c := range mapping.Converters() {
		converters = append(converters, c.Name)
	}
	for _, f := range expr.Functions() {
		functions = append(functions, f.Name)
	}
	for _, kind := range []struct {
		heading string
		known   []string
	}{{"Converters", converters}, {"Expressions", functions}} {
		var listed []string
		for _, cell := range firstCells(sections[kind.heading]) {
			name, _, _ := strings.Cut(cell, "(")
			listed = append(listed, strings.Trim(name, `"`))
		}
		slices.Sort(listed)
		if listed, known := slices.Compact(listed), slices.Compact(slices.Sorted(slices.Values(kind.known))); !slices.Equal(listed, known) {
			t.Errorf("doc/configuration.md, %q, lists\n%q, there are\n%q", kind.heading, listed, known)
		}
	}
}

// Every example of a page can be read: a whole file, or a part of a data point.
func TestExamplesCanBeRead(t *testing.T) {
	for _, page := range []string{"../README.md", "../doc/configuration.md", "../doc/commands.md", "../doc/how-it-decides.md"} {
		text := readPage(t, page)
		for _, example := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(text, -1) {
			if _, err := setup.Parse("example", []byte(whole(example[1]))); err != nil {
				t.Errorf("%s: %v\n%s", page, err, example[1])
			}
		}
	}
}

// whole puts what a file has around a part of it.
func whole(example string) string {
	if regexp.MustCompile(`(?m)^(account|connections|syncs|triggers):`).MatchString(example) {
		return example
	}
	point := "- name: p\n  ours: customer\n  theirs: t\n"
	if strings.HasPrefix(example, "- ") {
		point += "  fields:\n" + indented(example, "    ")
	} else {
		point += indented(example, "  ")
	}
	return "syncs:\n  - name: s\n    connection: c\n    data_points:\n" + indented(point, "      ")
}

func indented(text, by string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return by + strings.Join(lines, "\n"+by) + "\n"
}

// keysRead finds the keys that each function of this package asks a table for.
func keysRead(t *testing.T) map[string][]string {
	t.Helper()
	// Named where they are asked for in a loop.
	read := map[string][]string{"readTrigger": {"object", "url", "on"}}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "table.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Name.Name == "ParsePoints" {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if key, table := keyOf(n); key != "" {
					owner := ownerOf(f.Name.Name, table)
					read[owner] = append(read[owner], key)
				}
				return true
			})
		}
	}
	return read
}

// ownerOf says whose key it is: some functions take a key of the table they are
// given and read the table behind it.
func ownerOf(function, table string) string {
	switch {
	case table == "g":
		return "guard"
	case table == "t" && slices.Contains([]string{"readOperations", "readDeletes", "readNewKey"}, function):
		return "readDataPoint"
	case function == "readDirection":
		return "readOperations"
	default:
		return function
	}
}

// keyOf returns the key that an expression asks a table for, and the table's name.
func keyOf(n ast.Node) (key, table string) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return "", ""
	}
	asks := []string{"get", "text", "need", "word", "number", "decimal", "is", "texts", "table", "tables", "pairs", "fixed"}
	at := 0
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		x, ok := f.X.(*ast.Ident)
		if !ok || x.Name == "r" || !slices.Contains(asks, f.Sel.Name) { // what a reader is given is no key
			return "", ""
		}
		table = x.Name
	case *ast.Ident:
		if f.Name != "readEach" && f.Name != "readDirection" {
			return "", ""
		}
		at = 1
	}
	if at >= len(call.Args) {
		return "", ""
	}
	literal, ok := call.Args[at].(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", ""
	}
	key, _ = strconv.Unquote(literal.Value)
	return key, table
}

// sectionsOf cuts a page at its headings of any level.
func sectionsOf(t *testing.T, page string) map[string]string {
	t.Helper()
	sections := map[string]string{}
	heading := ""
	for line := range strings.Lines(readPage(t, page)) {
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && strings.HasPrefix(line, "#") {
			heading = strings.TrimSpace(title)
			continue
		}
		sections[heading] += line
	}
	return sections
}

// firstCells lists the words between backquotes in the first column of the tables of a section.
func firstCells(section string) []string {
	var cells []string
	for line := range strings.Lines(section) {
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		first, _, _ := strings.Cut(line[2:], " | ")
		for _, word := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(first, -1) {
			cells = append(cells, word[1])
		}
	}
	return cells
}

func readPage(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
