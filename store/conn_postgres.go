package store

import (
	"context"
	"encoding/binary"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"tandem"
)

// postgresConn is a querier. pgx prepares statements once per connection.
type postgresConn struct {
	conn   *pgx.Conn
	before *setting // travels with each statement; nil within a transaction, which began with it
}

func (c *postgresConn) query(ctx context.Context, sql string, args []any, fn func(r row) error) error {
	if c.before != nil {
		return c.before.query(ctx, c.conn, sql, args, fn)
	}
	rows, err := c.conn.Query(ctx, sql, postgresArgs(args)...)
	if err != nil {
		return err
	}
	return eachRow(rows, fn)
}

func eachRow(rows pgx.Rows, fn func(r row) error) error {
	defer rows.Close()
	r := &postgresRow{}
	for rows.Next() {
		r.columns, r.column = rows.RawValues(), 0
		if err := fn(r); err != nil {
			return err
		}
		if r.err != nil {
			return r.err
		}
	}
	rows.Close()
	return rows.Err()
}

func (c *postgresConn) exec(ctx context.Context, sql string, args ...any) (int64, error) {
	tag, err := c.conn.Exec(ctx, sql, postgresArgs(args)[1:]...)
	return tag.RowsAffected(), err
}

// postgresArgs asks for binary answers, and writes values as text: PostgreSQL
// reads that for every type.
func postgresArgs(args []any) []any {
	all := make([]any, 0, len(args)+1)
	all = append(all, pgx.QueryResultFormats{pgx.BinaryFormatCode})
	for _, arg := range args {
		switch v := arg.(type) {
		case tandem.Value:
			arg = postgresArg(v)
		case []byte:
			if v == nil {
				arg = []byte{} // no octets are not null
			}
		case []int64:
			if v == nil {
				arg = []int64{} // the same
			}
		}
		all = append(all, arg)
	}
	return all
}

func postgresArg(v tandem.Value) any {
	switch v.Kind() {
	case tandem.Absent, tandem.Null:
		return nil
	case tandem.Integer, tandem.Reference:
		return v.Int()
	case tandem.Bool:
		return v.Bool()
	case tandem.Bytes:
		return []byte(v.Text())
	default:
		return v.String()
	}
}

// postgresRow reads the binary columns of a row.
type postgresRow struct {
	columns [][]byte
	column  int
	err     error
}

func (r *postgresRow) next() []byte {
	r.column++
	return r.columns[r.column-1]
}

func (r *postgresRow) int() int64 {
	switch c := r.next(); len(c) {
	case 8:
		return int64(binary.BigEndian.Uint64(c))
	case 4:
		return int64(int32(binary.BigEndian.Uint32(c)))
	case 0:
		return 0
	default:
		r.err = errNotInteger
		return 0
	}
}

var errNotInteger = errors.New("a column is not an integer")

func (r *postgresRow) bool() bool {
	c := r.next()
	return len(c) == 1 && c[0] != 0
}

func (r *postgresRow) text() string { return string(r.next()) }

func (r *postgresRow) value(kind tandem.Kind, a *arena) tandem.Value {
	v, ok := decodeWire(r.next(), kind, a)
	if !ok && r.err == nil {
		r.err = tandem.Errorf(tandem.Internal, "column %d holds what is not a %s", r.column, kind)
	}
	return v
}

// postgresTx is a transaction. Statements that need no answer wait in a
// pipeline and travel with the next one that does, or with the commit.
type postgresTx struct {
	postgresConn
	texts    *loadTexts
	pipeline *pgconn.Batch
	waiting  []string // the table each waiting statement writes
	nested   int      // savepoints that are open
	account  int64
	serving  *servingRole
	release  func() // gives the connection back
}

// begin starts the transaction for its account and marks it as one that may
// write changes, see change_limit in the migrations.
func (tx *postgresTx) begin(ctx context.Context) error {
	return tx.conn.PgConn().Exec(ctx, "begin isolation level read committed; "+tx.serving.setLocal(tx.account)+"select change_begin()").Close()
}

func (tx *postgresTx) commit(ctx context.Context) error {
	tx.wait("commit", "", nil)
	return tx.flush(ctx)
}

// relax spares the commit its wait for the disk.
func (tx *postgresTx) relax() { tx.wait("set local synchronous_commit = off", "", nil) }

// wait puts a statement into the pipeline: one prepared under a name, or SQL without parameters.
func (tx *postgresTx) wait(sql, table string, prepared func(b *pgconn.Batch)) {
	if tx.pipeline == nil {
		tx.pipeline = &pgconn.Batch{}
	}
	if prepared != nil {
		prepared(tx.pipeline)
	} else {
		tx.pipeline.ExecParams(sql, nil, nil, nil, nil)
	}
	tx.waiting = append(tx.waiting, table)
}

// flush sends the pipeline and waits for its answers.
func (tx *postgresTx) flush(ctx context.Context) error {
	_, err := tx.flushCounting(ctx, len(tx.waiting))
	return err
}

// flushCounting is flush; it counts the rows changed by statements from the
// given one on.
func (tx *postgresTx) flushCounting(ctx context.Context, from int) (changed int64, err error) {
	if tx.pipeline == nil {
		return 0, nil
	}
	batch, tables := tx.pipeline, tx.waiting
	tx.pipeline, tx.waiting = nil, tx.waiting[:0]
	results := tx.conn.PgConn().ExecBatch(ctx, batch)
	n := 0
	for ; results.NextResult(); n++ {
		tag, err := results.ResultReader().Close()
		if err != nil {
			return 0, errors.Join(fault(tables, n, err), results.Close())
		}
		if n >= from {
			changed += tag.RowsAffected()
		}
	}
	if err := results.Close(); err != nil {
		return 0, fault(tables, n, err)
	}
	return changed, nil
}

// fault says which table was written when a unique key was found taken.
func fault(tables []string, n int, err error) error {
	if isUnique(err) && n < len(tables) {
		return &violation{table: tables[n], err: err}
	}
	return err
}

func (tx *postgresTx) query(ctx context.Context, sql string, args []any, fn func(r row) error) error {
	if err := tx.flush(ctx); err != nil {
		return err
	}
	return tx.postgresConn.query(ctx, sql, args, fn)
}

func (tx *postgresTx) exec(ctx context.Context, sql string, args ...any) (int64, error) {
	if err := tx.flush(ctx); err != nil {
		return 0, err
	}
	return tx.postgresConn.exec(ctx, sql, args...)
}

func (tx *postgresTx) savepoint(ctx context.Context, fn func() error) error {
	tx.wait("savepoint part", "", nil)
	if err := tx.flush(ctx); err != nil {
		return err
	}
	tx.nested++
	err := fn()
	tx.nested--
	if err == nil {
		tx.wait("release part", "", nil)
		if err = tx.flush(ctx); err == nil {
			return nil
		}
	}
	tx.pipeline, tx.waiting = nil, tx.waiting[:0]
	if tx.conn.IsClosed() {
		return err
	}
	return errors.Join(err, tx.conn.PgConn().Exec(ctx, "rollback to part; release part").Close())
}
