package sim

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// openURL chooses driver and dialect. Its errors never show the URL, which may hold a password.
func openURL(text string) (*sql.DB, *dialect, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, nil, errors.New("the address of the demo ERP is not a URL")
	}
	switch u.Scheme {
	case "sqlite":
		db, err := openSQLite(u)
		return db, sqlite(), err
	case "postgres", "postgresql":
		db, err := openPostgres(text)
		return db, postgres(), err
	case "mysql", "mariadb":
		db, err := openMariaDB(u)
		return db, mariadb(), err
	default:
		return nil, nil, fmt.Errorf("the demo ERP cannot live in %q: want sqlite, postgres or mysql", u.Scheme)
	}
}

func openSQLite(u *url.URL) (*sql.DB, error) {
	path := u.Path
	if path == "" {
		path = u.Opaque // sqlite:file.db, beside the program
	}
	if u.Host != "" || strings.TrimPrefix(path, "/") == "" {
		return nil, errors.New("an SQLite URL looks like sqlite:///directory/file.db")
	}
	file := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}
	// A power cut may cost the last changes of a demonstration, never the file: that is what synchronous(normal) gives up.
	// Writers take their lock when they begin: one that read first could not wait for another writer.
	db, err := sql.Open("sqlite", file.String()+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=synchronous(normal)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func openPostgres(text string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(text)
	if err != nil {
		return nil, err // pgx blanks the password
	}
	return stdlib.OpenDB(*config), nil
}

// openMariaDB accepts the driver's own options after the question mark.
func openMariaDB(u *url.URL) (*sql.DB, error) {
	name := url.PathEscape(strings.TrimPrefix(u.Path, "/"))
	config, err := mysql.ParseDSN("tcp(" + u.Host + ")/" + name + "?" + u.RawQuery)
	if err != nil {
		return nil, errors.New("a MariaDB URL looks like mysql://user:password@host:port/database")
	}
	config.User = u.User.Username()
	config.Passwd, _ = u.User.Password()
	// One round trip for a clerk's statement instead of three.
	config.InterpolateParams = true
	// One SQL text serves all databases: names stand in double quotes. And nothing is silently cut off.
	if config.Params == nil {
		config.Params = map[string]string{}
	}
	config.Params["sql_mode"] = "'ANSI_QUOTES,STRICT_ALL_TABLES'"
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}
