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

// searchConnections is how many searches and counts run side by side.
const searchConnections = 4

// postgresDB is a PostgreSQL database, used through two pools of connections.
type postgresDB struct {
	pool     *pgxpool.Pool // for what is found by its key
	search   *pgxpool.Pool // for what people search
	texts    loadTexts
	alphabet string // the collation whose lower comes closest to expr.Fold
	serving  servingRole
}

func (s *Store) openPostgres(ctx context.Context, o Options) (database, error) {
	config, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return nil, tandem.Errorf(tandem.Usage, "the address of the database cannot be read").
			WithHint("write it like postgres://user:password@host/database") // the cause may show the password
	}
	config.MaxConns = defaultConnections
	if o.Connections > 0 {
		config.MaxConns = int32(min(o.Connections, 1000))
	}
	setParameters(config.ConnConfig.RuntimeParams)
	if err := migrate(ctx, postgresDialect, o.URL, s.log); err != nil {
		return nil, err
	}
	db := &postgresDB{texts: loadTexts{mark: "$"}}
	if db.serving, err = openServingRole(ctx, config.ConnConfig, s.log); err != nil {
		return nil, err
	}
	db.serving.bind(config.ConnConfig.RuntimeParams)
	search := config.Copy()
	search.MaxConns = searchConnections
	if db.search, err = pgxpool.NewWithConfig(ctx, search); err != nil {
		return nil, err
	}
	onlyByKey(config.ConnConfig.RuntimeParams)
	if db.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		db.search.Close()
		return nil, err
	}
	if err := db.chooseAlphabet(ctx); err != nil {
		return nil, errors.Join(err, db.close())
	}
	return db, nil
}

// chooseAlphabet looks for a collation that knows more letters than those of
// ASCII and folds them one by one; the one our columns have does not.
func (db *postgresDB) chooseAlphabet(ctx context.Context) error {
	db.alphabet = "default"
	return db.read(ctx, noAccount, func(q querier) error {
		_, err := one(ctx, q, `select collname::text from pg_collation where collname in ('C.utf8', 'C.UTF-8', 'und-x-icu')
			and collencoding in (-1, (select encoding from pg_database where datname = current_database()))
			order by collname = 'und-x-icu' limit 1`, nil, func(r row) { db.alphabet = r.text() })
		return err
	})
}

func (db *postgresDB) fold(text string) string {
	return "lower(" + text + " collate " + quote(db.alphabet) + ")"
}

func setParameters(p map[string]string) {
	p["application_name"] = "tandem"
	p["client_min_messages"] = "warning"
	p["jit"] = "off"
}

// onlyByKey takes every way from the planner but to look rows up in an index.
// All statements of the pool are made for that, and fresh tables have no
// statistics: left to itself the planner takes a table of a million rows for a
// small one and goes through all of it for each page. It plans a statement once,
// not for its arguments: shown a list of some thousand keys, it would go through
// the whole index with several processes.
func onlyByKey(p map[string]string) {
	p["plan_cache_mode"] = "force_generic_plan"
	p["max_parallel_workers_per_gather"] = "0"
	for _, way := range []string{"seqscan", "bitmapscan", "hashjoin", "mergejoin", "material"} {
		p["enable_"+way] = "off"
	}
}

func (db *postgresDB) dialect() dialect { return postgresDialect }

func (db *postgresDB) close() error {
	db.pool.Close()
	db.search.Close()
	return nil
}

func (db *postgresDB) read(ctx context.Context, account int64, fn func(q querier) error) error {
	return db.use(ctx, db.pool, account, fn)
}

func (db *postgresDB) scan(ctx context.Context, account int64, fn func(q querier) error) error {
	return db.use(ctx, db.search, account, fn)
}

func (db *postgresDB) use(ctx context.Context, pool *pgxpool.Pool, account int64, fn func(q querier) error) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	return fn(&postgresConn{conn: conn.Conn(), before: db.serving.before(account)})
}

// endTimeout bounds how long a transaction that is given up is waited for.
const endTimeout = 10 * time.Second

func (db *postgresDB) write(ctx context.Context, account int64, _ bool, fn func(tx transaction) error) error {
	tx, err := db.begin(ctx, account)
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		return errors.Join(err, tx.giveUp(ctx))
	}
	return tx.end(ctx)
}

func (db *postgresDB) index(ctx context.Context, sql string) error {
	return db.write(ctx, allAccounts, false, func(tx transaction) error {
		_, err := tx.exec(ctx, sql)
		return err
	})
}

// begin starts a transaction on a connection of its own; end or giveUp must be called.
func (db *postgresDB) begin(ctx context.Context, account int64) (*postgresTx, error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	tx := &postgresTx{postgresConn: postgresConn{conn: conn.Conn()}, account: account, serving: &db.serving, texts: &db.texts, release: conn.Release}
	if err := tx.begin(ctx); err != nil {
		conn.Release()
		return nil, err
	}
	return tx, nil
}

// end commits.
func (tx *postgresTx) end(ctx context.Context) error {
	if err := tx.commit(ctx); err != nil {
		return errors.Join(err, tx.giveUp(ctx))
	}
	tx.release()
	return nil
}

// giveUp takes the transaction back.
func (tx *postgresTx) giveUp(ctx context.Context) error {
	defer tx.release()
	return rollback(ctx, tx.conn)
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
