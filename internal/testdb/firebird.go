package testdb

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"

	_ "github.com/nakagami/firebirdsql" // database/sql driver "firebirdsql_createdb", which creates what it connects to
)

func createFirebird(ctx context.Context, base, name string) error {
	db, err := sql.Open("firebirdsql_createdb", firebirdFile(base, name))
	if err != nil {
		return err
	}
	return errors.Join(db.PingContext(ctx), db.Close())
}

// dropFirebird deletes the file: a Firebird database is one file on the server, and the driver has no other way.
func dropFirebird(_ context.Context, base, name string) error {
	address, err := url.Parse(firebirdFile(base, name))
	if err != nil {
		return err
	}
	return os.Remove(address.Path)
}

// firebirdFile puts a file into the directory that the server's address names.
func firebirdFile(base, name string) string {
	address, err := url.Parse(base)
	if err != nil {
		return base // create has already failed on it
	}
	return address.JoinPath(name + ".fdb").String()
}
