package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"tandem/expr"
)

// sqliteReaders is how many reads run side by side. They share the disk cache
// and two cores serve an embedded store, so more only cost memory.
const sqliteReaders = 4

// sqliteBusy is how long another process may hold the file.
const sqliteBusy = 30 * time.Second

// sqliteDB is the embedded database: one connection writes, some read.
type sqliteDB struct {
	path    string
	writer  *writer
	readers chan *sqlite.Conn // nil stands for one not opened yet
}

func openSQLite(path string, durable bool) (*sqliteDB, error) {
	conn, err := openSQLiteConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate|sqlite.OpenWAL, writerPragmas(durable))
	if err != nil {
		return nil, err
	}
	db := &sqliteDB{path: path, writer: startWriter(conn), readers: make(chan *sqlite.Conn, sqliteReaders)}
	for range sqliteReaders {
		db.readers <- nil
	}
	return db, nil
}

// writerPragmas: in WAL mode NORMAL survives every crash of the process and
// keeps the file whole when the power fails, but the last commits may be lost
// then; FULL waits for the disk. The log is carried over every 32 MiB rather
// than every 4: a bulk load touches the same pages less often.
func writerPragmas(durable bool) []string {
	synchronous := "normal"
	if durable {
		synchronous = "full"
	}
	return append([]string{
		"synchronous = " + synchronous, "wal_autocheckpoint = 4000", "journal_size_limit = 67108864",
	}, writerMemory()...)
}

// writerMemory is what the connection that writes works in ...
func writerMemory() []string { return []string{"cache_size = -24000", "temp_store = memory"} }

// ... and indexMemory what it sorts an index in: one part after the other, no
// larger than the cache, which go to a file and are merged. Sorted in memory, a
// million entries took 90 MiB, and more of them more, for no gain in time.
func indexMemory() []string { return []string{"cache_size = -4000", "temp_store = file"} }

func readerPragmas() []string {
	return []string{"query_only = on", "cache_size = -4000", "temp_store = memory"}
}

func openSQLiteConn(path string, flags sqlite.OpenFlags, pragmas []string) (*sqlite.Conn, error) {
	conn, err := sqlite.OpenConn(path, flags)
	if err != nil {
		return nil, err
	}
	conn.SetBusyTimeout(sqliteBusy)
	if err := cmp.Or(setPragmas(conn, pragmas), defineFold(conn)); err != nil {
		_ = conn.Close() // the first error says more
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return conn, nil
}

func setPragmas(conn *sqlite.Conn, pragmas []string) error {
	for _, pragma := range pragmas {
		if err := sqlitex.ExecuteTransient(conn, "pragma "+pragma, nil); err != nil {
			return fmt.Errorf("%s: %w", pragma, err)
		}
	}
	return nil
}

func (db *sqliteDB) dialect() dialect { return sqliteDialect }

func (db *sqliteDB) fold(text string) string { return "fold(" + text + ")" }

// defineFold makes expr.Fold a function of SQL: SQLite's own lower knows ASCII only.
func defineFold(conn *sqlite.Conn) error {
	return conn.CreateFunction("fold", &sqlite.FunctionImpl{
		NArgs: 1, Deterministic: true,
		Scalar: func(_ sqlite.Context, args []sqlite.Value) (sqlite.Value, error) {
			if args[0].Type() == sqlite.TypeNull {
				return sqlite.Value{}, nil
			}
			return sqlite.TextValue(expr.Fold(args[0].Text())), nil
		},
	})
}

func (db *sqliteDB) read(ctx context.Context, _ int64, fn func(q querier) error) error {
	conn, err := db.take(ctx)
	if err != nil {
		return err
	}
	defer func() { db.readers <- conn }()
	if conn == nil {
		if conn, err = openSQLiteConn(db.path, sqlite.OpenReadWrite|sqlite.OpenWAL, readerPragmas()); err != nil {
			return err
		}
	}
	conn.SetInterrupt(ctx.Done())
	defer conn.SetInterrupt(nil)
	return fn(&sqliteConn{conn: conn})
}

func (db *sqliteDB) scan(ctx context.Context, account int64, fn func(q querier) error) error {
	return db.read(ctx, account, fn)
}

func (db *sqliteDB) take(ctx context.Context) (*sqlite.Conn, error) {
	select {
	case conn, open := <-db.readers:
		if !open {
			return nil, errClosed
		}
		return conn, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (db *sqliteDB) write(ctx context.Context, _ int64, shared bool, fn func(tx transaction) error) error {
	return db.writer.do(ctx, shared, fn)
}

// index makes an index with little memory. Where it sorts is settled outside transactions only.
func (db *sqliteDB) index(ctx context.Context, sql string) error {
	return db.writer.bare(ctx, func(tx transaction) (err error) {
		conn := db.writer.conn
		if err := setPragmas(conn, indexMemory()); err != nil {
			return err
		}
		_, err = tx.exec(ctx, sql)
		return errors.Join(err, setPragmas(conn, writerMemory()))
	})
}

// close waits for what is under way.
func (db *sqliteDB) close() error {
	var first error
	for range sqliteReaders {
		if conn := <-db.readers; conn != nil {
			if err := conn.Close(); err != nil && first == nil {
				first = err
			}
		}
	}
	close(db.readers)
	if err := db.writer.close(); err != nil && first == nil {
		first = err
	}
	return first
}
