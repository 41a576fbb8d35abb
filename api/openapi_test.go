package api_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"tandem/api"
)

// The description passes a linter that others have written, as it is installed.
func TestOpenAPILintsClean(t *testing.T) {
	if testing.Short() {
		t.Skip("the linter is left out of -short")
	}
	p := newPlace(t, storeIn(t), api.Limits{})
	file := filepath.Join(t.TempDir(), "openapi.json")
	p.check(os.WriteFile(file, []byte(p.gets(200, "GET", "/openapi.json", "").text), 0o600))
	if out, err := exec.CommandContext(t.Context(), "npm", "exec", "--yes", "--", "@redocly/cli", "--version").CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the linter is not there: %v\n%s", err, out)
		}
		t.Skipf("NOT TESTED: npm cannot bring @redocly/cli: %v", err)
	}
	lint := exec.CommandContext(t.Context(), "npm", "exec", "--yes", "--", "@redocly/cli", "lint", "--extends", "recommended", "--format", "stylish", "--max-problems", "20", file)
	if out, err := lint.CombinedOutput(); err != nil {
		t.Errorf("the linter finds: %v\n%s", err, out)
	}
}
