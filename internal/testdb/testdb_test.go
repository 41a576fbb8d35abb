package testdb_test

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"

	"tandem/internal/testdb"
)

func TestPostgres(t *testing.T) {
	url := testdb.Postgres(t)
	connection, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close(t.Context()) })

	var tables int
	const query = "select count(*) from information_schema.tables where table_schema = 'public'"
	if err := connection.QueryRow(t.Context(), query).Scan(&tables); err != nil {
		t.Fatal(err)
	}
	if tables != 0 {
		t.Errorf("a fresh database has %d tables", tables)
	}
	if other := testdb.Postgres(t); other == url {
		t.Error("two databases of one test are the same")
	}
}

func TestMariaDB(t *testing.T) {
	address := parse(t, testdb.MariaDB(t))
	config := mysql.NewConfig()
	config.Net, config.Addr, config.User = "tcp", address.Host, address.User.Username()
	config.Passwd, _ = address.User.Password()
	config.DBName = strings.TrimPrefix(address.Path, "/")
	createTable(t, "mysql", config.FormatDSN())
}

func TestFirebird(t *testing.T) {
	address := testdb.Firebird(t)
	createTable(t, "firebirdsql", address)
	if !strings.HasSuffix(parse(t, address).Path, ".fdb") {
		t.Errorf("%s does not name a database file", address)
	}
}

func TestDatabasesAreDeleted(t *testing.T) {
	var file string
	t.Run("test", func(t *testing.T) { file = parse(t, testdb.Firebird(t)).Path })
	if file == "" {
		t.Skip("no Firebird")
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", file, err)
	}
}

func TestSQLite(t *testing.T) {
	address := parse(t, testdb.SQLite(t))
	if address.Scheme != "sqlite" || !filepath.IsAbs(address.Path) {
		t.Errorf("%s does not name a file by its absolute path", address)
	}
	if _, err := os.Stat(filepath.Dir(address.Path)); err != nil {
		t.Error(err)
	}
}

func createTable(t *testing.T, driver, dsn string) {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.ExecContext(t.Context(), "create table greeting (word varchar(20))"); err != nil {
		t.Fatal(err)
	}
}

func parse(t *testing.T, address string) *url.URL {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}
