package store

import (
	"context"

	"tandem"
)

// database is what SQLite and PostgreSQL have in common.
type database interface {
	dialect() dialect

	// fold is an expression for a text the way expr.Fold makes it.
	fold(text string) string

	// read runs fn on a connection that sees the rows of one account; every
	// statement sees what is committed.
	read(ctx context.Context, account int64, fn func(q querier) error) error

	// scan is read for statements that go through many rows.
	scan(ctx context.Context, account int64, fn func(q querier) error) error

	// write runs fn in a transaction on rows of one account, which is durable when
	// write returns nil.
	// Shared, it may be committed together with others; what fn returns as an
	// error takes back its own part only. fn may run more than once.
	write(ctx context.Context, account int64, shared bool, fn func(tx transaction) error) error

	// index runs a statement that makes an index. What it takes does not grow
	// with the table.
	index(ctx context.Context, sql string) error

	close() error
}

// querier runs statements. Arguments are int64, int, bool, string, []byte,
// []int64, []string or nil; they stand for $1, $2, ...
type querier interface {
	// query calls fn for each row. Within fn no other statement may run.
	query(ctx context.Context, sql string, args []any, fn func(r row) error) error

	// exec runs a statement and tells how many rows it changed.
	exec(ctx context.Context, sql string, args ...any) (int64, error)
}

// transaction is a querier within one transaction.
type transaction interface {
	querier

	// load starts writing many rows of one kind. The loader must be closed
	// before anything else is done.
	load(ctx context.Context, l load) (loader, error)

	// relax says that the transaction may be lost with the power although its
	// commit succeeded: whoever repeats what led to it comes to the same. Nothing
	// committed after it outlives it.
	relax()

	// savepoint runs fn and takes its effects back when it fails.
	savepoint(ctx context.Context, fn func() error) error
}

// row reads the columns of a row from left to right. What it returns is the
// caller's, but for values, whose texts lie in the arena.
type row interface {
	int() int64
	bool() bool
	text() string // also of blobs; null is ""
	value(kind tandem.Kind, a *arena) tandem.Value
}

// load describes rows to be written: which table, what is done, and which
// columns the rows bring, keys first.
type load struct {
	op       loadOp
	table    string
	fixed    []fixed  // the same in every row: written by insert and upsert, conditions of the others
	keys     []string // columns that pick the row; none for insert
	columns  []string // columns that are written; none for remove
	conflict string   // upsert: the columns of the unique key
	rows     int      // how many will come
	later    bool     // PostgreSQL: they wait in memory until close, for another load is open
}

type loadOp uint8

const (
	insertRows loadOp = iota
	updateRows        // where fixed and keys are equal
	upsertRows        // insert, or update columns of the row with the same unique key
	removeRows        // where fixed and keys are equal
)

// fixed is a column with the same value in all rows of a load: an int64 or a string.
type fixed struct {
	column string
	value  any
}

// loader takes rows value by value: the keys, then the columns, then next.
type loader interface {
	int(v int64)
	text(s string)
	blob(s string)
	null()
	value(v tandem.Value) // null when absent
	next() error
	// close writes what is left and tells how many rows were changed. It must
	// be called also after an error of next, which it repeats.
	close() (int64, error)
}

// one runs a query that answers with at most one row.
func one(ctx context.Context, q querier, sql string, args []any, fn func(r row)) (found bool, err error) {
	err = q.query(ctx, sql, args, func(r row) error {
		if !found {
			fn(r)
		}
		found = true
		return nil
	})
	return found, err
}
