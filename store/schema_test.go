package store

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/dictionary"
)

var update = flag.Bool("update", false, "write the migrations that are made from the dictionary")

// Once released, a migration is never written again: a change of the
// dictionary becomes a further file, and this test compares the sum of them.
func TestRecordSchema(t *testing.T) {
	for d, folder := range map[dialect]string{sqliteDialect: "sqlite", postgresDialect: "postgres"} {
		t.Run(folder, func(t *testing.T) {
			file := filepath.Join("migrations", folder, "0002_records.sql")
			want := recordSchema(d, dictionary.Standard())
			if *update {
				if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, string(got)); diff != "" {
				t.Errorf("the migration is not what the dictionary says (-dictionary +file):\n%s", diff)
			}
		})
	}
}
