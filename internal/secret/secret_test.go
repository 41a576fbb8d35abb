package secret_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tandem"
	"tandem/internal/secret"
)

func TestSealedOpensOnlyWhereItBelongs(t *testing.T) {
	box := load(t, filepath.Join(t.TempDir(), "key"))
	sealed, err := box.Seal("s3cret", "1/erp/url")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(sealed, "s3cret") {
		t.Error("it can be read")
	}
	if plain, err := box.Open(sealed, "1/erp/url"); err != nil || plain != "s3cret" {
		t.Errorf("got %q, %v", plain, err)
	}
	for name, place := range map[string]string{"another account": "2/erp/url", "another connection": "1/crm/url"} {
		if _, err := box.Open(sealed, place); tandem.CodeOf(err) != tandem.Denied {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := box.Open("s3cret", "1/erp/url"); err == nil {
		t.Error("plain text passed for sealed")
	}
}

func TestKeyFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	box := load(t, file)
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	sealed, err := box.Seal("x", "p")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := load(t, file).Open(sealed, "p"); err != nil {
		t.Errorf("after a restart: %v", err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	fromEnvironment, err := secret.Load(string(text), "/nowhere/key")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fromEnvironment.Open(sealed, "p"); err != nil {
		t.Errorf("with the key in the environment: %v", err)
	}
}

func TestKeysThatWillNotDo(t *testing.T) {
	other := load(t, filepath.Join(t.TempDir(), "key"))
	sealed, err := other.Seal("x", "p")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key")
	if _, err := load(t, file).Open(sealed, "p"); tandem.CodeOf(err) != tandem.Denied || !strings.Contains(err.Error(), file) {
		t.Errorf("another key: %v", err)
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := secret.Load("", file); tandem.CodeOf(err) != tandem.Config {
		t.Errorf("a key others can read: %v", err)
	}
	for name, key := range map[string]string{"no base64": "hello!", "no key": "aGVsbG8="} {
		if _, err := secret.Load(key, file); tandem.CodeOf(err) != tandem.Config {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func load(t *testing.T, file string) *secret.Box {
	t.Helper()
	box, err := secret.Load("", file)
	if err != nil {
		t.Fatal(err)
	}
	return box
}
