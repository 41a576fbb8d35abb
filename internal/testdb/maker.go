package testdb

import (
	"context"
	"os"
	"sync"

	"tandem/internal/testdb/dbserver"
)

// A maker makes databases on one kind of server.
type maker struct {
	kind     dbserver.Kind
	variable string                 // names a running server
	server   func() (string, error) // the server's address; starts it on the first call

	create  func(ctx context.Context, base, name string) error
	drop    func(ctx context.Context, base, name string) error
	address func(base, name string) string
}

// One server of a kind per test process: starting one takes seconds and a process has no end that could be given a
// hook, so they hang on the process itself. See dbserver for how they end with it.
//
//nolint:gochecknoglobals // what is shared by all tests of a process has nowhere else to live
var (
	postgres = newMaker(maker{
		kind: dbserver.PostgreSQL, variable: PostgresVariable,
		create: createPostgres, drop: dropPostgres, address: replacePath,
	})
	mariadb = newMaker(maker{
		kind: dbserver.MariaDB, variable: MariaDBVariable,
		create: createMariaDB, drop: dropMariaDB, address: replacePath,
	})
	firebird = newMaker(maker{
		kind: dbserver.Firebird, variable: FirebirdVariable,
		create: createFirebird, drop: dropFirebird, address: firebirdFile,
	})
)

// The environment variables that name running servers.
const (
	PostgresVariable = "TANDEM_TEST_POSTGRES"
	MariaDBVariable  = "TANDEM_TEST_MARIADB"
	FirebirdVariable = "TANDEM_TEST_FIREBIRD"
)

// Variable returns the name of the environment variable that names a running server of the kind.
func Variable(kind dbserver.Kind) string {
	return map[dbserver.Kind]string{
		dbserver.PostgreSQL: PostgresVariable,
		dbserver.MariaDB:    MariaDBVariable,
		dbserver.Firebird:   FirebirdVariable,
	}[kind]
}

func newMaker(m maker) *maker {
	m.server = sync.OnceValues(func() (string, error) {
		if url := os.Getenv(m.variable); url != "" {
			return url, nil
		}
		// The server outlives the test that happens to come first, so it does not start under that test's context.
		server, err := dbserver.Start(context.Background(), m.kind, dbserver.Options{})
		if err != nil {
			return "", err
		}
		return server.URL, nil
	})
	return &m
}
