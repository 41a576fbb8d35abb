package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
)

// stdDatabase reaches a database through database/sql.
type stdDatabase struct {
	db       *sql.DB
	prepares bool // statements that run often are worth preparing
	closers  []io.Closer
}

// openStd makes a database of a connector. Each new connection runs the
// statements of setup first.
func openStd(c driver.Connector, limit int, prepares bool, setup ...string) *stdDatabase {
	db := sql.OpenDB(&setupConnector{Connector: c, setup: setup})
	db.SetMaxOpenConns(limit)
	db.SetMaxIdleConns(limit)
	db.SetConnMaxIdleTime(idleTime)
	return &stdDatabase{db: db, prepares: prepares}
}

func (d *stdDatabase) check(ctx context.Context) error { return d.db.PingContext(ctx) }

func (d *stdDatabase) close() error {
	err := d.db.Close()
	for _, c := range d.closers {
		err = errors.Join(err, c.Close())
	}
	return err
}

func (d *stdDatabase) query(ctx context.Context, text string, args []any) (rows, error) {
	return stdQuery(ctx, d.db, text, args)
}

func (d *stdDatabase) begin(ctx context.Context) (transaction, error) {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &stdTransaction{tx: tx, prepares: d.prepares, prepared: map[string]*sql.Stmt{}}, nil
}

type stdQuerier interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

func stdQuery(ctx context.Context, q stdQuerier, text string, args []any) (rows, error) {
	result, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	return newStdRows(result)
}

// stdRows reads every column into octets that the driver owns.
type stdRows struct {
	result *sql.Rows
	values [][]byte
	into   []any
	err    error
}

func newStdRows(result *sql.Rows) (*stdRows, error) {
	names, err := result.Columns()
	if err != nil {
		return nil, errors.Join(err, result.Close())
	}
	r := &stdRows{result: result, values: make([][]byte, len(names)), into: make([]any, len(names))}
	for i := range r.values {
		r.into[i] = (*sql.RawBytes)(&r.values[i])
	}
	return r, nil
}

func (r *stdRows) next() bool {
	if r.err != nil || !r.result.Next() {
		return false
	}
	r.err = r.result.Scan(r.into...)
	return r.err == nil
}

func (r *stdRows) cells() [][]byte { return r.values }

// close comes before asking for the error: the row lent out last holds a lock
// that Close gives back, and with the context at an end Err would wait for it.
func (r *stdRows) close() error {
	closed := r.result.Close()
	if r.err == nil {
		r.err = r.result.Err()
	}
	if r.err == nil {
		r.err = closed
	}
	return r.err
}

// stdTransaction keeps the statements it prepared: a batch repeats them.
type stdTransaction struct {
	tx       *sql.Tx
	prepares bool
	prepared map[string]*sql.Stmt
}

func (t *stdTransaction) query(ctx context.Context, text string, args []any) (rows, error) {
	return stdQuery(ctx, t.tx, text, args)
}

func (t *stdTransaction) run(ctx context.Context, statements []statement) ([]done, error) {
	results := make([]done, 0, len(statements))
	for i := range statements {
		result, err := t.one(ctx, &statements[i])
		if err != nil {
			return results, err
		}
		results = append(results, result)
	}
	return results, nil
}

func (t *stdTransaction) one(ctx context.Context, s *statement) (done, error) {
	if s.returns {
		row, found, err := single(ctx, t, s.text, s.args...)
		if !found {
			return done{}, err
		}
		return done{affected: 1, row: row}, err
	}
	result, err := t.exec(ctx, s)
	if err != nil {
		return done{}, err
	}
	affected, err := result.RowsAffected()
	if err != nil {
		return done{}, err
	}
	// Databases that have no such number say so with an error; then nobody asks for it.
	last, err := result.LastInsertId()
	if err != nil {
		last = 0
	}
	d := done{affected: affected, last: last}
	for _, out := range s.out {
		d.row = append(d.row, []byte(*out))
	}
	return d, nil
}

func (t *stdTransaction) exec(ctx context.Context, s *statement) (sql.Result, error) {
	if !t.prepares {
		return t.tx.ExecContext(ctx, s.text, s.args...)
	}
	prepared, ok := t.prepared[s.text]
	if !ok {
		var err error
		if prepared, err = t.tx.PrepareContext(ctx, s.text); err != nil {
			return nil, err
		}
		t.prepared[s.text] = prepared
	}
	return prepared.ExecContext(ctx, s.args...)
}

func (t *stdTransaction) commit(context.Context) error { return t.tx.Commit() }

func (t *stdTransaction) rollback() {
	// After a commit or on a broken connection there is nothing to take back.
	_ = t.tx.Rollback()
}

// setupConnector runs statements on each new connection.
type setupConnector struct {
	driver.Connector
	setup []string
}

// Connect implements driver.Connector.
func (c *setupConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	for _, text := range c.setup {
		if err := execDriver(ctx, conn, text); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return conn, nil
}

func execDriver(ctx context.Context, conn driver.Conn, text string) error {
	if e, ok := conn.(driver.ExecerContext); ok {
		_, err := e.ExecContext(ctx, text, nil)
		return err
	}
	s, err := conn.Prepare(text)
	if err != nil {
		return err
	}
	e, ok := s.(driver.StmtExecContext)
	if !ok {
		return errors.Join(errors.New("driver cannot run a statement"), s.Close())
	}
	_, err = e.ExecContext(ctx, nil)
	return errors.Join(err, s.Close())
}
