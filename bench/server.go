package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib" // database/sql driver "pgx"

	"tandem/internal/testdb/dbserver"
)

// server starts a server on first need. Commits reach the disk, and checkpoints
// come when we ask for them rather than in the middle of one contestant.
func (b *bench) server(ctx context.Context, kind dbserver.Kind) (*dbserver.Server, error) {
	if s := b.servers[kind]; s != nil {
		return s, nil
	}
	settings := map[dbserver.Kind][]string{
		dbserver.PostgreSQL: {"-c", "shared_buffers=1GB", "-c", "max_wal_size=16GB", "-c", "checkpoint_timeout=1h"},
		dbserver.MariaDB:    {"--innodb-buffer-pool-size=1G", "--innodb-log-file-size=1G"},
	}
	b.sayf("  starting %s", kind)
	s, err := dbserver.Start(ctx, kind, dbserver.Options{Durable: true, Settings: settings[kind]})
	if err != nil {
		return nil, err
	}
	b.servers[kind] = s
	return s, nil
}

// on returns the address of a database of a server.
func on(server *dbserver.Server, database string) string {
	address, err := url.Parse(server.URL)
	if err != nil {
		return server.URL // it is what we were given; whoever uses it will say what is wrong
	}
	address.Path = "/" + database
	return address.String()
}

// openDatabase opens an address through database/sql, for preparing and checking.
func openDatabase(address string) (*sql.DB, error) {
	if !strings.HasPrefix(address, "mysql:") {
		return sql.Open("pgx", address)
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	config := mysql.NewConfig()
	config.Net, config.Addr, config.User, config.DBName = "tcp", u.Host, u.User.Username(), strings.TrimPrefix(u.Path, "/")
	config.Passwd, _ = u.User.Password()
	config.MultiStatements = true
	return sql.Open("mysql", config.FormatDSN())
}

// execute runs statements on a database, one after the other on one connection.
func execute(ctx context.Context, address string, statements ...string) error {
	db, err := openDatabase(address)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%w in %.80s", err, s)
		}
	}
	return nil
}

// settle writes out what earlier contestants left behind, so that no later one pays for it.
func (b *bench) settle(ctx context.Context) error {
	if s := b.servers[dbserver.PostgreSQL]; s != nil {
		if err := execute(ctx, s.URL, "checkpoint"); err != nil {
			return err
		}
	}
	flushDisk()
	return nil
}
