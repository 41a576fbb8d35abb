package store

import (
	"context"
	"errors"
	"strconv"

	"github.com/jackc/pgx/v5/pgconn"
	"zombiezen.com/go/sqlite"

	"tandem"
)

// dialect names a database. What SQL cannot say in one way for both is said by
// its methods, and nowhere else.
type dialect uint8

const (
	sqliteDialect dialect = iota
	postgresDialect
)

// anyInt is a condition: one of the numbers in parameter n, an []int64.
func (d dialect) anyInt(n int) string {
	if d == postgresDialect {
		return "= any($" + strconv.Itoa(n) + "::bigint[])"
	}
	return "in (select value from json_each($" + strconv.Itoa(n) + "))"
}

// anyText is a condition: one of the texts in parameter n, a []string.
func (d dialect) anyText(n int) string {
	if d == postgresDialect {
		return "= any($" + strconv.Itoa(n) + "::text[])"
	}
	return "in (select value from json_each($" + strconv.Itoa(n) + "))"
}

// now is the database's own clock in microseconds. Nodes' clocks may differ;
// what several nodes must agree on is measured with this one.
func (d dialect) now() string {
	if d == postgresDialect {
		return "(extract(epoch from clock_timestamp()) * 1000000)::bigint"
	}
	return "cast(unixepoch('now', 'subsec') * 1000000 as integer)"
}

// customField is a custom field within the JSON of a column, in a type that
// compares like the kind.
func (d dialect) customField(column, name string, kind tandem.Kind) string {
	if d == sqliteDialect {
		return "(" + column + " ->> '$." + name + "')"
	}
	text := "(" + column + "::jsonb ->> '" + name + "')"
	switch kind {
	case tandem.Integer, tandem.Instant, tandem.Reference:
		return text + "::bigint"
	case tandem.Decimal:
		return text + "::numeric"
	case tandem.Bool:
		return text + "::boolean"
	default:
		return text + ` collate "C"`
	}
}

// withoutField is the JSON of a column without one of its custom fields.
func (d dialect) withoutField(column, name string) string {
	if d == postgresDialect {
		return "(" + column + "::jsonb - '" + name + "')::text"
	}
	return "json_remove(" + column + ", '$." + name + "')"
}

// right is the last characters of a text.
func (d dialect) right(text, length string) string {
	if d == postgresDialect {
		return "right(" + text + ", " + length + ")"
	}
	return "substr(" + text + ", -" + length + ")"
}

// position is where a text holds another one, 0 for nowhere.
func (d dialect) position(text, part string) string {
	if d == postgresDialect {
		return "strpos(" + text + ", " + part + ")"
	}
	return "instr(" + text + ", " + part + ")"
}

// violation is a unique key that is taken, in the table that was written.
type violation struct {
	table string
	err   error
}

func (v *violation) Error() string { return v.table + ": " + v.err.Error() }
func (v *violation) Unwrap() error { return v.err }

// PostgreSQL's error codes that are acted upon.
const (
	pgUniqueViolation  = "23505"
	pgSerialization    = "40001"
	pgDeadlock         = "40P01"
	pgDiskFull         = "53100"
	pgLockNotAvailable = "55P03"
	pgReadOnly         = "25006"
)

// isUnique reports whether a unique key was taken.
func isUnique(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == pgUniqueViolation
	}
	code := sqlite.ErrCode(err)
	return code == sqlite.ResultConstraintUnique || code == sqlite.ResultConstraintPrimaryKey || code == sqlite.ResultConstraintRowID
}

// isTransient reports whether the same transaction may well succeed when run again.
func isTransient(err error) bool {
	if errors.Is(err, errMoved) {
		return true
	}
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pg.Code == pgSerialization || pg.Code == pgDeadlock)
}

// explain makes of a driver's error one that a person can act on. An error that
// is one already, or that stands for a bug, stays what it is.
func explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if cause := ctx.Err(); cause != nil {
		return tandem.Errorf(tandem.Cancelled, "the request was given up").Because(cause)
	}
	if _, ok := errors.AsType[*tandem.Error](err); ok {
		return err
	}
	if _, ok := errors.AsType[*tandem.RowErrors](err); ok {
		return err
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return explainPostgres(pg, err)
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok || pgconn.Timeout(err) {
		return tandem.Errorf(tandem.Unreached, "the database cannot be reached").Because(err)
	}
	return explainSQLite(err)
}

func explainPostgres(pg *pgconn.PgError, err error) error {
	switch pg.Code {
	case pgDiskFull:
		return tandem.Errorf(tandem.Full, "the database server has no room left").Because(err)
	case pgLockNotAvailable, pgDeadlock, pgSerialization:
		return tandem.Errorf(tandem.Busy, "the database is busy with the same rows").Because(err)
	case pgReadOnly:
		return tandem.Errorf(tandem.Forbidden, "the database is read-only").Because(err)
	default:
		return err
	}
}

func explainSQLite(err error) error {
	if sqlite.ErrCode(err) == sqlite.ResultIOErrWrite {
		return tandem.Errorf(tandem.Full, "the data directory takes no more: there is no room left within a quota or a limit on the size of files, or the disk fails").
			WithHint("look at both and try again; nothing was written").Because(err)
	}
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultFull:
		return tandem.Errorf(tandem.Full, "there is no room left on the disk of the data directory").
			WithHint("free some room and try again; nothing was written").Because(err)
	case sqlite.ResultBusy, sqlite.ResultLocked:
		return tandem.Errorf(tandem.Busy, "another process has been writing to the data directory for too long").Because(err)
	case sqlite.ResultReadOnly, sqlite.ResultPerm, sqlite.ResultCantOpen:
		return tandem.Errorf(tandem.Forbidden, "the data directory cannot be written").Because(err)
	case sqlite.ResultCorrupt, sqlite.ResultNotADB:
		return tandem.Errorf(tandem.Internal, "the database file is damaged").WithHint("restore it from a backup").Because(err)
	default:
		return err
	}
}

// isBadData reports whether the database refused a value that got past our own
// checks: PostgreSQL's class 22.
func isBadData(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && len(pg.Code) == 5 && pg.Code[:2] == "22"
}
