// Package corpus finds the collection of real WSDLs that tests are run over. It
// is third-party data that lies beside the project and is no part of it.
package corpus

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
)

// Variable names the directory of the collection.
const Variable = "SOAP_CORPUS"

// Dir returns the collection's directory. Without one the test is skipped and
// says so, wherever it runs: nothing that can be installed would bring it.
func Dir(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv(Variable); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		dir = filepath.Dir(dir)
		for _, place := range []string{"shared/fixtures/wsdl", "fixtures/wsdl"} {
			if at := filepath.Join(dir, place); exists(filepath.Join(at, "index.csv")) {
				return at
			}
		}
	}
	t.Skipf("NOT RUN: the collection of WSDLs is not here. Set %s to its directory.", Variable)
	return ""
}

// Rows reads a table of the collection, by the names of its columns.
func Rows(t testing.TB, file string) []map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, value := range line {
			row[lines[0][i]] = value
		}
		rows = append(rows, row)
	}
	return rows
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
