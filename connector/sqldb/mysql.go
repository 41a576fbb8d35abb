package sqldb

import (
	"database/sql/driver"
	"errors"
	"net"
	"strconv"
	"strings"

	mysqldriver "github.com/go-sql-driver/mysql"

	"tandem/dictionary"
)

// mysqlDialect is MySQL 5.7 and later, and MariaDB 10.3 and later.
type mysqlDialect struct{ ansi }

func (mysqlDialect) traits() traits {
	return traits{name: "MySQL", streams: true, tuples: true, utf8: true, inList: 5000}
}

func (mysqlDialect) open(cfg *config) (database, error) {
	m := mysqldriver.NewConfig()
	m.Net, m.Addr = "tcp", net.JoinHostPort(cfg.address.host, strconv.Itoa(cfg.address.port))
	m.User, m.Passwd, m.DBName = cfg.address.user, cfg.address.password, cfg.address.path
	m.TLS, m.Timeout, m.DialFunc = cfg.tls, connectTimeout, cfg.dial
	m.Logger = silent{}
	// Arguments are written into the text: the answers then come as text too, and
	// a statement takes one round trip.
	m.InterpolateParams = true
	m.ClientFoundRows = true // an update that changes nothing has found its row
	connector, err := mysqldriver.NewConnector(m)
	if err != nil {
		return nil, err
	}
	// Nothing is ever cut to fit.
	return openStd(connector, cfg.connections, false,
		"SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')"), nil
}

// silent drops what the driver would log: every error reaches us anyway.
type silent struct{}

// Print implements the driver's Logger.
func (silent) Print(...any) {}

func (mysqlDialect) quote(name string) string { return quoteWith(name, "`", "`") }

func (mysqlDialect) read(c *column, ref string) string {
	switch {
	case c.form == formEpoch:
		// As the moment it is, whatever the session's time zone. 0 is the zero date.
		return "NULLIF(UNIX_TIMESTAMP(" + ref + "), 0)"
	case c.base == "bit":
		return ref + " + 0"
	default:
		return ref
	}
}

func (mysqlDialect) take(c *column, mark string) string {
	switch {
	case c.form == formEpoch:
		return "FROM_UNIXTIME(CAST(" + mark + " AS DECIMAL(20, 6)))"
	case c.typ == dictionary.Decimal && !c.inexact:
		// Compared with a text, a decimal would be compared as a float.
		return "CAST(" + mark + " AS DECIMAL(65, 30))"
	default:
		return mark
	}
}

func (d mysqlDialect) same(c *column, ref, mark string) string {
	switch {
	case c.inexact:
		return ""
	case c.form == formText:
		// Collations may ignore case, accents and blanks at the end.
		return "CAST(CONVERT(" + ref + " USING utf8mb4) AS BINARY) <=> CAST(" + mark + " AS BINARY)"
	default:
		return ref + " <=> " + mark
	}
}

func (mysqlDialect) next(name string) string { return "SELECT NEXTVAL(" + name + ")" }

func (mysqlDialect) insert(in insertion) statement {
	if len(in.columns) == 0 {
		return statement{text: "INSERT INTO " + in.source + " () VALUES ()"}
	}
	return statement{text: in.text(), args: in.args}
}

// openTransactions: information_schema.innodb_trx would be easier to read, but it
// is a cache that is not renewed while somebody keeps asking.
func (mysqlDialect) openTransactions() string { return "SHOW ENGINE INNODB STATUS" }

// readHorizon finds the numbers of transactions in the status: "Trx id counter
// 4711" and "---TRANSACTION 4708, ACTIVE 3 sec". Those that only read have
// numbers far above the counter, or none.
func (mysqlDialect) readHorizon(row [][]byte) (horizon, bool) {
	if len(row) < 3 {
		return horizon{}, false
	}
	_, section, ok := strings.Cut(string(row[2]), "\nTrx id counter ")
	section, _, whole := strings.Cut(section, "\nFILE I/O\n")
	if !ok || !whole {
		return horizon{}, false // cut short: what is open is not known
	}
	counter, list, _ := strings.Cut(section, "\n")
	next, err := strconv.ParseInt(strings.TrimSpace(counter), 10, 64)
	if err != nil {
		return horizon{}, false
	}
	h := horizon{oldest: next, next: next}
	for line := range strings.Lines(list) {
		rest, ok := strings.CutPrefix(line, "---TRANSACTION ")
		if !ok {
			continue
		}
		number, _, _ := strings.Cut(rest, ",")
		if id, err := strconv.ParseInt(number, 10, 64); err == nil && id < h.oldest && strings.Contains(rest, "ACTIVE") {
			h.oldest = id
		}
	}
	return h, true
}

const mysqlSchema = "COALESCE(NULLIF(?, ''), DATABASE())"

func (d mysqlDialect) tables(in tableName, names []string) (string, []any) {
	args := []any{in.schema}
	return `SELECT table_name, CASE WHEN table_type LIKE '%VIEW' THEN 'v' ELSE 't' END, COALESCE(table_rows, 0), 1
		FROM information_schema.tables WHERE table_schema = ` + mysqlSchema + ` AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')` +
		among(d, "table_name", names, &args) + ` ORDER BY table_name`, args
}

func (d mysqlDialect) columns(in tableName, names []string) (string, []any) {
	args := []any{in.schema}
	return `SELECT table_name, column_name, LOWER(data_type), column_type, COALESCE(character_maximum_length, 0),
			COALESCE(numeric_precision, 0), COALESCE(numeric_scale, datetime_precision, -1), is_nullable = 'YES',
			column_default IS NOT NULL OR extra LIKE '%auto_increment%', generation_expression > ''
		FROM information_schema.columns WHERE table_schema = ` + mysqlSchema +
		among(d, "table_name", names, &args) + ` ORDER BY table_name, ordinal_position`, args
}

func (d mysqlDialect) keys(in tableName, names []string) (string, []any) {
	args := []any{in.schema, in.schema}
	return `SELECT s.table_name, s.index_name, s.index_name = 'PRIMARY', s.column_name
		FROM information_schema.statistics s WHERE s.table_schema = ` + mysqlSchema + ` AND s.non_unique = 0
			AND NOT EXISTS (SELECT 1 FROM information_schema.statistics p WHERE p.table_schema = ` + mysqlSchema + `
				AND p.table_name = s.table_name AND p.index_name = s.index_name AND (p.sub_part IS NOT NULL OR p.column_name IS NULL))` +
		among(d, "s.table_name", names, &args) + ` ORDER BY s.table_name, 3 DESC, s.index_name, s.seq_in_index`, args
}

func (mysqlDialect) profiles() string {
	return `SELECT schema_name FROM information_schema.schemata
		WHERE schema_name NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys') ORDER BY schema_name`
}

func (mysqlDialect) profile(name string) tableName { return tableName{schema: name} }

func (mysqlDialect) classify(c *column) {
	switch c.base {
	case "tinyint", "smallint", "mediumint", "int", "bigint", "year":
		c.typ, c.form = dictionary.Integer, formNumber
		if strings.HasPrefix(c.declared, "tinyint(1)") {
			c.typ, c.form = dictionary.Bool, formBool
		}
	case "bit":
		c.typ, c.form = dictionary.Integer, formNumber
		if c.precision == 1 {
			c.typ, c.form = dictionary.Bool, formBool
		}
	case "decimal":
		c.typ, c.form = dictionary.Decimal, formNumber
	case "float", "double":
		c.typ, c.form, c.inexact = dictionary.Decimal, formNumber, true
	case "date":
		c.typ, c.form = dictionary.Date, formDate
	case "datetime":
		c.typ, c.form = dictionary.Instant, formWall
	case "timestamp":
		c.typ, c.form = dictionary.Instant, formEpoch
	case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "geometry", "point":
		c.typ, c.form = dictionary.Bytes, formOctets
	case "enum":
		c.typ, c.form = dictionary.Enum, formText
		c.values = enumValues(c.declared)
	default:
		c.typ, c.form = dictionary.Text, formText
		c.padded = c.base == "char"
	}
	// The lengths of the large types are octets, not characters.
	if c.base != "char" && c.base != "varchar" {
		c.length = 0
	}
}

// enumValues reads enum('a','it”s').
func enumValues(declared string) []string {
	_, rest, ok := strings.Cut(declared, "('")
	if !ok {
		return nil
	}
	rest = strings.TrimSuffix(rest, "')")
	values := strings.Split(rest, "','")
	for i := range values {
		values[i] = strings.ReplaceAll(values[i], "''", "'")
	}
	return values
}

func (d mysqlDialect) parameters(in tableName, name string) (string, []any) {
	return `SELECT parameter_name FROM information_schema.parameters
		WHERE specific_schema = ` + mysqlSchema + ` AND specific_name = ? AND parameter_mode IN ('IN', 'INOUT') ORDER BY ordinal_position`,
		[]any{in.schema, name}
}

func (mysqlDialect) call(name string, _, marks []string) (string, bool) {
	return "CALL " + name + "(" + strings.Join(marks, ", ") + ")", true
}

func (mysqlDialect) judge(err error) verdict {
	e, ok := errors.AsType[*mysqldriver.MySQLError](err)
	if !ok {
		if errors.Is(err, mysqldriver.ErrInvalidConn) || errors.Is(err, driver.ErrBadConn) {
			return verdict{notReached, "the connection broke"}
		}
		return verdict{}
	}
	return verdict{trouble: mysqlTrouble(e.Number), message: e.Message}
}

func mysqlTrouble(number uint16) trouble {
	switch number {
	case 1062, 1586, 1761:
		return duplicate
	case 1049, 1051, 1054, 1109, 1146, 1305, 1356, 4091:
		return schemaMissing
	case 1044, 1142, 1143, 1227, 1290, 1370:
		return notAllowed
	case 1045, 1251, 1698, 1820, 1862, 3118:
		return loginRefused
	case 1040, 1053, 1129, 1130, 1203, 1226, 1927:
		return notReached
	case 1205, 1213, 1020, 3572:
		return mayRetry
	case 1317, 1969, 3024:
		return tooSlow
	case 1021, 1114, 1028:
		return noRoom
	case 1048, 1216, 1217, 1264, 1265, 1292, 1364, 1366, 1406, 1411, 1451, 1452, 1525, 1644, 1690, 3819, 4025:
		return rowRefused
	default:
		return otherTrouble
	}
}
