package sqldb

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// postgresDatabase reaches PostgreSQL below pgx's type system: arguments and
// results travel as text, and the server infers the types of arguments.
type postgresDatabase struct {
	pool *pgxpool.Pool
}

func (d *postgresDatabase) check(ctx context.Context) error { return d.pool.Ping(ctx) }

func (d *postgresDatabase) close() error {
	d.pool.Close()
	return nil
}

func (d *postgresDatabase) query(ctx context.Context, text string, args []any) (rows, error) {
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	result := conn.Conn().PgConn().ExecParams(ctx, text, encodeArgs(args), nil, nil, nil)
	return &postgresRows{result: result, cancel: cancel, release: conn.Release}, nil
}

func (d *postgresDatabase) begin(ctx context.Context) (transaction, error) {
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	tx := &postgresTransaction{conn: conn}
	if err := tx.exec(ctx, "BEGIN"); err != nil {
		conn.Release()
		return nil, err
	}
	return tx, nil
}

// postgresRows is an open result. Its cells lie in the connection's read buffer.
type postgresRows struct {
	result  *pgconn.ResultReader
	cancel  context.CancelFunc
	release func() // nil within a transaction
	ended   bool
}

func (r *postgresRows) next() bool {
	if r.result.NextRow() {
		return true
	}
	r.ended = true
	return false
}

func (r *postgresRows) cells() [][]byte { return r.result.Values() }

func (r *postgresRows) close() error {
	if !r.ended && r.release != nil {
		// Nobody wants the rest: have the server stop rather than send it all.
		r.cancel()
		_, _ = r.result.Close()
		r.release()
		return nil
	}
	_, err := r.result.Close()
	r.cancel()
	if r.release != nil {
		r.release()
	}
	return err
}

// postgresTransaction sends the statements of a batch in one go and reads the
// answers after that.
type postgresTransaction struct {
	conn *pgxpool.Conn
}

func (t *postgresTransaction) pg() *pgconn.PgConn { return t.conn.Conn().PgConn() }

func (t *postgresTransaction) exec(ctx context.Context, text string) error {
	return t.pg().Exec(ctx, text).Close()
}

func (t *postgresTransaction) query(ctx context.Context, text string, args []any) (rows, error) {
	result := t.pg().ExecParams(ctx, text, encodeArgs(args), nil, nil, nil)
	return &postgresRows{result: result, cancel: func() {}}, nil
}

func (t *postgresTransaction) run(ctx context.Context, statements []statement) ([]done, error) {
	names, err := t.prepare(ctx, statements)
	if err != nil {
		return nil, err
	}
	pipeline := t.pg().StartPipeline(ctx)
	for i := range statements {
		pipeline.SendQueryPrepared(names[i], encodeArgs(statements[i].args), nil, nil)
	}
	if err := pipeline.Sync(); err != nil {
		return nil, err
	}
	results, err := readPipeline(pipeline, len(statements))
	if closed := pipeline.Close(); err == nil {
		err = closed
	}
	return results, err
}

func readPipeline(pipeline *pgconn.Pipeline, n int) ([]done, error) {
	results := make([]done, 0, n)
	for len(results) < n {
		got, err := pipeline.GetResults()
		if err != nil {
			return results, err
		}
		reader, ok := got.(*pgconn.ResultReader)
		if !ok {
			return results, fmt.Errorf("unexpected %T within a pipeline", got)
		}
		var d done
		for reader.NextRow() {
			d.rows = append(d.rows, keep(reader.Values()))
		}
		if len(d.rows) > 0 {
			d.row = d.rows[0]
		}
		tag, err := reader.Close()
		if err != nil {
			return results, err
		}
		d.affected = tag.RowsAffected()
		results = append(results, d)
	}
	return results, nil
}

// preparedLimit is how many statements a connection keeps prepared. Batches
// repeat a few; a view with many optional fields makes many.
const preparedLimit = 256

// preparedKey is where the connection keeps the names of its prepared statements.
const preparedKey = "tandem.prepared"

// prepare returns the names under which the statements are prepared.
func (t *postgresTransaction) prepare(ctx context.Context, statements []statement) ([]string, error) {
	known, ok := t.pg().CustomData()[preparedKey].(map[string]string)
	if !ok {
		known = map[string]string{}
		t.pg().CustomData()[preparedKey] = known
	}
	if len(known) > preparedLimit {
		if err := t.exec(ctx, "DEALLOCATE ALL"); err != nil {
			return nil, err
		}
		clear(known)
	}
	names := make([]string, len(statements))
	for i := range statements {
		name, ok := known[statements[i].text]
		if !ok {
			name = "tandem_" + strconv.Itoa(len(known))
			if _, err := t.pg().Prepare(ctx, name, statements[i].text, nil); err != nil {
				return nil, err
			}
			known[statements[i].text] = name
		}
		names[i] = name
	}
	return names, nil
}

func (t *postgresTransaction) commit(ctx context.Context) error {
	tag, err := t.pg().Exec(ctx, "COMMIT").ReadAll()
	if err == nil && len(tag) == 1 && tag[0].CommandTag.String() == "ROLLBACK" {
		return errRolledBack
	}
	return err
}

// rollbackTimeout is how long taking a transaction back may take. The context
// of the work is often over by then.
const rollbackTimeout = 5 * time.Second

func (t *postgresTransaction) rollback() {
	if t.conn == nil {
		return
	}
	if t.pg().TxStatus() != 'I' && !t.pg().IsClosed() {
		ctx, cancel := context.WithTimeout(context.Background(), rollbackTimeout)
		// A connection that cannot roll back is not idle: the pool discards it on release.
		_ = t.exec(ctx, "ROLLBACK")
		cancel()
	}
	t.conn.Release()
	t.conn = nil
}

// encodeArgs writes arguments as PostgreSQL's text form.
func encodeArgs(args []any) [][]byte {
	if len(args) == 0 {
		return nil
	}
	encoded := make([][]byte, len(args))
	for i, arg := range args {
		encoded[i] = encodeArg(arg)
	}
	return encoded
}

func encodeArg(arg any) []byte {
	switch v := arg.(type) {
	case nil:
		return nil
	case string:
		return []byte(v)
	case int64:
		return strconv.AppendInt(nil, v, 10)
	case bool:
		return strconv.AppendBool(nil, v)
	case []byte:
		return append([]byte(`\x`), hex.AppendEncode(nil, v)...)
	default:
		return fmt.Append(nil, v)
	}
}
