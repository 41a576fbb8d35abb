package sqldb

import "context"

// database is the way to one remote database. Two kinds exist: postgresDatabase
// and stdDatabase.
type database interface {
	querier
	// begin starts a transaction.
	begin(ctx context.Context) (transaction, error)
	// check connects, if that has not happened yet.
	check(ctx context.Context) error
	close() error
}

type querier interface {
	// query runs a statement that returns rows. An error may also come with
	// close: rows that stop without one are complete.
	query(ctx context.Context, text string, args []any) (rows, error)
}

// rows is an open result.
type rows interface {
	next() bool
	// cells returns the row's columns as text, nil for null. They are valid until next.
	cells() [][]byte
	// close ends the statement and returns the error of the whole read.
	close() error
}

// transaction is a set of statements that take effect together.
type transaction interface {
	querier
	// run carries out statements in order and stops at the first that fails; its
	// position is then the number of results.
	run(ctx context.Context, statements []statement) ([]done, error)
	commit(ctx context.Context) error
	// rollback gives the transaction up, whatever state it is in. It may be called after commit.
	rollback()
}

// statement is SQL with its arguments.
type statement struct {
	text    string
	args    []any
	returns bool      // it returns a row
	out     []*string // or: what it returns is put here (Oracle)
}

// done is what one statement did.
type done struct {
	affected int64
	last     int64      // the number the database generated (MySQL)
	row      [][]byte   // the first row it returned
	rows     [][][]byte // PostgreSQL: all of them
}

// collect reads all rows of a small result as texts.
func collect(ctx context.Context, q querier, text string, args ...any) ([][]string, error) {
	result, err := q.query(ctx, text, args)
	if err != nil {
		return nil, err
	}
	var all [][]string
	for result.next() {
		cells := result.cells()
		line := make([]string, len(cells))
		for i, cell := range cells {
			line[i] = string(cell)
		}
		all = append(all, line)
	}
	return all, result.close()
}

// single reads the one row of a result; none is found = false. Null is nil.
func single(ctx context.Context, q querier, text string, args ...any) (row [][]byte, found bool, err error) {
	result, err := q.query(ctx, text, args)
	if err != nil {
		return nil, false, err
	}
	if result.next() {
		row, found = keep(result.cells()), true
	}
	return row, found, result.close()
}

// keep copies a row beyond the next.
func keep(cells [][]byte) [][]byte {
	kept := make([][]byte, len(cells))
	for i, cell := range cells {
		if cell != nil {
			kept[i] = append([]byte{}, cell...)
		}
	}
	return kept
}
