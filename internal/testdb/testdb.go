// Package testdb gives every test an empty database of its own.
//
// The servers are private: started by the first test that needs one, or once for all packages by
//
//	go run ./internal/testdb/cmd/testdb -- go test ./...
//
// which is what `make test` does. They listen on loopback, live in a temporary directory and cannot outlast the process
// that started them. To use a running server instead, put its address into TANDEM_TEST_POSTGRES, TANDEM_TEST_MARIADB or
// TANDEM_TEST_FIREBIRD.
//
// With -short, tests that need a server are skipped. Where a server is not installed they are skipped too, but fail when
// CI=true: a green run must mean that they ran.
package testdb

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tandem/internal/testdb/dbserver"
)

// Postgres returns the postgres:// URL of an empty database that is dropped at the end of the test.
// The user in it owns the server: a test may create roles, but these belong to the whole server, so it names them after
// its database and drops them.
func Postgres(t testing.TB) string {
	t.Helper()
	return fresh(t, postgres)
}

// MariaDB returns the mysql:// URL of an empty database that is dropped at the end of the test.
func MariaDB(t testing.TB) string {
	t.Helper()
	return fresh(t, mariadb)
}

// Firebird returns the firebird:// URL of an empty database that is deleted at the end of the test.
func Firebird(t testing.TB) string {
	t.Helper()
	return fresh(t, firebird)
}

// SQLite returns the sqlite:// URL of a file that does not exist yet, in a directory that is deleted at the end of the test.
func SQLite(t testing.TB) string {
	t.Helper()
	return "sqlite://" + filepath.ToSlash(filepath.Join(t.TempDir(), "test.db"))
}

// statementLimit is long enough for a loaded machine and short enough to see that a server hangs.
const statementLimit = time.Minute

func fresh(t testing.TB, m *maker) string {
	t.Helper()
	base := server(t, m)
	name := "t" + strings.ToLower(rand.Text()[:12])

	ctx, cancel := context.WithTimeout(t.Context(), statementLimit)
	defer cancel()
	if err := m.create(ctx, base, name); err != nil {
		t.Fatalf("create a %s database: %v", m.kind, err)
	}
	t.Cleanup(func() {
		// The test's own context is already cancelled here.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), statementLimit)
		defer cancel()
		if err := m.drop(ctx, base, name); err != nil {
			t.Errorf("drop the %s database: %v", m.kind, err)
		}
	})
	return m.address(base, name)
}

// server returns the address of the server, started now if need be, or ends the test.
func server(t testing.TB, m *maker) string {
	t.Helper()
	if testing.Short() {
		t.Skipf("needs %s: not with -short", m.kind)
	}
	base, err := m.server()
	switch {
	case err == nil:
		return base
	case dbserver.Excusable(err):
		t.Skip("SKIPPED: " + err.Error())
	default:
		t.Fatal(err)
	}
	panic(fmt.Sprintf("unreachable: %T.Fatal returned", t))
}
