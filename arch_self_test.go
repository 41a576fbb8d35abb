package tandem_test

import (
	"strings"
	"testing"
	"testing/fstest"
)

// Each rule of the checker is broken once here: a rule that cannot fail checks nothing.
func TestFloorPlanChecker(t *testing.T) {
	tests := []struct {
		name string
		file string
		code string
		want string // part of the only fault; empty: none
	}{
		{name: "a room may import what stands in its row", file: "mapping/rule.go", code: `import "tandem/expr"`},
		{name: "and nothing else", file: "merge/merge.go", code: `import "tandem/expr"`, want: "dependencies point one way"},
		{name: "by any name", file: "merge/merge.go", code: `import e "tandem/expr"`, want: "tandem/expr"},
		{name: "the refusal names the file and a reason", file: "web/page.go", code: `import "tandem/store"`, want: "web/page.go imports tandem/store: refused, because a room declares the few methods that it needs"},
		{name: "the root is a room", file: "store/link.go", code: `import "tandem"`},
		{name: "which imports nobody", file: "link.go", code: `import "tandem/merge"`, want: "dependencies point one way"},
		{name: "not even other modules", file: "link.go", code: `import "github.com/zeebo/xxh3"`, want: "the words depend on nothing"},
		{name: "soap does not know the root", file: "soap/wsdl.go", code: `import "tandem"`, want: "soap knows nothing of Tandem"},
		{name: "soap may use character sets", file: "soap/charset.go", code: `import "golang.org/x/text/encoding/charmap"`},
		{name: "and no other module", file: "soap/wsdl.go", code: `import "github.com/beevik/etree"`, want: "soap stands on the standard library"},

		{name: "an unknown folder", file: "utils/utils.go", want: "not in the floor plan"},
		{name: "an unknown program", file: "cmd/other/main.go", want: "not in the floor plan"},
		{name: "an import of an unknown room", file: "merge/merge.go", code: `import "tandem/utils"`, want: "no such room"},
		{name: "a folder below a room belongs to it", file: "merge/guard/guard.go", code: `import "tandem/merge"`},
		{name: "with the same limits", file: "merge/guard/guard.go", code: `import "tandem/store"`, want: "a room declares"},

		{name: "a connector may import the contract", file: "connector/pohoda/api.go", code: `import "tandem/connector"`},
		{name: "and itself", file: "connector/pohoda/api.go", code: `import "tandem/connector/pohoda/internal/xml"`},
		{name: "but no other connector", file: "connector/pohoda/api.go", code: `import "tandem/connector/rest"`, want: "a change of one must not reach another"},
		{name: "nor one with a row of its own", file: "connector/pohoda/api.go", code: `import "tandem/connector/sqldb"`, want: "a change of one must not reach another"},
		{name: "nor the engine", file: "connector/rest/rest.go", code: `import "tandem/engine"`, want: "knows nothing of runs"},
		{name: "the contract imports no connector", file: "connector/connector.go", code: `import "tandem/connector/rest"`, want: "found in the catalogue"},
		{name: "the catalogue imports them all", file: "catalog/catalog.go", code: `import "tandem/connector/pohoda"`},
		{name: "pages do not", file: "web/page.go", code: `import "tandem/connector/pohoda"`, want: "found in the catalogue"},
		{name: "a stand-in knows no connector", file: "sim/pohoda/pohoda.go", code: `import "tandem/connector/pohoda"`, want: "shares its mistakes"},
		{name: "internal rooms import the root", file: "internal/secret/seal.go", code: `import "tandem"`},
		{name: "and not each other", file: "internal/secret/seal.go", code: `import "tandem/internal/remote"`, want: "dependencies point one way"},
		{name: "a program imports everything", file: "cmd/tandem/main.go", code: `import "tandem/web"`},

		{name: "a test may use a stand-in", file: "engine/run_test.go", code: `import "tandem/connector/memory"`},
		{name: "and what its row adds", file: "engine/simulation_test.go", code: `import "tandem/store"`},
		{name: "but not the rest", file: "merge/merge_test.go", code: `import "tandem/store"`, want: "a room declares"},
		{name: "nor another connector", file: "connector/pohoda/pohoda_test.go", code: `import "tandem/connector/rest"`, want: "a change of one must not reach another"},
		{name: "the product may not use a stand-in", file: "engine/run.go", code: `import "tandem/sim"`, want: "stand-ins must not"},

		{name: "a pure room does no I/O", file: "merge/merge.go", code: `import "os"`, want: "it does no I/O"},
		{name: "by no path below", file: "merge/merge.go", code: `import "net/http/httputil"`, want: "it does no I/O"},
		{name: "but may take a URL apart", file: "match/website.go", code: `import "net/url"`},
		{name: "it takes no context", file: "match/match.go", code: `import "context"`, want: "what never waits"},
		{name: "the engine does", file: "engine/run.go", code: `import "context"`},
		{name: "it draws no lots", file: "merge/merge.go", code: `import "math/rand/v2"`, want: "chance is an argument"},
		{name: "it reads no clock", file: "trigger/due.go", code: "import \"time\"\nvar now = time.Now()", want: "time is an argument"},
		{name: "under no other name", file: "trigger/due.go", code: "import clock \"time\"\nvar now = clock.Now", want: "time is an argument"},
		{name: "it may know what time is", file: "trigger/due.go", code: "import \"time\"\nvar limit = time.Second"},
		{name: "its tests may do all that", file: "merge/merge_test.go", code: "import (\n\"context\"\n\"os\"\n)"},

		{name: "drivers have their rooms", file: "store/open.go", code: `import "zombiezen.com/go/sqlite/sqlitex"`},
		{name: "and no others", file: "engine/run.go", code: `import "github.com/jackc/pgx/v5/pgxpool"`, want: "marked with drivers"},
		{name: "the standard library included", file: "web/page.go", code: `import "database/sql"`, want: "marked with drivers"},
		{name: "of connectors one", file: "connector/sqldb/sqldb.go", code: `import "github.com/sijms/go-ora/v2"`},
		{name: "and its siblings not", file: "connector/rest/rest.go", code: `import "database/sql"`, want: "marked with drivers"},

		{name: "no init", file: "store/store.go", code: "func init() {}", want: "func init"},
		{name: "in tests neither", file: "store/store_test.go", code: "func init() {}", want: "func init"},
		{name: "a method of that name is none", file: "store/store.go", code: "type a int\nfunc (a) init() {}"},
		{name: "generated code is not ours to mend", file: "web/page_templ.go", code: "// Code generated by templ - DO NOT EDIT.\n\nfunc init() {}"},

		{name: "what the go command ignores", file: "merge/testdata/bad.go", code: `import "os"`},
		{name: "hidden folders too", file: ".cache/bad.go", code: `import "os"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree := fstest.MapFS{test.file: {Data: source(test.code)}}
			faults, err := floorPlan.check(tree)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case test.want == "" && len(faults) > 0:
				t.Errorf("refused: %q", faults)
			case test.want != "" && len(faults) != 1:
				t.Errorf("got faults %q, want one", faults)
			case test.want != "" && !strings.Contains(faults[0], test.want):
				t.Errorf("%q does not say %q", faults[0], test.want)
			}
		})
	}
}

// source makes a file of a few lines; a comment that marks generated code must come before the package clause.
func source(code string) []byte {
	if comment, rest, ok := strings.Cut(code, "\n\n"); ok {
		return []byte(comment + "\n\npackage p\n\n" + rest)
	}
	return []byte("package p\n\n" + code)
}

// A file that does not parse is an error, not a file without imports.
func TestFloorPlanCheckerReadsAllOrFails(t *testing.T) {
	if _, err := floorPlan.check(fstest.MapFS{"merge/merge.go": {Data: []byte("package")}}); err == nil {
		t.Error("a broken file was passed over")
	}
}
