package store

import (
	"context"

	"zombiezen.com/go/sqlite"

	"tandem"
)

// insertTuple is how many rows one INSERT brings: opening the table and its
// indexes once for several rows saves a third of a bulk load's processor time.
const insertTuple = 32

// maxSQLiteParameters is SQLite's limit.
const maxSQLiteParameters = 32766

// sqliteLoader binds the values of a row to a prepared statement and steps it.
type sqliteLoader struct {
	tx      *sqliteTx
	load    load
	left    int // rows still to come
	stmt    *sqlite.Stmt
	tuple   int // rows the statement takes
	pending int // rows bound to it
	param   int // the last parameter bound
	changed int64
	err     error
	scratch []byte
}

func (tx *sqliteTx) load(ctx context.Context, l load) (loader, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ld := &sqliteLoader{tx: tx, load: l, left: l.rows}
	return ld, ld.prepare()
}

// prepare takes the statement for the rows that are left.
func (ld *sqliteLoader) prepare() error {
	tuple := 1
	if ld.load.op == insertRows && ld.left >= insertTuple && insertTuple*ld.load.width() < maxSQLiteParameters-len(ld.load.fixed) {
		tuple = insertTuple
	}
	if ld.stmt != nil && tuple == ld.tuple {
		return nil
	}
	stmt, err := ld.tx.conn.Prepare(ld.tx.texts.of(&ld.load, tuple))
	if err != nil {
		return err
	}
	for i, f := range ld.load.fixed {
		if err := bindSQLite(stmt, i+1, f.value); err != nil {
			return err
		}
	}
	ld.stmt, ld.tuple, ld.param = stmt, tuple, len(ld.load.fixed)
	return nil
}

func (ld *sqliteLoader) next() error {
	if ld.err != nil {
		return ld.err
	}
	ld.left--
	if ld.pending++; ld.pending < ld.tuple {
		return nil
	}
	if _, err := ld.stmt.Step(); err != nil {
		ld.err = ld.fault(err)
		return ld.err
	}
	ld.changed += int64(ld.tx.conn.Changes())
	ld.pending, ld.param = 0, len(ld.load.fixed)
	// The bindings of fixed stay: a reset keeps them.
	if ld.err = ld.stmt.Reset(); ld.err == nil {
		ld.err = ld.prepare()
	}
	return ld.err
}

func (ld *sqliteLoader) fault(err error) error {
	if isUnique(err) {
		return &violation{table: ld.load.table, err: err}
	}
	return err
}

func (ld *sqliteLoader) close() (int64, error) { return ld.changed, ld.err }

func (ld *sqliteLoader) int(v int64) {
	ld.param++
	ld.stmt.BindInt64(ld.param, v)
}

func (ld *sqliteLoader) text(s string) {
	ld.param++
	ld.stmt.BindText(ld.param, s)
}

func (ld *sqliteLoader) blob(s string) {
	ld.param++
	ld.scratch = append(ld.scratch[:0], s...)
	ld.stmt.BindBytes(ld.param, ld.scratch)
}

func (ld *sqliteLoader) null() {
	ld.param++
	ld.stmt.BindNull(ld.param)
}

func (ld *sqliteLoader) value(v tandem.Value) {
	ld.param++
	ld.scratch = bindSQLiteValue(ld.stmt, ld.param, v, ld.scratch)
}
