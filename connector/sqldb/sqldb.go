package sqldb

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"tandem"
	"tandem/connector"
)

// Conn is a connection to one remote database. It is safe for concurrent use.
type Conn struct {
	cfg     *config
	dialect dialect
	db      database
	log     *slog.Logger

	tablesLock sync.Mutex
	tables     map[tableName]*table // as described when they were first needed

	// streams bounds how many readings keep a statement open between pages. Half
	// of the connections stay free for what else a page needs, or all of them
	// could wait for one another.
	streams chan struct{}

	noHorizon atomic.Bool // asking for open transactions was refused

	paceLock sync.Mutex
	paceNext time.Time // when the next rows may be read
}

var (
	_ connector.Connector = (*Conn)(nil)
	_ connector.Changer   = (*Conn)(nil)
	_ connector.Getter    = (*Conn)(nil)
	_ connector.Finder    = (*Conn)(nil)
	_ connector.Keeper    = (*Conn)(nil)
	_ connector.Counter   = (*Conn)(nil)
	_ connector.Profiler  = (*Conn)(nil)
)

// Type is the connector's entry in the catalogue.
func Type() connector.Type {
	return connector.Type{
		Name:  "sql",
		Label: "SQL database",
		Doc: "Tables and views of PostgreSQL, MySQL, MariaDB, SQLite, Firebird, SQL Server or Oracle. " +
			"SQL Server and Oracle could not be run by the makers: their SQL is pinned by tests, not proven on a server.",
		Settings: settingList(),
		Open: func(settings connector.Settings, log *slog.Logger) (connector.Connector, error) {
			return Open(settings, log)
		},
	}
}

// Open makes a connection of its settings. Nothing is sent yet.
func Open(settings connector.Settings, log *slog.Logger) (*Conn, error) {
	cfg, err := readSettings(settings)
	if err != nil {
		return nil, err
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	d, _ := dialectOf(cfg.address.scheme)
	c := &Conn{cfg: cfg, dialect: d, log: log, tables: map[tableName]*table{}}
	c.streams = make(chan struct{}, cfg.connections/2)
	if c.db, err = d.open(cfg); err != nil {
		return nil, c.openError(err)
	}
	return c, nil
}

func (c *Conn) openError(err error) error {
	if e, ok := errors.AsType[*tandem.Error](err); ok {
		return e
	}
	return tandem.Errorf(tandem.Config, "%s: %s", c.dialect.traits().name, c.cfg.redact(err.Error())).At("url")
}

// Check tests that the database can be reached and read.
func (c *Conn) Check(ctx context.Context) error {
	if err := c.allowed(); err != nil {
		return err
	}
	if err := c.db.check(ctx); err != nil {
		return c.fail(ctx, c.cfg.address.String(), err)
	}
	query, args := c.dialect.tables(c.at(c.cfg.profile), []string{"tandem_check"})
	if _, err := collect(ctx, c.db, query, args...); err != nil {
		return c.fail(ctx, c.cfg.address.String(), err)
	}
	return nil
}

// Close ends the connection.
func (c *Conn) Close() error {
	err := c.db.close()
	if c.cfg.tunnel != nil {
		err = errors.Join(err, c.cfg.tunnel.Close())
	}
	return err
}

// bounded gives a statement its time-out.
func (c *Conn) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if c.cfg.timeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, c.cfg.timeout)
}
