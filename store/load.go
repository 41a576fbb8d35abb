package store

import (
	"strconv"
	"strings"
)

// quote writes an identifier. Names of objects and fields may be words of SQL (case, date).
func quote(name string) string { return `"` + name + `"` }

// quoted writes a list of identifiers, each behind prefix.
func quoted(prefix string, names []string) string {
	var b strings.Builder
	for i, name := range names {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(prefix)
		b.WriteString(quote(name))
	}
	return b.String()
}

// width is how many values a row of the load brings.
func (l *load) width() int { return len(l.keys) + len(l.columns) }

// names lists the columns of the load in the order of its parameters.
func (l *load) names() []string {
	names := make([]string, 0, len(l.fixed)+l.width())
	for _, f := range l.fixed {
		names = append(names, f.column)
	}
	return append(append(names, l.keys...), l.columns...)
}

// statement writes the SQL of the load with parameters behind mark: those of
// fixed first, then those of each of rows rows.
func (l *load) statement(mark string, rows int) string {
	switch l.op {
	case updateRows:
		return "update " + quote(l.table) + " set " + l.assignments(mark) + " where " + l.conditions(mark)
	case removeRows:
		return "delete from " + quote(l.table) + " where " + l.conditions(mark)
	case upsertRows:
		return l.insert(mark, rows) + l.onConflict()
	default:
		return l.insert(mark, rows)
	}
}

func (l *load) insert(mark string, rows int) string {
	verb := "insert"
	if rows > 1 {
		// SQLite: a failure need not take back the other rows of the statement, the
		// savepoint or the transaction does. That spares a journal.
		verb = "insert or fail"
	}
	var b strings.Builder
	b.WriteString(verb + " into " + quote(l.table) + " (" + quoted("", l.names()) + ") values ")
	param := len(l.fixed)
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for j := range len(l.fixed) + l.width() {
			if j > 0 {
				b.WriteString(", ")
			}
			n := j + 1
			if j >= len(l.fixed) {
				param++
				n = param
			}
			b.WriteString(mark)
			b.WriteString(strconv.Itoa(n))
		}
		b.WriteByte(')')
	}
	return b.String()
}

// onConflict turns an insert into an upsert. A row with the same key that
// belongs to another account stays as it is (Promise 10).
func (l *load) onConflict() string {
	var b strings.Builder
	b.WriteString(" on conflict (" + l.conflict + ") do update set ")
	for i, name := range l.columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quote(name) + " = excluded." + quote(name))
	}
	b.WriteString(" where " + quote(l.table) + ".account = excluded.account")
	return b.String()
}

func (l *load) assignments(mark string) string {
	var b strings.Builder
	for i, name := range l.columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quote(name) + " = " + mark + strconv.Itoa(len(l.fixed)+len(l.keys)+i+1))
	}
	return b.String()
}

func (l *load) conditions(mark string) string {
	var b strings.Builder
	for i, name := range l.names()[:len(l.fixed)+len(l.keys)] {
		if i > 0 {
			b.WriteString(" and ")
		}
		b.WriteString(quote(name) + " = " + mark + strconv.Itoa(i+1))
	}
	return b.String()
}
