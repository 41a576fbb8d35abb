package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"strconv"
	"strings"

	oradriver "github.com/sijms/go-ora/v2"
	oranetwork "github.com/sijms/go-ora/v2/network"

	"tandem/dictionary"
)

// oracle is Oracle Database 12c and later. Its SQL is pinned in
// testdata/oracle.sql; no server was at hand to run it on.
type oracle struct{ ansi }

func (oracle) traits() traits {
	return traits{
		name: "Oracle", streams: true, tuples: true, bytewise: true, bareChar: true,
		foldsUpper: true, nullsLast: true, inList: 900,
	}
}

func (oracle) open(cfg *config) (database, error) {
	options := map[string]string{"PROGRAM": "tandem"}
	if cfg.tls != nil {
		options["SSL"] = "enable"
	}
	text := oradriver.BuildUrl(cfg.address.host, cfg.address.port, cfg.address.path, cfg.address.user, cfg.address.password, options)
	connector, ok := oradriver.NewConnector(text).(*oradriver.OracleConnector)
	if !ok {
		return nil, errors.New("the driver cannot be used")
	}
	connector.Dialer(oracleDialer{cfg})
	if cfg.tls != nil {
		connector.WithTLSConfig(cfg.tls)
	}
	return openStd(connector, cfg.connections, true, "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,'"), nil
}

type oracleDialer struct{ cfg *config }

// DialContext implements the driver's dialer.
func (d oracleDialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	return d.cfg.dial(ctx, network, addr)
}

func (oracle) mark(n int) string { return ":" + strconv.Itoa(n) }

func (oracle) limit(query string, n int) string {
	return query + " FETCH FIRST " + strconv.Itoa(n) + " ROWS ONLY"
}

const (
	oracleDate   = "'YYYY-MM-DD HH24:MI:SS'"
	oracleMoment = "'YYYY-MM-DD HH24:MI:SS.FF9'"
)

func (oracle) read(c *column, ref string) string {
	switch {
	case c.base == "date":
		return "TO_CHAR(" + ref + ", " + oracleDate + ")"
	case c.form == formMoment:
		return "TO_CHAR(SYS_EXTRACT_UTC(" + ref + "), " + oracleMoment + ") || '+00:00'"
	case c.form == formWall:
		return "TO_CHAR(" + ref + ", " + oracleMoment + ")"
	case c.form == formNumber && !c.inexact:
		return "TO_CHAR(" + ref + ", 'TM9')"
	case c.base == "raw":
		return "RAWTOHEX(" + ref + ")"
	default:
		return ref
	}
}

func (oracle) take(c *column, mark string) string {
	switch {
	case c.base == "date":
		return "CAST(TO_TIMESTAMP(" + mark + ", 'YYYY-MM-DD HH24:MI:SS.FF') AS DATE)"
	case c.form == formMoment:
		return "TO_TIMESTAMP_TZ(" + mark + ", 'YYYY-MM-DD HH24:MI:SS.FFTZH:TZM')"
	case c.form == formWall:
		return "TO_TIMESTAMP(" + mark + ", 'YYYY-MM-DD HH24:MI:SS.FF')"
	case c.typ == dictionary.Decimal && !c.inexact:
		return "TO_NUMBER(" + mark + ")"
	default:
		return mark
	}
}

func (oracle) same(c *column, ref, mark string) string {
	switch {
	case c.inexact, strings.HasSuffix(c.base, "lob"), c.base == "long":
		return ""
	case c.padded:
		return "RTRIM(" + ref + ") = " + mark
	default:
		return ref + " = " + mark
	}
}

func (oracle) next(name string) string { return "SELECT " + name + ".NEXTVAL FROM DUAL" }

func (oracle) lockTable(source string) string { return "LOCK TABLE " + source + " IN EXCLUSIVE MODE" }

func (oracle) insert(in insertion) statement {
	s := statement{text: in.text(), args: in.args}
	if in.key == nil {
		return s
	}
	marks := make([]string, len(in.key))
	for i := range in.key {
		out := new(string)
		s.out = append(s.out, out)
		s.args = append(s.args, sql.Out{Dest: out})
		marks[i] = ":" + strconv.Itoa(len(s.args))
	}
	s.text += " RETURNING " + strings.Join(in.key, ", ") + " INTO " + strings.Join(marks, ", ")
	return s
}

const oracleOwner = "COALESCE(UPPER(:1), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'))"

func (d oracle) tables(in tableName, names []string) (string, []any) {
	args := []any{in.schema}
	return `SELECT name, kind, row_count, 1 FROM (
			SELECT owner, table_name AS name, 't' AS kind, COALESCE(num_rows, 0) AS row_count FROM all_tables WHERE nested = 'NO'
			UNION ALL SELECT owner, view_name, 'v', 0 FROM all_views) t
		WHERE owner = ` + oracleOwner + among(d, "name", names, &args) + ` ORDER BY name`, args
}

func (d oracle) columns(in tableName, names []string) (string, []any) {
	args := []any{in.schema}
	return `SELECT table_name, column_name, LOWER(REGEXP_REPLACE(data_type, '\([0-9]+\)', '')), data_type,
			COALESCE(char_length, 0), COALESCE(data_precision, 0), COALESCE(data_scale, -1), DECODE(nullable, 'Y', 1, 0),
			CASE WHEN default_length > 0 OR identity_column = 'YES' THEN 1 ELSE 0 END, DECODE(virtual_column, 'YES', 1, 0)
		FROM all_tab_cols WHERE owner = ` + oracleOwner + ` AND hidden_column = 'NO'` +
		among(d, "table_name", names, &args) + ` ORDER BY table_name, column_id`, args
}

func (d oracle) keys(in tableName, names []string) (string, []any) {
	args := []any{in.schema}
	return `SELECT i.table_name, i.index_name, CASE WHEN k.constraint_name IS NULL THEN 0 ELSE 1 END, c.column_name
		FROM all_indexes i JOIN all_ind_columns c ON c.index_owner = i.owner AND c.index_name = i.index_name
		LEFT JOIN all_constraints k ON k.owner = i.table_owner AND k.table_name = i.table_name AND k.index_name = i.index_name AND k.constraint_type = 'P'
		WHERE i.table_owner = ` + oracleOwner + ` AND i.uniqueness = 'UNIQUE' AND i.index_type = 'NORMAL'` +
		among(d, "i.table_name", names, &args) + ` ORDER BY i.table_name, 3 DESC, i.index_name, c.column_position`, args
}

func (oracle) profiles() string {
	return `SELECT username FROM all_users WHERE oracle_maintained = 'N' ORDER BY username`
}

func (oracle) profile(name string) tableName { return tableName{schema: name} }

func (oracle) classify(c *column) {
	switch {
	case c.base == "number":
		c.typ, c.form = dictionary.Decimal, formNumber
		if c.scale == 0 && c.precision <= 18 {
			c.typ = dictionary.Integer
		}
	case c.base == "float", strings.HasPrefix(c.base, "binary_"):
		c.typ, c.form, c.inexact = dictionary.Decimal, formNumber, true
	case c.base == "date":
		// An Oracle date has a time of day.
		c.typ, c.form, c.scale = dictionary.Instant, formWall, 0
	case strings.HasSuffix(c.base, "time zone"):
		c.typ, c.form = dictionary.Instant, formMoment
	case strings.HasPrefix(c.base, "timestamp"):
		c.typ, c.form = dictionary.Instant, formWall
	case c.base == "raw":
		c.typ, c.form = dictionary.Bytes, formHex
	case c.base == "blob", c.base == "long raw", c.base == "bfile":
		c.typ, c.form = dictionary.Bytes, formOctets
	default:
		c.typ, c.form = dictionary.Text, formText
		c.padded = c.base == "char" || c.base == "nchar"
		if strings.HasSuffix(c.base, "lob") || c.base == "long" {
			c.length = 0
		}
	}
}

func (oracle) parameters(in tableName, name string) (string, []any) {
	return `SELECT argument_name FROM all_arguments WHERE owner = ` + oracleOwner + ` AND object_name = UPPER(:2)
		AND in_out IN ('IN', 'IN/OUT') AND argument_name IS NOT NULL ORDER BY position`, []any{in.schema, name}
}

func (oracle) call(name string, names, marks []string) (string, bool) {
	pairs := make([]string, len(names))
	for i := range names {
		pairs[i] = names[i] + " => " + marks[i]
	}
	return "BEGIN " + name + "(" + strings.Join(pairs, ", ") + "); END;", false
}

func (oracle) judge(err error) verdict {
	e, ok := errors.AsType[*oranetwork.OracleError](err)
	if !ok {
		return verdict{}
	}
	return verdict{trouble: oracleTrouble(e.ErrCode), message: e.Error()}
}

func oracleTrouble(code int) trouble {
	switch code {
	case 1:
		return duplicate
	case 904, 942, 4043, 6550, 2289:
		return schemaMissing
	case 1031, 1720, 16000:
		return notAllowed
	case 1005, 1017, 1045, 28000, 28001:
		return loginRefused
	case 1033, 1034, 1089, 3113, 3114, 3135, 12170, 12505, 12514, 12516, 12541, 12537:
		return notReached
	case 54, 60, 8177, 30006:
		return mayRetry
	case 1013:
		return tooSlow
	case 1536, 1653, 1654, 1691:
		return noRoom
	case 1400, 1407, 1438, 1722, 1830, 1840, 1841, 1858, 1861, 2290, 2291, 2292, 4088, 6502, 12899:
		return rowRefused
	}
	if code >= 20_000 && code < 21_000 {
		return rowRefused // raised by a trigger or procedure
	}
	return otherTrouble
}
