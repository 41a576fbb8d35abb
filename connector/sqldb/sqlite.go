package sqldb

import (
	"errors"
	"net/url"
	"strings"

	sqlitedriver "modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"tandem/dictionary"
)

// sqlite is SQLite 3. Its types are suggestions: what a value is shows only
// when it is read.
type sqlite struct{ ansi }

func (sqlite) traits() traits {
	return traits{name: "SQLite", rowValues: true, bytewise: true, bareChar: true, serial: true, inList: 500}
}

func (sqlite) open(cfg *config) (database, error) {
	q := url.Values{}
	// A writer that finds another at work waits; taking the lock at BEGIN keeps
	// two transactions from each waiting for the other.
	q.Add("_pragma", "busy_timeout(5000)")
	q.Set("_txlock", "immediate")
	q.Set("mode", "rw") // a file that is not there is not made
	address := url.URL{Scheme: "file", Path: cfg.address.path, RawQuery: q.Encode()}
	connector, err := sqlitedriver.NewConnector(address.String())
	if err != nil {
		return nil, err
	}
	return openStd(connector, cfg.connections, true), nil
}

// quote avoids double quotes: SQLite takes a name in them that it does not know
// for a text, and a renamed column would read as its own name.
func (sqlite) quote(name string) string { return quoteWith(name, "`", "`") }

// read keeps the driver from making times out of texts: it would take a clock
// without an offset for UTC.
func (sqlite) read(c *column, ref string) string {
	if c.form == formDate || c.form == formWall {
		return "CAST(" + ref + " AS TEXT)"
	}
	return ref
}

func (sqlite) same(c *column, ref, mark string) string {
	if c.padded {
		ref = "RTRIM(" + ref + ", ' ')"
	}
	return ref + " IS " + mark
}

// A transaction that writes holds the lock of the whole file from its start.
func (sqlite) forUpdate() (string, string) { return "", "" }

func (d sqlite) tables(_ tableName, names []string) (string, []any) {
	var args []any
	return `SELECT name, CASE type WHEN 'table' THEN 't' ELSE 'v' END, 0, 1 FROM sqlite_master
		WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\'` +
		among(d, "name", names, &args) + ` ORDER BY name`, args
}

func (d sqlite) columns(_ tableName, names []string) (string, []any) {
	var args []any
	return `SELECT m.name, c.name, LOWER(c.type), c.type, 0, 0, -1, c."notnull" = 0 AND c.pk = 0,
			c.dflt_value IS NOT NULL OR (c.pk = 1 AND LOWER(c.type) = 'integer'), c.hidden IN (2, 3)
		FROM sqlite_master m, pragma_table_xinfo(m.name) c
		WHERE m.type IN ('table', 'view') AND c.hidden <> 1 AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'` +
		among(d, "m.name", names, &args) + ` ORDER BY m.name, c.cid`, args
}

func (d sqlite) keys(_ tableName, names []string) (string, []any) {
	var args []any
	primary := `SELECT m.name AS t, '' AS i, 1 AS p, c.name AS c, c.pk AS n
		FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND c.pk > 0` + among(d, "m.name", names, &args)
	others := `SELECT m.name, i.name, 0, x.name, x.seqno
		FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) x
		WHERE m.type = 'table' AND i."unique" = 1 AND i.partial = 0 AND i.origin <> 'pk'` + among(d, "m.name", names, &args)
	return `SELECT t, i, p, c FROM (` + primary + ` UNION ALL ` + others + `) ORDER BY t, p DESC, i, n`, args
}

// classify follows SQLite's own rules of affinity, and what people mean by the
// names of dates, which SQLite does not know.
func (sqlite) classify(c *column) {
	c.base, c.length, c.precision, c.scale = splitType(c.base)
	has := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(c.base, part) {
				return true
			}
		}
		return false
	}
	switch {
	case has("dec", "num") && has("text"):
		// As a text, a decimal keeps all its digits.
		c.typ, c.form = dictionary.Decimal, formNumber
	case has("bool"):
		c.typ, c.form = dictionary.Bool, formBool
	case has("int") && !has("point"):
		c.typ, c.form = dictionary.Integer, formNumber
	case has("char", "clob", "text"):
		c.typ, c.form = dictionary.Text, formText
		c.padded = has("char") && !has("var") && c.length > 0
	case has("datetime", "timestamp"):
		c.typ, c.form = dictionary.Instant, formWall
	case has("date"):
		c.typ, c.form = dictionary.Date, formDate
	case has("real", "float", "double"):
		c.typ, c.form, c.inexact = dictionary.Decimal, formNumber, true
	case has("dec", "num", "money"):
		c.typ, c.form = dictionary.Decimal, formNumber
	case has("blob", "binary"):
		c.typ, c.form = dictionary.Bytes, formOctets
	default:
		c.typ, c.form = dictionary.Text, formText
	}
	if c.form != formText {
		c.length = 0
	}
}

func (sqlite) judge(err error) verdict {
	e, ok := errors.AsType[*sqlitedriver.Error](err)
	if !ok {
		return verdict{}
	}
	switch e.Code() {
	case sqlitelib.SQLITE_CONSTRAINT_UNIQUE, sqlitelib.SQLITE_CONSTRAINT_PRIMARYKEY, sqlitelib.SQLITE_CONSTRAINT_ROWID:
		return verdict{trouble: duplicate}
	}
	switch e.Code() & 0xff {
	case sqlitelib.SQLITE_CONSTRAINT, sqlitelib.SQLITE_MISMATCH, sqlitelib.SQLITE_TOOBIG:
		return verdict{trouble: rowRefused}
	case sqlitelib.SQLITE_BUSY, sqlitelib.SQLITE_LOCKED:
		return verdict{mayRetry, "the file is locked by another writer"}
	case sqlitelib.SQLITE_READONLY, sqlitelib.SQLITE_PERM, sqlitelib.SQLITE_AUTH:
		return verdict{trouble: notAllowed}
	case sqlitelib.SQLITE_FULL:
		return verdict{trouble: noRoom}
	case sqlitelib.SQLITE_CANTOPEN:
		return verdict{notReached, "the file is not there or may not be opened"}
	case sqlitelib.SQLITE_IOERR, sqlitelib.SQLITE_NOTADB, sqlitelib.SQLITE_CORRUPT:
		return verdict{trouble: notReached}
	case sqlitelib.SQLITE_INTERRUPT:
		return verdict{trouble: tooSlow}
	case sqlitelib.SQLITE_SCHEMA, sqlitelib.SQLITE_ERROR:
		// SQLite has one code for every mistake in a statement. Ours are made from
		// the catalogue: what does not fit any more is a table or column that changed.
		return verdict{trouble: schemaMissing}
	default:
		return verdict{}
	}
}
