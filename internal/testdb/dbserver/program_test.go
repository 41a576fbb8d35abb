package dbserver

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFindProgram(t *testing.T) {
	directory := t.TempDir()
	for _, version := range []string{"9", "15", "16"} {
		path := filepath.Join(directory, version, "bin")
		if err := os.MkdirAll(path, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(path, "server"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found, err := findProgram(PostgreSQL, "server", filepath.Join(directory, "none"), filepath.Join(directory, "*", "bin", "server"))
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(directory, "16", "bin", "server"); found != want {
		t.Errorf("found %s, the newest is %s", found, want)
	}
}

func TestFindProgramSaysWhatToInstall(t *testing.T) {
	_, err := findProgram(MariaDB, "no-such-program")
	if _, ok := errors.AsType[*AbsentError](err); !ok {
		t.Fatalf("got %v, want an AbsentError", err)
	}
	for _, word := range []string{"MariaDB", "no-such-program", "install-test-tools.sh"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not mention %s", err, word)
		}
	}
}

func TestExcusable(t *testing.T) {
	_, absent := findProgram(Firebird, "no-such-program")
	broken := errors.New("the server ended")
	tests := []struct {
		ci   string
		err  error
		want bool
	}{
		{ci: "", err: absent, want: true},
		{ci: "true", err: absent, want: false},
		{ci: "", err: broken, want: false},
		{ci: "", err: nil, want: false},
	}
	for _, test := range tests {
		t.Setenv("CI", test.ci)
		if got := Excusable(test.err); got != test.want {
			t.Errorf("CI=%q: Excusable(%v) is %t", test.ci, test.err, got)
		}
	}
}
