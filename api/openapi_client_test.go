package api_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tandem/api"
)

// A client that others generate from the description compiles and works.
func TestAGeneratedClientWorks(t *testing.T) {
	if testing.Short() {
		t.Skip("the generated client is left out of -short")
	}
	p := newPlace(t, storeIn(t), api.Limits{})
	dir := t.TempDir()
	source, err := os.ReadFile("testdata/client.ts")
	p.check(err)
	for name, text := range map[string]string{
		"client.ts": string(source), "openapi.json": p.gets(200, "GET", "/openapi.json", "").text, "package.json": `{"type":"module"}`,
	} {
		p.check(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	run := func(command ...string) (string, error) {
		c := exec.CommandContext(t.Context(), command[0], command[1:]...)
		c.Dir = dir
		out, err := c.CombinedOutput()
		return string(out), err
	}
	if out, err := run("npm", "install", "--silent", "--no-fund", "--no-audit", "openapi-typescript", "openapi-fetch", "typescript@5"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the generator is not there: %v\n%s", err, out)
		}
		t.Skipf("NOT TESTED: npm cannot bring openapi-typescript: %v", err)
	}
	for _, command := range []string{
		"npx openapi-typescript openapi.json -o openapi.ts",
		"npx tsc --strict --module nodenext --moduleResolution nodenext --target es2022 --lib es2022,dom --skipLibCheck client.ts",
	} {
		if out, err := run(strings.Fields(command)...); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, out)
		}
	}
	if out, err := run("node", "client.js", p.server.URL, "secret"); err != nil || strings.TrimSpace(out) != "ok" {
		t.Errorf("the client: %v\n%s", err, out)
	}
}
