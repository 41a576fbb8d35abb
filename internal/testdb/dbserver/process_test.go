package dbserver

import (
	"errors"
	"net"
	"os"
	"testing"
)

// Between our look for a free port and the server's start somebody else may take it. Start tries again then, so the
// server's complaint must be understood.
func TestPortTaken(t *testing.T) {
	if testing.Short() {
		t.Skip("starts servers: not with -short")
	}
	for _, kind := range []Kind{PostgreSQL, MariaDB} { // Firebird waits fifty seconds for its port before it complains
		t.Run(string(kind), func(t *testing.T) {
			at, err := newSite()
			if err != nil {
				t.Fatal(err)
			}
			listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp4", at.address())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = listener.Close() })

			if err := startAt(t, kind, at); !errors.Is(err, errPortTaken) {
				t.Errorf("got %v, want %v", err, errPortTaken)
			}
			if _, err := os.Stat(at.directory); !os.IsNotExist(err) {
				t.Errorf("the directory is still there: %v", err)
			}
		})
	}
}

func startAt(t *testing.T, kind Kind, at site) error {
	t.Helper()
	recipe, err := recipeFor(kind, at, Options{})
	if Excusable(err) {
		t.Skip("SKIPPED: " + err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	process, err := startProcess(recipe)
	if err != nil {
		t.Fatal(err)
	}
	defer process.stop()
	return process.awaitAnswer(t.Context(), recipe)
}
