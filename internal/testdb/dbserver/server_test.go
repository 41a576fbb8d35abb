package dbserver_test

import (
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tandem/internal/testdb/dbserver"
)

// A server ends when it is told to, and when whoever started it is killed and can no longer tell it.
func TestServerEnds(t *testing.T) {
	for _, kind := range dbserver.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Setenv("TMPDIR", openTempDir(t))
			server := start(t, kind)
			expectAnswer(t, server.URL)
			expectLoopbackOnly(t, server.URL)
			server.Stop()
			expectNothing(t, server.URL)
			server.Stop() // a second time does no harm

			expectNothing(t, killStarter(t, kind))
		})
	}
}

// TestStarter is the child of TestServerEnds that is killed.
func TestStarter(t *testing.T) {
	kind := os.Getenv("DBSERVER_TEST_START")
	if kind == "" {
		return
	}
	server, err := dbserver.Start(t.Context(), dbserver.Kind(kind), dbserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = os.Stdout.WriteString(server.URL + "\n")
	select {}
}

func killStarter(t *testing.T, kind dbserver.Kind) (address string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestStarter$")
	cmd.Env = append(os.Environ(), "DBSERVER_TEST_START="+string(kind))
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 512)
	n, err := output.Read(line)
	if err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	address = strings.TrimSpace(string(line[:n]))
	expectAnswer(t, address)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	return address
}

func start(t *testing.T, kind dbserver.Kind) *dbserver.Server {
	t.Helper()
	if testing.Short() {
		t.Skip("starts servers: not with -short")
	}
	server, err := dbserver.Start(t.Context(), kind, dbserver.Options{})
	if dbserver.Excusable(err) {
		t.Skip("SKIPPED: " + err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// expectLoopbackOnly calls another address of this machine, where only a server answers that listens on all of them.
func expectLoopbackOnly(t *testing.T, address string) {
	t.Helper()
	if elsewhere := strings.Replace(address, "@127.0.0.1:", "@127.0.0.2:", 1); dial(t, elsewhere) == nil {
		t.Error("the server listens on more than 127.0.0.1")
	}
}

func expectAnswer(t *testing.T, address string) {
	t.Helper()
	if err := dial(t, address); err != nil {
		t.Errorf("the server does not answer: %v", err)
	}
}

// expectNothing waits until the server and its directory, the only one in $TMPDIR, are gone.
func expectNothing(t *testing.T, address string) {
	t.Helper()
	const patience = 20 * time.Second
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		left, err := filepath.Glob(filepath.Join(os.TempDir(), "*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(left) == 0 && dial(t, address) != nil {
			return
		}
		if time.Since(start) > patience {
			t.Fatalf("after %s there is still %q, and the server answers: %t", patience, left, dial(t, address) == nil)
		}
	}
}

func dial(t *testing.T, address string) error {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	connection, err := (&net.Dialer{Timeout: time.Second}).DialContext(t.Context(), "tcp", parsed.Host)
	if err != nil {
		return err
	}
	return connection.Close()
}

// openTempDir is a temporary directory that the server's own user may enter: t.TempDir is for us alone, and its name
// is too long for a Unix socket. Like /tmp it lets everyone remove what is his.
func openTempDir(t *testing.T) string {
	t.Helper()
	directory, err := os.MkdirTemp("", "dbs") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(directory); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(directory, 0o777|os.ModeSticky); err != nil {
		t.Fatal(err)
	}
	return directory
}
