package sqldb

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	firebirddriver "github.com/nakagami/firebirdsql"

	"tandem/dictionary"
)

// firebird is Firebird 3 and later.
type firebird struct{ ansi }

func (firebird) traits() traits {
	return traits{name: "Firebird", streams: true, bytewise: true, foldsUpper: true, inList: 1400}
}

func (firebird) open(cfg *config) (database, error) {
	host := net.JoinHostPort(cfg.address.host, strconv.Itoa(cfg.address.port))
	var closers []io.Closer
	if cfg.tunnel != nil {
		// The driver dials itself: it is given a door of ours.
		listener, err := cfg.tunnel.forward(host)
		if err != nil {
			return nil, err
		}
		host = listener.Addr().String()
		closers = append(closers, listener)
	}
	u := url.URL{Scheme: "firebird", Host: host, Path: "/" + cfg.address.path, User: url.UserPassword(cfg.address.user, cfg.address.password)}
	u.RawQuery = cfg.address.params.Encode()
	db, err := sql.Open("firebirdsql", u.String())
	if err != nil {
		return nil, err
	}
	opener, ok := db.Driver().(driver.DriverContext)
	if err := db.Close(); err != nil || !ok {
		return nil, errors.New("the driver cannot be used")
	}
	connector, err := opener.OpenConnector(u.String())
	if err != nil {
		return nil, err
	}
	opened := openStd(firebirdConnector{connector}, cfg.connections, true)
	opened.closers = closers
	return opened, nil
}

func (firebird) limit(query string, n int) string {
	return query + " FETCH FIRST " + strconv.Itoa(n) + " ROWS ONLY"
}

// read has the server write dates: the driver would put them into the time zone of this machine.
func (firebird) read(c *column, ref string) string {
	switch {
	case c.form == formDate:
		return "CAST(" + ref + " AS VARCHAR(10))"
	case c.form == formWall:
		return "CAST(" + ref + " AS VARCHAR(24))"
	case c.inexact:
		return "CAST(" + ref + " AS VARCHAR(32))"
	case c.base == "time":
		return "CAST(" + ref + " AS VARCHAR(13))"
	default:
		return ref
	}
}

func (firebird) take(c *column, mark string) string {
	switch c.form {
	case formDate:
		return "CAST(" + mark + " AS DATE)"
	case formWall:
		return "CAST(" + mark + " AS TIMESTAMP)"
	default:
		return mark
	}
}

func (firebird) same(c *column, ref, mark string) string {
	if c.inexact {
		return ""
	}
	return ref + " IS NOT DISTINCT FROM " + mark
}

func (firebird) next(name string) string {
	return "SELECT NEXT VALUE FOR " + name + " FROM RDB$DATABASE"
}

func (firebird) forUpdate() (string, string) { return "", " WITH LOCK" }

func (d firebird) tables(_ tableName, names []string) (string, []any) {
	var args []any
	return `SELECT TRIM(RDB$RELATION_NAME), IIF(RDB$VIEW_BLR IS NULL, 't', 'v'), 0, 1 FROM RDB$RELATIONS
		WHERE COALESCE(RDB$SYSTEM_FLAG, 0) = 0` + among(d, "TRIM(RDB$RELATION_NAME)", names, &args) + ` ORDER BY 1`, args
}

func (d firebird) columns(_ tableName, names []string) (string, []any) {
	var args []any
	return `SELECT TRIM(r.RDB$RELATION_NAME), TRIM(r.RDB$FIELD_NAME),
			CASE f.RDB$FIELD_TYPE WHEN 7 THEN 'smallint' WHEN 8 THEN 'integer' WHEN 16 THEN 'bigint' WHEN 26 THEN 'int128'
				WHEN 10 THEN 'float' WHEN 27 THEN 'double' WHEN 12 THEN 'date' WHEN 13 THEN 'time' WHEN 35 THEN 'timestamp'
				WHEN 14 THEN 'char' WHEN 37 THEN 'varchar' WHEN 23 THEN 'boolean' WHEN 261 THEN 'blob' ELSE 'other' END,
			COALESCE(f.RDB$FIELD_SUB_TYPE, 0), COALESCE(f.RDB$CHARACTER_LENGTH, 0), COALESCE(f.RDB$FIELD_PRECISION, 0), -COALESCE(f.RDB$FIELD_SCALE, 0),
			IIF(COALESCE(r.RDB$NULL_FLAG, f.RDB$NULL_FLAG, 0) = 0, 1, 0),
			IIF(r.RDB$DEFAULT_VALUE IS NOT NULL OR f.RDB$DEFAULT_VALUE IS NOT NULL OR r.RDB$IDENTITY_TYPE IS NOT NULL, 1, 0),
			IIF(f.RDB$COMPUTED_BLR IS NOT NULL, 1, 0)
		FROM RDB$RELATION_FIELDS r JOIN RDB$FIELDS f ON f.RDB$FIELD_NAME = r.RDB$FIELD_SOURCE
		WHERE COALESCE(r.RDB$SYSTEM_FLAG, 0) = 0` + among(d, "TRIM(r.RDB$RELATION_NAME)", names, &args) +
		` ORDER BY r.RDB$RELATION_NAME, r.RDB$FIELD_POSITION`, args
}

func (d firebird) keys(_ tableName, names []string) (string, []any) {
	var args []any
	return `SELECT TRIM(i.RDB$RELATION_NAME), TRIM(i.RDB$INDEX_NAME), IIF(c.RDB$CONSTRAINT_TYPE = 'PRIMARY KEY', 1, 0), TRIM(s.RDB$FIELD_NAME)
		FROM RDB$INDICES i JOIN RDB$INDEX_SEGMENTS s ON s.RDB$INDEX_NAME = i.RDB$INDEX_NAME
		LEFT JOIN RDB$RELATION_CONSTRAINTS c ON c.RDB$INDEX_NAME = i.RDB$INDEX_NAME
		WHERE i.RDB$UNIQUE_FLAG = 1 AND COALESCE(i.RDB$INDEX_INACTIVE, 0) = 0 AND COALESCE(i.RDB$SYSTEM_FLAG, 0) = 0` +
		among(d, "TRIM(i.RDB$RELATION_NAME)", names, &args) + ` ORDER BY 1, 3 DESC, 2, s.RDB$FIELD_POSITION`, args
}

// classify: the declared type arrives as the number of the subtype, which tells
// NUMERIC from its integer, text from octets.
func (firebird) classify(c *column) {
	subtype := c.declared
	c.declared = c.base
	switch c.base {
	case "smallint", "integer", "bigint", "int128":
		c.typ, c.form = dictionary.Integer, formNumber
		if c.scale > 0 || subtype == "1" || subtype == "2" {
			c.typ, c.form = dictionary.Decimal, formNumber
			c.declared = "numeric(" + strconv.Itoa(c.precision) + "," + strconv.Itoa(c.scale) + ")"
		}
	case "float", "double":
		c.typ, c.form, c.inexact = dictionary.Decimal, formNumber, true
	case "boolean":
		c.typ, c.form = dictionary.Bool, formBool
	case "date":
		c.typ, c.form = dictionary.Date, formDate
	case "timestamp":
		c.typ, c.form, c.scale = dictionary.Instant, formWall, 4
	case "char", "varchar":
		c.typ, c.form = dictionary.Text, formText
		c.padded = c.base == "char"
		c.declared += "(" + strconv.Itoa(c.length) + ")"
	case "blob":
		c.typ, c.form = dictionary.Bytes, formOctets
		if subtype == "1" {
			c.typ, c.form, c.declared = dictionary.Text, formText, "blob sub_type text"
		}
	default:
		c.typ, c.form = dictionary.Text, formText
	}
}

func (d firebird) parameters(_ tableName, name string) (string, []any) {
	return `SELECT TRIM(RDB$PARAMETER_NAME) FROM RDB$PROCEDURE_PARAMETERS
		WHERE UPPER(TRIM(RDB$PROCEDURE_NAME)) = UPPER(?) AND RDB$PARAMETER_TYPE = 0 ORDER BY RDB$PARAMETER_NUMBER`, []any{name}
}

func (firebird) call(name string, _, marks []string) (string, bool) {
	return "EXECUTE PROCEDURE " + name + "(" + strings.Join(marks, ", ") + ")", true
}

func (firebird) judge(err error) verdict {
	e, ok := errors.AsType[*firebirddriver.FbError](err)
	if !ok {
		// An answer that is none is what is left of a connection that broke.
		_, garbled := errors.AsType[*firebirddriver.ErrOpResponse](err)
		if garbled || errors.Is(err, driver.ErrBadConn) || errors.Is(err, firebirddriver.ErrOpSqlResponse) {
			return verdict{notReached, "the connection broke"}
		}
		return verdict{}
	}
	return verdict{trouble: firebirdTrouble(e.GDSCodes), message: e.Message}
}

func firebirdTrouble(codes []int) trouble {
	has := func(some ...int) bool {
		return slices.ContainsFunc(some, func(code int) bool { return slices.Contains(codes, code) })
	}
	switch {
	case has(firebirddriver.ISCLogin, firebirddriver.ISCLoginError):
		return loginRefused
	case has(firebirddriver.ISCUniqueKeyViolation, firebirddriver.ISCNoDup):
		return duplicate
	case has(firebirddriver.ISCDeadlock, firebirddriver.ISCLockConflict, firebirddriver.ISCUpdateConflict):
		return mayRetry
	case has(firebirddriver.ISCDsqlFieldErr, firebirddriver.ISCDsqlRelationErr):
		return schemaMissing
	case has(firebirddriver.ISCNoPriv):
		return notAllowed
	default:
		return otherTrouble
	}
}
