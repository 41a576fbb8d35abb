package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"tandem"
)

// defaultConnections is the size of a node's pool: enough for the lanes of two
// cores and the requests beside them, and far below a server's default limit.
const defaultConnections = 16

// postgresDB is a PostgreSQL database, used through a pool of connections.
type postgresDB struct {
	pool     *pgxpool.Pool
	alphabet string // the collation whose lower comes closest to expr.Fold
}

func (s *Store) openPostgres(ctx context.Context, o Options) (database, error) {
	config, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return nil, tandem.Errorf(tandem.Usage, "the address of the database cannot be read").
			WithHint("write it like postgres://user:password@host/database") // the cause may show the password
	}
	config.MaxConns = defaultConnections
	if o.Connections > 0 {
		config.MaxConns = int32(min(o.Connections, 1000)) //nolint:gosec // bounded
	}
	setParameters(config.ConnConfig.RuntimeParams)
	if err := migrate(ctx, postgresDialect, o.URL, s.log); err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	db := &postgresDB{pool: pool}
	if err := db.chooseAlphabet(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return db, nil
}

// chooseAlphabet looks for a collation that knows more letters than those of
// ASCII and folds them one by one; the one our columns have does not.
func (db *postgresDB) chooseAlphabet(ctx context.Context) error {
	db.alphabet = "default"
	return db.read(ctx, func(q querier) error {
		_, err := one(ctx, q, `select collname::text from pg_collation where collname in ('C.utf8', 'C.UTF-8', 'und-x-icu')
			and collencoding in (-1, (select encoding from pg_database where datname = current_database()))
			order by collname = 'und-x-icu' limit 1`, nil, func(r row) { db.alphabet = r.text() })
		return err
	})
}

func (db *postgresDB) fold(text string) string {
	return "lower(" + text + " collate " + quote(db.alphabet) + ")"
}

// setParameters: whatever the store asks for it finds by key, in order. Fresh
// tables have no statistics, and without them the planner likes to hash a table
// of a million rows to find a page of them.
func setParameters(p map[string]string) {
	p["application_name"] = "tandem"
	p["client_min_messages"] = "warning"
	p["enable_hashjoin"] = "off"
	p["enable_mergejoin"] = "off"
	p["jit"] = "off"
	p["enable_seqscan"] = "off" // every statement has its index; a plan made while a table was empty must not outlive that
}

func (db *postgresDB) dialect() dialect { return postgresDialect }

func (db *postgresDB) close() error {
	db.pool.Close()
	return nil
}

func (db *postgresDB) read(ctx context.Context, fn func(q querier) error) error {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	return fn(&postgresConn{conn: conn.Conn()})
}

// endTimeout bounds how long a transaction that is given up is waited for.
const endTimeout = 10 * time.Second

func (db *postgresDB) write(ctx context.Context, _ bool, fn func(tx transaction) error) (err error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	tx := &postgresTx{postgresConn: postgresConn{conn: conn.Conn()}}
	if err := tx.begin(ctx); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, rollback(ctx, conn.Conn()))
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.commit(ctx)
}

// rollback ends a failed transaction, also when the request was given up. A
// connection that was lost with it has ended it already.
func rollback(ctx context.Context, conn *pgx.Conn) error {
	if conn.IsClosed() {
		return nil
	}
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer cancel()
	return conn.PgConn().Exec(after, "rollback").Close()
}
