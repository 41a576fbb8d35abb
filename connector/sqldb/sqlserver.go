package sqldb

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	mssqldriver "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"

	"tandem"
	"tandem/dictionary"
)

// sqlServer is SQL Server 2012 and later. Its SQL is pinned in
// testdata/sqlserver.sql; no server was at hand to run it on.
type sqlServer struct{ ansi }

func (sqlServer) traits() traits {
	return traits{name: "SQL Server", inList: 900}
}

func (sqlServer) open(cfg *config) (database, error) {
	u := url.URL{
		Scheme: "sqlserver", Host: net.JoinHostPort(cfg.address.host, strconv.Itoa(cfg.address.port)),
		User: url.UserPassword(cfg.address.user, cfg.address.password), Path: cfg.address.path,
	}
	q := url.Values{"app name": {"tandem"}, "encrypt": {"disable"}}
	if name := cfg.address.params.Get("database"); name != "" {
		q.Set("database", name)
	}
	u.RawQuery = q.Encode()
	m, err := msdsn.Parse(u.String())
	if err != nil {
		return nil, errors.New("the address cannot be read")
	}
	if cfg.tls != nil {
		m.Encryption, m.TLSConfig = msdsn.EncryptionRequired, cfg.tls
	}
	connector := mssqldriver.NewConnectorConfig(m)
	connector.Dialer = farDialer{cfg}
	return openStd(connector, cfg.connections, true), nil
}

// farDialer also has names resolved where the tunnel ends.
type farDialer struct{ cfg *config }

// DialContext implements the driver's Dialer.
func (d farDialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	return d.cfg.dial(ctx, network, addr)
}

// HostName implements the driver's HostDialer.
func (d farDialer) HostName() string { return d.cfg.address.host }

func (sqlServer) quote(name string) string { return quoteWith(name, "[", "]") }

func (sqlServer) mark(n int) string { return "@p" + strconv.Itoa(n) }

func (sqlServer) limit(query string, n int) string {
	return "SELECT TOP (" + strconv.Itoa(n) + ") " + strings.TrimPrefix(query, "SELECT ")
}

func (sqlServer) read(c *column, ref string) string {
	switch c.base {
	case "date":
		return "CONVERT(varchar(10), " + ref + ", 23)"
	case "datetime", "smalldatetime", "datetime2":
		return "CONVERT(varchar(27), " + ref + ", 121)"
	case "datetimeoffset":
		return "CONVERT(varchar(33), " + ref + ", 127)"
	case "time":
		return "CONVERT(varchar(16), " + ref + ")"
	case "money", "smallmoney":
		return "CONVERT(varchar(24), " + ref + ", 2)"
	case "uniqueidentifier":
		return "CONVERT(char(36), " + ref + ")"
	default:
		return ref
	}
}

// take compares in the column's own type: a datetime in a wider type would have
// digits that no text has.
func (sqlServer) take(c *column, mark string) string {
	switch c.base {
	case "date":
		return "CONVERT(date, " + mark + ", 23)"
	case "datetime", "smalldatetime":
		return "CONVERT(" + c.base + ", " + mark + ", 121)"
	case "datetime2":
		return "CONVERT(datetime2(7), " + mark + ", 121)"
	case "datetimeoffset":
		return "CONVERT(datetimeoffset(7), " + mark + ")"
	case "timestamp", "rowversion":
		return "CONVERT(binary(8), " + mark + ")"
	case "decimal", "numeric", "money", "smallmoney":
		return "CONVERT(" + c.declared + ", " + mark + ")"
	default:
		return mark
	}
}

// bind sends plain texts as varchar to varchar columns: compared with nvarchar,
// the column would be converted row by row and its index be of no use.
func (sqlServer) bind(c *column, v tandem.Value, zone *time.Location) (any, error) {
	arg, err := bindValue(c, v, zone)
	if text, ok := arg.(string); ok && (c.base == "char" || c.base == "varchar") && isASCII(text) {
		return mssqldriver.VarChar(text), err
	}
	return arg, err
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func (sqlServer) same(c *column, ref, mark string) string {
	switch {
	case c.inexact, c.base == "text", c.base == "ntext", c.base == "image", c.base == "xml":
		return ""
	case c.typ == dictionary.Text && c.base != "uniqueidentifier" && c.base != "time":
		return ref + " = " + mark + " COLLATE Latin1_General_100_BIN2"
	default:
		return ref + " = " + mark
	}
}

func (sqlServer) bound(c *column) string {
	if c.version {
		return "MIN_ACTIVE_ROWVERSION()"
	}
	return ""
}

func (sqlServer) next(name string) string { return "SELECT NEXT VALUE FOR " + name }

func (sqlServer) lockTable(source string) string {
	return "SELECT TOP (0) 1 AS locked FROM " + source + " WITH (TABLOCKX, HOLDLOCK)"
}

func (sqlServer) forUpdate() (string, string) { return " WITH (UPDLOCK, HOLDLOCK)", "" }

// insert finds the new row by its identity: an OUTPUT clause is refused on
// tables with triggers.
func (sqlServer) insert(in insertion) statement {
	s := statement{text: in.text(), args: in.args}
	if in.key != nil {
		s.text = "SET NOCOUNT ON; " + s.text + "; SELECT " + strings.Join(in.key, ", ") + " FROM " + in.source + " WHERE $IDENTITY = SCOPE_IDENTITY()"
		s.returns = true
	}
	return s
}

// inCatalog puts the database in front of a catalogue view.
func (d sqlServer) inCatalog(in tableName, view string) string {
	if in.catalog == "" {
		return view
	}
	return d.quote(in.catalog) + "." + view
}

const sqlServerSchema = "COALESCE(NULLIF(@p1, ''), SCHEMA_NAME())"

func (d sqlServer) tables(in tableName, names []string) (string, []any) {
	args := []any{in.schema}
	return `SELECT o.name, CASE o.type WHEN 'U' THEN 't' ELSE 'v' END,
			COALESCE((SELECT SUM(p.rows) FROM ` + d.inCatalog(in, "sys.partitions") + ` p WHERE p.object_id = o.object_id AND p.index_id < 2), 0), 1
		FROM ` + d.inCatalog(in, "sys.objects") + ` o JOIN ` + d.inCatalog(in, "sys.schemas") + ` s ON s.schema_id = o.schema_id
		WHERE s.name = ` + sqlServerSchema + ` AND o.type IN ('U', 'V')` +
		among(d, "o.name", names, &args) + ` ORDER BY o.name`, args
}

func (d sqlServer) columns(in tableName, names []string) (string, []any) {
	args := []any{in.schema}
	return `SELECT o.name, c.name, TYPE_NAME(c.system_type_id) AS base, TYPE_NAME(c.system_type_id) AS declared,
			CASE WHEN c.max_length < 0 THEN 0 WHEN TYPE_NAME(c.system_type_id) IN ('nchar', 'nvarchar') THEN c.max_length / 2
				WHEN TYPE_NAME(c.system_type_id) IN ('char', 'varchar') THEN c.max_length ELSE 0 END,
			c.precision, c.scale, CAST(c.is_nullable AS int),
			CASE WHEN c.default_object_id <> 0 OR c.is_identity = 1 THEN 1 ELSE 0 END,
			CASE WHEN c.is_computed = 1 OR c.is_identity = 1 OR TYPE_NAME(c.system_type_id) = 'timestamp' THEN 1 ELSE 0 END
		FROM ` + d.inCatalog(in, "sys.columns") + ` c JOIN ` + d.inCatalog(in, "sys.objects") + ` o ON o.object_id = c.object_id
		JOIN ` + d.inCatalog(in, "sys.schemas") + ` s ON s.schema_id = o.schema_id
		WHERE s.name = ` + sqlServerSchema + ` AND o.type IN ('U', 'V')` +
		among(d, "o.name", names, &args) + ` ORDER BY o.name, c.column_id`, args
}

func (d sqlServer) keys(in tableName, names []string) (string, []any) {
	args := []any{in.schema}
	return `SELECT o.name, i.name, CAST(i.is_primary_key AS int), c.name
		FROM ` + d.inCatalog(in, "sys.indexes") + ` i JOIN ` + d.inCatalog(in, "sys.objects") + ` o ON o.object_id = i.object_id
		JOIN ` + d.inCatalog(in, "sys.schemas") + ` s ON s.schema_id = o.schema_id
		JOIN ` + d.inCatalog(in, "sys.index_columns") + ` x ON x.object_id = i.object_id AND x.index_id = i.index_id
		JOIN ` + d.inCatalog(in, "sys.columns") + ` c ON c.object_id = x.object_id AND c.column_id = x.column_id
		WHERE s.name = ` + sqlServerSchema + ` AND o.type = 'U' AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0 AND x.is_included_column = 0` +
		among(d, "o.name", names, &args) + ` ORDER BY o.name, i.is_primary_key DESC, i.name, x.key_ordinal`, args
}

func (sqlServer) profiles() string {
	return `SELECT name FROM sys.databases WHERE database_id > 4 AND state = 0 AND HAS_DBACCESS(name) = 1 ORDER BY name`
}

func (sqlServer) profile(name string) tableName { return tableName{catalog: name} }

func (sqlServer) classify(c *column) {
	switch c.base {
	case "tinyint", "smallint", "int", "bigint":
		c.typ, c.form = dictionary.Integer, formNumber
	case "decimal", "numeric":
		c.typ, c.form = dictionary.Decimal, formNumber
		c.declared += "(" + strconv.Itoa(c.precision) + ", " + strconv.Itoa(c.scale) + ")"
	case "money", "smallmoney":
		c.typ, c.form = dictionary.Decimal, formNumber
	case "float", "real":
		c.typ, c.form, c.inexact = dictionary.Decimal, formNumber, true
	case "bit":
		c.typ, c.form = dictionary.Bool, formBool
	case "date":
		c.typ, c.form = dictionary.Date, formDate
	case "datetime", "smalldatetime", "datetime2":
		c.typ, c.form = dictionary.Instant, formWall
	case "datetimeoffset":
		c.typ, c.form = dictionary.Instant, formMoment
	case "timestamp", "rowversion":
		c.typ, c.form, c.version = dictionary.Bytes, formOctets, true
	case "binary", "varbinary", "image":
		c.typ, c.form = dictionary.Bytes, formOctets
	default:
		c.typ, c.form = dictionary.Text, formText
		c.padded = c.base == "char" || c.base == "nchar"
		if c.length > 0 {
			c.declared += "(" + strconv.Itoa(c.length) + ")"
		}
	}
	switch c.base {
	case "smalldatetime":
		c.scale = 0
	case "datetime":
		c.scale = 2 // 1/300 s
	}
}

func (d sqlServer) parameters(in tableName, name string) (string, []any) {
	return `SELECT name FROM ` + d.inCatalog(in, "sys.parameters") + ` WHERE object_id = OBJECT_ID(@p1) AND parameter_id > 0 ORDER BY parameter_id`, []any{name}
}

func (sqlServer) call(name string, names, marks []string) (string, bool) {
	pairs := make([]string, len(names))
	for i := range names {
		pairs[i] = names[i] + " = " + marks[i]
	}
	return "SET NOCOUNT ON; EXEC " + name + " " + strings.Join(pairs, ", "), true
}

func (sqlServer) judge(err error) verdict {
	e, ok := errors.AsType[mssqldriver.Error](err)
	if !ok {
		return verdict{}
	}
	return verdict{trouble: sqlServerTrouble(e.Number), message: e.Message}
}

func sqlServerTrouble(number int32) trouble {
	switch number {
	case 2601, 2627:
		return duplicate
	case 207, 208, 911, 2812, 4413, 4924:
		return schemaMissing
	case 229, 230, 262, 297, 300, 916, 3906:
		return notAllowed
	case 4060, 18401, 18452, 18456, 18470, 18487, 18488:
		return loginRefused
	case 1205, 1222, 3960, 3961, 41302, 41305, 41325:
		return mayRetry
	case 1105, 9002:
		return noRoom
	case 220, 241, 242, 245, 295, 296, 515, 544, 547, 2628, 3609, 8114, 8115, 8152:
		return rowRefused
	case 596, 6005, 40197, 40501, 40613:
		return notReached
	}
	if number >= 50_000 {
		return rowRefused // raised by a trigger or procedure
	}
	return otherTrouble
}
