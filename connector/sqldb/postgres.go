package sqldb

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"

	"tandem/dictionary"
)

// postgres is PostgreSQL 10 and later.
type postgres struct{ ansi }

func (postgres) traits() traits {
	return traits{
		name: "PostgreSQL", streams: true, rowValues: true, tuples: true, anyArray: true, bytewise: true,
		nullsLast: true, inList: 5000,
	}
}

func (postgres) mark(n int) string { return "$" + strconv.Itoa(n) }

func (postgres) open(cfg *config) (database, error) {
	// Everything is said here: what the driver would else take from the
	// environment or a password file belongs to the server, not to this connection.
	address := url.URL{
		Scheme: "postgres", Host: net.JoinHostPort(cfg.address.host, strconv.Itoa(cfg.address.port)),
		Path: "/" + cfg.address.path, User: url.UserPassword(cfg.address.user, cfg.address.password),
		RawQuery: "sslmode=disable",
	}
	p, err := pgxpool.ParseConfig(address.String())
	if err != nil {
		return nil, errors.New("the address cannot be read")
	}
	p.MaxConns = int32(min(cfg.connections, 1000))
	p.MaxConnIdleTime = idleTime
	conn := &p.ConnConfig.Config
	conn.Host, conn.User, conn.Password, conn.Database = cfg.address.host, cfg.address.user, cfg.address.password, cfg.address.path
	conn.Fallbacks, conn.KerberosSrvName = nil, ""
	conn.TLSConfig = cfg.tls
	conn.DialFunc = cfg.dial
	conn.LookupFunc = func(_ context.Context, host string) ([]string, error) { return []string{host}, nil }
	conn.ConnectTimeout = connectTimeout
	conn.RuntimeParams = map[string]string{
		"application_name": "tandem", "client_encoding": "UTF8", "datestyle": "ISO, YMD",
		"bytea_output": "hex", "extra_float_digits": "1", "intervalstyle": "iso_8601",
	}
	if cfg.zoneName != "" {
		conn.RuntimeParams["timezone"] = cfg.zoneName
	}
	conn.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: 2 * time.Second}
	}
	pool, err := pgxpool.NewWithConfig(context.Background(), p)
	if err != nil {
		return nil, err
	}
	return &postgresDatabase{pool: pool}, nil
}

func (postgres) read(c *column, ref string) string {
	if c.base == "money" {
		return ref + "::numeric"
	}
	return ref
}

// listOf knows the types of the database itself. Their lengths are left to the
// assignment, which refuses what a cast would cut.
func (postgres) listOf(c *column) string {
	switch c.base {
	case "int2", "int4", "int8", "numeric", "float4", "float8", "bool", "text", "varchar", "bpchar",
		"date", "timestamp", "timestamptz", "time", "uuid":
		return "pg_catalog." + c.base + "[]"
	default:
		return ""
	}
}

func (postgres) same(c *column, ref, mark string) string {
	switch c.base {
	case "json", "xml", "point", "citext":
		return ref + "::text IS NOT DISTINCT FROM " + mark + "::text"
	case "money":
		return ref + "::numeric IS NOT DISTINCT FROM " + mark + "::numeric"
	default:
		return ref + " IS NOT DISTINCT FROM " + mark
	}
}

// openTransactions: a transaction gets its number when it first writes.
func (postgres) openTransactions() string {
	return "SELECT txid_snapshot_xmin(s), txid_snapshot_xmax(s) FROM (SELECT txid_current_snapshot()) AS x(s)"
}

func (postgres) readHorizon(row [][]byte) (horizon, bool) { return twoNumbers(row) }

func (postgres) next(name string) string {
	return "SELECT nextval('" + strings.ReplaceAll(name, "'", "''") + "')"
}

func (postgres) lockTable(source string) string {
	return "LOCK TABLE " + source + " IN SHARE ROW EXCLUSIVE MODE"
}

const postgresSchema = "COALESCE(NULLIF($1, ''), current_schema())"

func (d postgres) tables(in tableName, names []string) (string, []any) {
	args := []any{in.schema}
	return `SELECT c.relname, CASE WHEN c.relkind IN ('r', 'p', 'f') THEN 't' ELSE 'v' END, GREATEST(c.reltuples, 0)::bigint,
			(has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE'))::int
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = ` + postgresSchema + ` AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
			AND has_any_column_privilege(c.oid, 'SELECT')` +
		among(d, "c.relname", names, &args) + ` ORDER BY c.relname`, args
}

func (d postgres) columns(in tableName, names []string) (string, []any) {
	args := []any{in.schema}
	return `SELECT relname, attname, typname, declared,
			CASE WHEN typname IN ('bpchar', 'varchar') AND mod > 4 THEN mod - 4 ELSE 0 END,
			CASE WHEN typname = 'numeric' AND mod > 4 THEN ((mod - 4) >> 16) & 65535 ELSE 0 END,
			CASE WHEN typname = 'numeric' AND mod > 4 THEN (mod - 4) & 2047 WHEN typname LIKE 'timestamp%' THEN 6 ELSE -1 END,
			(NOT attnotnull)::int, (atthasdef OR attidentity <> '')::int, (attgenerated <> '' OR attidentity = 'a')::int
		FROM (SELECT c.relname, a.attname, a.attnum, b.typname, format_type(a.atttypid, a.atttypmod) AS declared,
				CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS mod,
				a.attnotnull, a.atthasdef, a.attidentity, a.attgenerated
			FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_type t ON t.oid = a.atttypid JOIN pg_type b ON b.oid = COALESCE(NULLIF(t.typbasetype, 0), t.oid)
			WHERE n.nspname = ` + postgresSchema + ` AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped` +
		among(d, "c.relname", names, &args) + `) x ORDER BY relname, attnum`, args
}

func (d postgres) keys(in tableName, names []string) (string, []any) {
	args := []any{in.schema}
	return `SELECT c.relname, i.relname, x.indisprimary::int, a.attname
		FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_class i ON i.oid = x.indexrelid
		CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
		WHERE n.nspname = ` + postgresSchema + ` AND x.indisunique AND x.indpred IS NULL AND x.indexprs IS NULL
			AND x.indisvalid AND k.n <= x.indnkeyatts` +
		among(d, "c.relname", names, &args) + ` ORDER BY c.relname, x.indisprimary DESC, i.relname, k.n`, args
}

func (postgres) profiles() string {
	return `SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
		AND has_schema_privilege(oid, 'USAGE') ORDER BY nspname`
}

func (postgres) profile(name string) tableName { return tableName{schema: name} }

func (postgres) classify(c *column) {
	switch c.base {
	case "int2", "int4", "int8", "oid", "xid8":
		c.typ, c.form = dictionary.Integer, formNumber
	case "numeric", "money":
		c.typ, c.form = dictionary.Decimal, formNumber
	case "float4", "float8":
		c.typ, c.form, c.inexact = dictionary.Decimal, formNumber, true
	case "bool":
		c.typ, c.form = dictionary.Bool, formBool
	case "date":
		c.typ, c.form = dictionary.Date, formDate
	case "timestamp":
		c.typ, c.form = dictionary.Instant, formWall
	case "timestamptz":
		c.typ, c.form = dictionary.Instant, formMoment
	case "bytea":
		c.typ, c.form = dictionary.Bytes, formHex
	default:
		c.typ, c.form = dictionary.Text, formText
		c.padded = c.base == "bpchar"
	}
	if c.typ == dictionary.Decimal && c.precision > 0 && c.scale == 0 {
		c.typ = dictionary.Integer
		if c.precision > 18 {
			c.typ = dictionary.Decimal
		}
	}
}

// parameters: a function or procedure of that name; its input parameters must have names.
func (postgres) parameters(in tableName, name string) (string, []any) {
	return `SELECT a.name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
		CROSS JOIN LATERAL unnest(p.proargnames, COALESCE(p.proargmodes::text[], array_fill('i'::text, ARRAY[cardinality(p.proargnames)]))) WITH ORDINALITY AS a(name, mode, n)
		WHERE n.nspname = ` + postgresSchema + ` AND p.proname = $2 AND a.mode IN ('i', 'b') AND p.prokind = 'f' ORDER BY a.n`,
		[]any{in.schema, name}
}

func (postgres) call(name string, names, marks []string) (string, bool) {
	pairs := make([]string, len(names))
	for i := range names {
		pairs[i] = quoteWith(names[i], `"`, `"`) + " => " + marks[i]
	}
	return "SELECT * FROM " + name + "(" + strings.Join(pairs, ", ") + ")", true //nolint:unqueryvet // what the function returns is its own affair
}

func (postgres) judge(err error) verdict {
	e, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
			return verdict{trouble: notReached}
		}
		return verdict{}
	}
	return verdict{trouble: postgresTrouble(e.Code), message: e.Message}
}

func postgresTrouble(code string) trouble {
	switch code {
	case "23505", "23P01":
		return duplicate
	case "42P01", "42703", "3F000", "42804", "42883", "3D000", "42P10":
		return schemaMissing
	case "42501", "25006":
		return notAllowed
	case "40001", "40P01", "55P03":
		return mayRetry
	case "57014":
		return tooSlow
	case "53300", "57P03":
		return notReached
	case "53100":
		return noRoom
	}
	switch {
	case strings.HasPrefix(code, "28"):
		return loginRefused
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "57P"):
		return notReached
	case strings.HasPrefix(code, "22"), strings.HasPrefix(code, "23"), strings.HasPrefix(code, "P0"), strings.HasPrefix(code, "44"):
		return rowRefused
	default:
		return otherTrouble
	}
}
