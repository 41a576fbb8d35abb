package sim

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tandem/sim/internal/m2m"
)

// onEveryDatabase runs the test on a fresh database of each kind: SQLite always, the others where the environment names a
// server. There the test makes and drops what it needs.
func onEveryDatabase(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, newSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, newPostgres(t)) })
	t.Run("mariadb", func(t *testing.T) { test(t, newMariaDB(t)) })
}

func newSQLite(t *testing.T) string {
	return "sqlite://" + filepath.Join(t.TempDir(), "the erp?.db") // a name that must be escaped
}

// newPostgres makes a schema and returns a URL that sees nothing else.
func newPostgres(t *testing.T) string {
	server := serverURL(t, "TANDEM_TEST_POSTGRES")
	schema := freshName()
	adminExec(t, server, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { adminExec(t, server, "DROP SCHEMA "+schema+" CASCADE") })
	u := parse(t, server)
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	return u.String()
}

func newMariaDB(t *testing.T) string {
	server := serverURL(t, "TANDEM_TEST_MARIADB")
	name := freshName()
	adminExec(t, server, "CREATE DATABASE "+name+" CHARACTER SET utf8mb4")
	t.Cleanup(func() { adminExec(t, server, "DROP DATABASE "+name) })
	u := parse(t, server)
	u.Path = "/" + name
	return u.String()
}

// serverURL skips the test where there is no server, except where that must not pass unnoticed.
func serverURL(t *testing.T, variable string) string {
	t.Helper()
	server := os.Getenv(variable)
	if server == "" && os.Getenv("CI") == "true" {
		t.Fatalf("%s is not set, and in CI nothing may be skipped", variable)
	}
	if server == "" {
		t.Skipf("NOT TESTED: set %s to the URL of a server to test on it", variable)
	}
	return server
}

func parse(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal("the server's URL cannot be read")
	}
	return u
}

var fresh atomic.Int64

func freshName() string {
	return fmt.Sprintf("sim_%d_%d_%d", os.Getpid(), time.Now().UnixNano(), fresh.Add(1))
}

func adminExec(t *testing.T, server, statement string) {
	t.Helper()
	e := mustOpen(t, server)
	defer func() { _ = e.Close() }()
	mustExec(t, e, statement)
}

func mustOpen(t *testing.T, url string) *ERP {
	t.Helper()
	e, err := OpenERP(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

func mustCreate(t *testing.T, url string, size Size) *ERP {
	t.Helper()
	e := mustOpen(t, url)
	if err := e.Create(t.Context(), size); err != nil {
		t.Fatal(err)
	}
	return e
}

func mustDrift(t *testing.T, e *ERP, seed uint64, n int) []Event {
	t.Helper()
	events, err := e.Drift(t.Context(), seed, n)
	if err != nil {
		t.Fatal(err)
	}
	if len(events) != n {
		t.Fatalf("%d events, want %d", len(events), n)
	}
	return events
}

func mustExec(t *testing.T, e *ERP, statement string, args ...any) {
	t.Helper()
	if _, err := e.db.ExecContext(context.Background(), rebind(e.dialect, statement), args...); err != nil {
		t.Fatalf("%v in %s", err, statement)
	}
}

// query returns the one value that the statement answers.
func query[T any](t *testing.T, e *ERP, statement string, args ...any) T {
	t.Helper()
	var v T
	if err := e.db.QueryRowContext(t.Context(), rebind(e.dialect, statement), args...).Scan(&v); err != nil {
		t.Fatalf("%v in %s", err, statement)
	}
	return v
}

// digest is a hash of every row, spelled in a way that does not depend on the database: text without padding, decimals
// in hundredths. The change counters are left out unless asked for.
func digest(t *testing.T, e *ERP, counters bool) string {
	t.Helper()
	h := sha256.New()
	for _, table := range m2m.Tables() {
		columns := append([]m2m.Column{{Name: m2m.Identity, Kind: m2m.Integer}}, table.Columns...)
		if counters {
			columns = append(columns, m2m.Column{Name: m2m.Timestamp, Kind: m2m.Integer})
		}
		hashRows(t, e, h, table, columns)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func hashRows(t *testing.T, e *ERP, h io.Writer, table *m2m.Table, columns []m2m.Column) {
	t.Helper()
	rows, err := e.db.QueryContext(t.Context(), selectAll(table, columns))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		_, _ = fmt.Fprintln(h, table.Name, scanLine(t, rows, columns))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func selectAll(table *m2m.Table, columns []m2m.Column) string {
	var list []string
	for _, c := range columns {
		list = append(list, quote(c.Name))
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM " + table.Name + " ORDER BY " + m2m.Identity
}

func scanLine(t *testing.T, rows *sql.Rows, columns []m2m.Column) string {
	t.Helper()
	dest := make([]any, len(columns))
	for i, c := range columns {
		switch c.Kind {
		case m2m.Decimal:
			dest[i] = new(m2m.Money)
		case m2m.Integer:
			dest[i] = new(int64)
		case m2m.Flag:
			dest[i] = new(bool)
		case m2m.Date:
			dest[i] = new(any)
		default:
			dest[i] = new(chars)
		}
	}
	if err := rows.Scan(dest...); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, d := range dest {
		switch v := d.(type) {
		case *m2m.Money:
			fmt.Fprintf(&b, "|%d", *v)
		case *int64:
			fmt.Fprintf(&b, "|%d", *v)
		case *bool:
			fmt.Fprintf(&b, "|%t", *v)
		case *chars:
			fmt.Fprintf(&b, "|%s", *v)
		case *any:
			fmt.Fprintf(&b, "|%s", spellMoment(*v))
		}
	}
	return b.String()
}

func spellMoment(v any) string {
	switch v := v.(type) {
	case time.Time:
		return moment(v)
	case []byte:
		return string(v)
	default:
		return fmt.Sprint(v)
	}
}
