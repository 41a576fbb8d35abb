package store

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"tandem"
	"tandem/dictionary"
)

// Options say where the store is.
type Options struct {
	Dir         string           // the data directory: embedded in DIR/tandem.db ...
	URL         string           // ... or, when set, postgres://...
	Durable     bool             // embedded: every commit waits for the disk, not only for the operating system
	Connections int              // PostgreSQL: at most; 0 = 16
	Log         *slog.Logger     // nil = none
	Clock       func() time.Time // nil = time.Now

	// Triggers makes an account's triggers of their definitions; nil = there are none.
	Triggers func(d *dictionary.Dictionary, stored []tandem.Definition, receivers map[string]int64) (Triggers, error)
}

// Store is open on one database. Its methods may be called concurrently.
type Store struct {
	db       database
	log      *slog.Logger
	clock    func() time.Time
	node     string // tells this process from others that share the database
	standard *dictionary.Dictionary
	models   models
	ids      blocks
	events   events
	watchers watchers
}

// Open opens the store, making or migrating the database as need be.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{log: o.Log, clock: o.Clock, node: rand.Text(), standard: dictionary.Standard(), watchers: watchers{compile: o.Triggers}}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	var err error
	if o.URL != "" {
		s.db, err = s.openPostgres(ctx, o)
	} else {
		s.db, err = s.openEmbedded(ctx, o)
	}
	if err != nil {
		return nil, explain(ctx, err)
	}
	s.models.standard = &model{dictionary: s.standard, tables: tables(s.standard)}
	if err := s.RestoreIndexes(ctx); err != nil {
		return nil, errors.Join(err, s.db.close())
	}
	s.events.start(s)
	return s, nil
}

func (s *Store) openEmbedded(ctx context.Context, o Options) (database, error) {
	if o.Dir == "" {
		return nil, tandem.Errorf(tandem.Usage, "the store needs a data directory or the address of a database")
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, tandem.Errorf(tandem.Forbidden, "the data directory %s cannot be made", o.Dir).Because(err)
	}
	path := filepath.Join(o.Dir, "tandem.db")
	// Pages of 8 KiB, which only count when the file is made: a bulk load splits fewer of them.
	address := "file:" + filepath.ToSlash(path) + "?_pragma=page_size(8192)&_pragma=journal_mode(wal)&_pragma=busy_timeout(30000)&_txlock=immediate"
	if err := migrate(ctx, sqliteDialect, address, s.log); err != nil {
		return nil, err
	}
	return openSQLite(path, o.Durable)
}

// Close waits for what is being written and ends.
func (s *Store) Close() error {
	s.events.stop()
	s.giveBackIDs()
	return s.db.close()
}

// now is the process's clock in microseconds, as it goes into rows.
func (s *Store) now() int64 { return s.clock().UnixMicro() }

// timeOf is the moment of a column; 0 is none.
func timeOf(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// microsOf is the opposite.
func microsOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// read runs fn on a connection that sees the rows of one account, and words the
// error for people.
func (s *Store) read(ctx context.Context, account int64, fn func(q querier) error) error {
	return explain(ctx, s.db.read(ctx, account, fn))
}

// scan is read for statements that go through many rows.
func (s *Store) scan(ctx context.Context, account int64, fn func(q querier) error) error {
	return explain(ctx, s.db.scan(ctx, account, fn))
}

// tries is how often a transaction is run again that others got in the way of.
const tries = 5

// write runs fn in a transaction on rows of one account, again when others got
// in the way.
func (s *Store) write(ctx context.Context, account int64, shared bool, fn func(tx transaction) error) error {
	return s.insist(ctx, func() error { return s.db.write(ctx, account, shared, fn) })
}

func (s *Store) insist(ctx context.Context, write func() error) error {
	for try := 1; ; try++ {
		err := write()
		if err == nil {
			return nil
		}
		if try == tries || !isTransient(err) {
			return explain(ctx, err)
		}
	}
}

// errMoved says that rows changed between being read and being written.
var errMoved = errors.New("rows moved while they were written")

// PageRows is how many rows best share a transaction: on SQLite few enough for
// others to write in between, on PostgreSQL enough for COPY to pay.
func (s *Store) PageRows() int {
	if s.db.dialect() == postgresDialect {
		return 10_000
	}
	return 2_000
}
