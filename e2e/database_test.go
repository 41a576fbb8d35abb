package e2e

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // database/sql driver "sqlite"

	"tandem/internal/testdb"
)

// kind is a kind of database a scenario runs with.
type kind string

const (
	sqlite   kind = "sqlite"
	postgres kind = "postgres"
	mariadb  kind = "mariadb"
)

// newDatabase returns the URL of an empty database of a kind.
func newDatabase(t testing.TB, k kind) string {
	t.Helper()
	switch k {
	case postgres:
		return testdb.Postgres(t)
	case mariadb:
		return testdb.MariaDB(t)
	default:
		address := testdb.SQLite(t)
		// Tandem never makes the database of a foreign system: the file must be there.
		db := open(t, address)
		mustExec(t, db, "PRAGMA journal_mode = WAL")
		return address
	}
}

// open connects to a database by its URL until the end of the test.
func open(t testing.TB, address string) *sql.DB {
	t.Helper()
	db, err := openURL(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func openURL(address string) (*sql.DB, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	switch u.Scheme {
	case "sqlite":
		return sql.Open("sqlite", "file:"+u.Path+"?_pragma=busy_timeout(10000)&_txlock=immediate")
	case "postgres":
		config, err := pgx.ParseConfig(address)
		if err != nil {
			return nil, err
		}
		return stdlib.OpenDB(*config), nil
	case "mysql":
		config := mysql.NewConfig()
		config.Net, config.Addr, config.DBName = "tcp", u.Host, strings.TrimPrefix(u.Path, "/")
		config.User = u.User.Username()
		config.Passwd, _ = u.User.Password()
		return sql.Open("mysql", config.FormatDSN())
	default:
		return nil, fmt.Errorf("no driver for %q", u.Scheme)
	}
}

func mustExec(t testing.TB, db *sql.DB, text string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), text, args...); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}

// query runs statements parted by semicolons at the ends of lines and returns
// the rows of the last one, a line each: values parted by " | ", null for NULL,
// "" for an empty text.
func query(ctx context.Context, address, text string) (string, error) {
	db, err := openURL(address)
	if err != nil {
		return "", err
	}
	defer db.Close()
	table := ""
	for _, statement := range statements(text) {
		if table, err = runStatement(ctx, db, statement); err != nil {
			return "", fmt.Errorf("%w\n%s", err, statement)
		}
	}
	return table, nil
}

func statements(text string) []string {
	var all []string
	for part := range strings.SplitSeq(text+"\n", ";\n") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

func runStatement(ctx context.Context, db *sql.DB, statement string) (string, error) {
	if !strings.EqualFold(statement[:min(6, len(statement))], "select") {
		_, err := db.ExecContext(ctx, statement)
		return "", err
	}
	rows, err := db.QueryContext(ctx, statement)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for rows.Next() {
		values := make([]any, len(columns))
		targets := make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return "", err
		}
		b.WriteString(tableLine(values))
	}
	return b.String(), errors.Join(rows.Err())
}

// tableLine writes the values of a row as scenarios show them.
func tableLine(values []any) string {
	cells := make([]string, len(values))
	for i, v := range values {
		cells[i] = cell(v)
	}
	return strings.TrimRight(strings.Join(cells, " | "), " ") + "\n"
}

func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case time.Time:
		return v.UTC().Format("2006-01-02")
	case []byte:
		return cell(string(v))
	case string:
		if v == "" {
			return `""`
		}
		return strings.TrimRight(v, " ")
	default:
		return fmt.Sprint(v)
	}
}
