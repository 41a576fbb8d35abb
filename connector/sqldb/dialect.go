package sqldb

import (
	"strconv"
	"strings"
	"time"

	"tandem"
)

// dialect is what one kind of database does in its own way.
type dialect interface {
	// open prepares the way to the database; nothing is sent.
	open(cfg *config) (database, error)
	traits() traits
	// judge says what an error of the driver means.
	judge(err error) verdict

	syntax
	values
	catalogue
	keyMaker
	commitOrder
}

// syntax is how statements are written.
type syntax interface {
	// quote writes a name so that it means exactly itself.
	quote(name string) string
	// mark is the placeholder of argument n, counted from 1.
	mark(n int) string
	// limit makes a SELECT return at most n rows.
	limit(query string, n int) string
}

// values is how values travel both ways.
type values interface {
	// read is what to select so that the column arrives in its form; ref is the column, quoted.
	read(c *column, ref string) string
	// take is the placeholder as it is compared with, or stored in, the column.
	take(c *column, mark string) string
	// bind makes the argument for take. The error is about this value.
	bind(c *column, v tandem.Value, zone *time.Location) (any, error)
	// listOf is the type of a list of the column's values; "" = it takes none.
	listOf(c *column) string
	// same holds when the column has exactly that value, null included. It is ""
	// where that cannot be told.
	same(c *column, ref, mark string) string
}

// commitOrder is what a database tells about rows that may still appear.
type commitOrder interface {
	// bound is an expression below which a column cannot change any more; "" = there is none.
	bound(c *column) string
	// openTransactions asks for transactions that are open; "" = cannot be asked.
	openTransactions() string
	// readHorizon reads the answer; false = it says nothing.
	readHorizon(row [][]byte) (horizon, bool)
}

// catalogue is how a database tells about its tables. The queries take names in
// lower case to restrict themselves to; none means all.
type catalogue interface {
	// tables: name, "t" or "v" for a view, about how many rows, "0" where writing is not allowed.
	tables(in tableName, names []string) (string, []any)
	// columns: table, column, base type, declared type, length, precision, scale,
	// then "1" or "0" for nullable, defaulted, generated.
	columns(in tableName, names []string) (string, []any)
	// keys: table, index, "1" for the primary key, column; in the order of the columns within the index.
	keys(in tableName, names []string) (string, []any)
	// classify fills typ, form and what else follows from the column's type.
	classify(c *column)
	// profiles lists the databases or schemas; "" = there is only the one.
	profiles() string
	// profile qualifies a table with the name of a profile.
	profile(name string) tableName
}

// keyMaker is what the rules for new keys need. "" = the database has no such thing.
type keyMaker interface {
	// next is a query for the next value of a sequence; name is quoted.
	next(name string) string
	// lockTable is a statement that keeps other writers out of a table until the transaction ends.
	lockTable(source string) string
	// forUpdate makes a query lock the rows it reads; it is written behind the table and at the end.
	forUpdate() (behindTable, atEnd string)
	// insert puts an INSERT together that returns the row's key, where the database can.
	insert(in insertion) statement
}

// insertion is a row to be inserted.
type insertion struct {
	source  string
	columns []string
	marks   []string
	args    []any
	key     []string // what to select of the new row; nil = the key is known
}

// text is the plain INSERT.
func (in *insertion) text() string {
	if len(in.columns) == 0 {
		return "INSERT INTO " + in.source + " DEFAULT VALUES"
	}
	return "INSERT INTO " + in.source + " (" + strings.Join(in.columns, ", ") + ") VALUES (" + strings.Join(in.marks, ", ") + ")"
}

// traits are the small differences that need no code of their own.
type traits struct {
	name       string // for people
	streams    bool   // an open statement disturbs no writer
	rowValues  bool   // (a, b) > (?, ?) is understood and uses an index
	tuples     bool   // (a, b) IN ((?, ?), (?, ?)) is
	anyArray   bool   // = ANY(array) is (PostgreSQL)
	bytewise   bool   // = on texts tells every two texts apart
	bareChar   bool   // CHAR is compared with its padding: arguments are padded too
	foldsUpper bool   // names without quotes mean upper case
	utf8       bool   // the server itself refuses text that is not UTF-8
	nullsLast  bool   // nulls sort after everything
	serial     bool   // one writer at a time: rows appear in the order they were written
	inList     int    // most arguments to one IN
}

// ansi is what most databases agree on. Dialects embed it.
type ansi struct{}

func (ansi) quote(name string) string { return quoteWith(name, `"`, `"`) }

func quoteWith(name, open, end string) string {
	return open + strings.ReplaceAll(name, end, end+end) + end
}

func (ansi) mark(int) string { return "?" }

func (ansi) limit(query string, n int) string { return query + " LIMIT " + strconv.Itoa(n) }

func (ansi) take(_ *column, mark string) string { return mark }

func (ansi) bind(c *column, v tandem.Value, zone *time.Location) (any, error) {
	return bindValue(c, v, zone)
}

func (ansi) listOf(*column) string { return "" }

func (ansi) bound(*column) string { return "" }

func (ansi) openTransactions() string { return "" }

func (ansi) readHorizon([][]byte) (horizon, bool) { return horizon{}, false }

func (ansi) next(string) string { return "" }

func (ansi) lockTable(string) string { return "" }

func (ansi) forUpdate() (string, string) { return "", " FOR UPDATE" }

func (ansi) insert(in insertion) statement {
	s := statement{text: in.text(), args: in.args}
	if in.key != nil {
		s.text += " RETURNING " + strings.Join(in.key, ", ")
		s.returns = true
	}
	return s
}

func (ansi) profiles() string { return "" }

func (ansi) profile(string) tableName { return tableName{} }

// dialectOf finds the dialect of an address.
func dialectOf(scheme string) (dialect, bool) {
	switch scheme {
	case "postgres", "postgresql":
		return postgres{}, true
	case "sqlite":
		return sqlite{}, true
	case "mysql", "mariadb":
		return mysqlDialect{}, true
	case "firebird":
		return firebird{}, true
	case "sqlserver":
		return sqlServer{}, true
	case "oracle":
		return oracle{}, true
	default:
		return nil, false
	}
}

// among writes a condition that restricts a catalogue query to tables, "" for
// all. Names are compared in lower case; column() and table() choose exactly.
func among(d dialect, ref string, names []string, args *[]any) string {
	if len(names) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(" AND LOWER(" + ref + ") IN (")
	for i, name := range names {
		if i > 0 {
			b.WriteString(", ")
		}
		*args = append(*args, name)
		b.WriteString(d.mark(len(*args)))
	}
	b.WriteString(")")
	return b.String()
}
