package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"zombiezen.com/go/sqlite"

	"tandem"
)

// sqliteConn is a querier. Statements are prepared once per connection.
type sqliteConn struct {
	conn *sqlite.Conn
}

func (c *sqliteConn) query(ctx context.Context, sql string, args []any, fn func(r row) error) (err error) {
	stmt, err := c.prepare(ctx, sql, args)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stmt.Reset()) }()
	r := &sqliteRow{stmt: stmt}
	for {
		more, err := stmt.Step()
		if err != nil || !more {
			return err
		}
		r.column = 0
		if err := fn(r); err != nil {
			return err
		}
		if r.err != nil {
			return r.err
		}
	}
}

func (c *sqliteConn) exec(ctx context.Context, sql string, args ...any) (int64, error) {
	stmt, err := c.prepare(ctx, sql, args)
	if err != nil {
		return 0, err
	}
	for {
		more, err := stmt.Step()
		if err != nil {
			return 0, err
		}
		if !more {
			return int64(c.conn.Changes()), nil
		}
	}
}

// prepare binds $n by its name: SQLite numbers parameters as they appear in the
// text, PostgreSQL as they are written.
func (c *sqliteConn) prepare(ctx context.Context, sql string, args []any) (*sqlite.Stmt, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	stmt, err := c.conn.Prepare(sql)
	if err != nil {
		return nil, err
	}
	for i := 1; i <= stmt.BindParamCount(); i++ {
		n, err := strconv.Atoi(stmt.BindParamName(i)[1:])
		if err != nil || n > len(args) {
			return nil, fmt.Errorf("no argument for %s in %s", stmt.BindParamName(i), sql)
		}
		if err := bindSQLite(stmt, i, args[n-1]); err != nil {
			return nil, err
		}
	}
	return stmt, nil
}

func bindSQLite(stmt *sqlite.Stmt, i int, arg any) error {
	switch v := arg.(type) {
	case nil:
		stmt.BindNull(i)
	case int64:
		stmt.BindInt64(i, v)
	case int:
		stmt.BindInt64(i, int64(v))
	case bool:
		stmt.BindBool(i, v)
	case string:
		stmt.BindText(i, v)
	case []byte:
		stmt.BindBytes(i, v)
	case []int64:
		stmt.BindText(i, jsonInts(v))
	case []string:
		text, err := json.Marshal(v)
		if err != nil {
			return err
		}
		stmt.BindText(i, string(text))
	case tandem.Value:
		bindSQLiteValue(stmt, i, v, nil)
	default:
		return fmt.Errorf("%T cannot be bound", arg)
	}
	return nil
}

// jsonInts writes a JSON array, which is how SQLite takes a list.
func jsonInts(list []int64) string {
	text := make([]byte, 0, 8*len(list)+2)
	text = append(text, '[')
	for i, n := range list {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, n, 10)
	}
	return string(append(text, ']'))
}

// sqliteRow reads the current row of a statement.
type sqliteRow struct {
	stmt    *sqlite.Stmt
	column  int
	scratch []byte
	err     error
}

func (r *sqliteRow) int() int64 {
	r.column++
	return r.stmt.ColumnInt64(r.column - 1)
}

func (r *sqliteRow) bool() bool { return r.int() != 0 }

func (r *sqliteRow) text() string {
	r.column++
	return string(r.bytes(r.column - 1))
}

// bytes returns a column's octets until the next call.
func (r *sqliteRow) bytes(column int) []byte {
	n := r.stmt.ColumnLen(column)
	if cap(r.scratch) < n {
		r.scratch = make([]byte, 2*n)
	}
	return r.scratch[:r.stmt.ColumnBytes(column, r.scratch[:n])]
}

func (r *sqliteRow) value(kind tandem.Kind, a *arena) tandem.Value {
	r.column++
	v, ok := r.read(r.column-1, kind, a)
	if !ok && r.err == nil {
		r.err = tandem.Errorf(tandem.Internal, "column %s holds what is not a %s", r.stmt.ColumnName(r.column-1), kind)
	}
	return v
}

// sqliteTx is the open transaction of the writer's connection.
type sqliteTx struct {
	sqliteConn

	texts *loadTexts
}

// relax changes nothing: how a commit waits is the connection's affair.
func (tx *sqliteTx) relax() {}

func (tx *sqliteTx) savepoint(ctx context.Context, fn func() error) error {
	if _, err := tx.exec(ctx, "savepoint part"); err != nil {
		return err
	}
	err := fn()
	if tx.conn.AutocommitEnabled() {
		return errors.Join(err, errLost)
	}
	after := context.WithoutCancel(ctx)
	if err != nil {
		if _, undo := tx.exec(after, "rollback to part"); undo != nil {
			return errors.Join(err, undo)
		}
	}
	_, release := tx.exec(after, "release part")
	return errors.Join(err, release)
}
