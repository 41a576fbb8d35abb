package sim

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"tandem/sim/internal/m2m"
)

// A dialect is what the three databases do not agree on.
type dialect struct {
	identity     string // definition of the column m2m.Identity
	tableOptions string // what stands behind the columns of a table
	exists       string // the question whether the table in its argument is there
	atomicSchema bool   // creating tables is part of a transaction
	stripsBlanks bool   // the padding of CHAR columns is gone when they are read

	// begin and end are run before and after filling, outside of transactions.
	begin, end []string

	// argument writes the n-th argument of a statement, counted from 1.
	argument func(n int) string
	// column is the definition of an ordinary column, with its default.
	column func(m2m.Column) string
	// value is what the driver wants for a value of a column.
	value func(c m2m.Column, v any) any
	// loader writes many rows in the open transaction of the connection.
	loader func(*sql.Conn, *sql.Tx) loader
	// nextIdentity are statements that let the database go on counting after rows that came with their identity.
	nextIdentity func(table *m2m.Table, last int64) []string
	// rowversion are statements that make timestamp_column work: triggers give out numbers above last.
	rowversion func(tables []*m2m.Table, last int64) []string
}

// questionMark is the argument of databases that do not number them.
func questionMark(int) string { return "?" }

// countsOn is the nextIdentity of databases that remember the greatest identity by themselves.
func countsOn(*m2m.Table, int64) []string { return nil }

// quote makes a name safe for a statement and keeps its case.
func quote(name string) string { return `"` + name + `"` }

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = quote(n)
	}
	return strings.Join(quoted, ", ")
}

// createTable is the statement that makes the table without its indexes.
func createTable(d *dialect, t *m2m.Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE %s (\n\t%s %s", t.Name, m2m.Identity, d.identity)
	for _, c := range t.Columns {
		fmt.Fprintf(&b, ",\n\t%s %s", quote(c.Name), d.column(c))
	}
	fmt.Fprintf(&b, ",\n\t%s BIGINT NOT NULL DEFAULT 0\n)%s", m2m.Timestamp, d.tableOptions)
	return b.String()
}

// createIndexes makes the indexes of the table, that of the change counter among them.
func createIndexes(t *m2m.Table) []string {
	statements := []string{fmt.Sprintf("CREATE INDEX %s_ts ON %s (%s)", t.Name, t.Name, m2m.Timestamp)}
	for n, i := range t.Indexes {
		unique := ""
		if i.Unique {
			unique = "UNIQUE "
		}
		statements = append(statements, fmt.Sprintf("CREATE %sINDEX %s_%d ON %s (%s)", unique, t.Name, n+1, t.Name, quoteAll(i.Columns)))
	}
	return statements
}

// rebind replaces the question marks of a statement by the dialect's arguments. Our statements hold no other ones.
func rebind(d *dialect, query string) string {
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r == '?' {
			n++
			b.WriteString(d.argument(n))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// moment is how dates are written as text.
func moment(t time.Time) string { return t.Format("2006-01-02 15:04:05") }

// text is the value of everything that travels best as text, and any other value as it is.
func text(v any) any {
	switch v := v.(type) {
	case m2m.Money:
		return v.String()
	case m2m.Rate:
		return v.String()
	case m2m.Quantity:
		return int64(v)
	case time.Time:
		return moment(v)
	default:
		return v
	}
}
