package sqldb

import (
	"encoding/base64"
	"slices"
	"strings"

	"tandem"
)

// builder puts a statement together with its arguments.
type builder struct {
	conn *Conn
	text strings.Builder
	args []any
	err  error // the first value that does not fit its column

	list     bool     // the statement is for many rows: its arguments are columns of a list ...
	lists    []string // ... of these types
	unlisted bool     // some column does not go into a list
}

func (c *Conn) builder() *builder { return &builder{conn: c} }

func (b *builder) write(parts ...string) {
	for _, part := range parts {
		b.text.WriteString(part)
	}
}

// placeholder adds an argument and returns what stands for it.
func (b *builder) placeholder(arg any) string {
	b.args = append(b.args, arg)
	return b.conn.dialect.mark(len(b.args))
}

// value adds a value as it is stored in, or compared with, a column.
func (b *builder) value(col *column, v tandem.Value) string {
	arg, err := b.conn.dialect.bind(col, v, b.conn.cfg.zone)
	if err != nil && b.err == nil {
		b.err = err
	}
	return b.conn.dialect.take(col, b.argument(col, arg))
}

// argument is placeholder for a column's value.
func (b *builder) argument(col *column, arg any) string {
	if !b.list {
		return b.placeholder(arg)
	}
	typ := b.conn.dialect.listOf(col)
	b.unlisted = b.unlisted || typ == ""
	b.args, b.lists = append(b.args, arg), append(b.lists, typ)
	return listName + "." + listed(len(b.args))
}

// bound is value for range conditions: padded where the database compares the padding too.
func (b *builder) bound(col *column, v tandem.Value) string {
	return b.value(col, b.pad(col, v))
}

func (b *builder) pad(col *column, v tandem.Value) tandem.Value {
	if !col.padded || !b.conn.dialect.traits().bareChar || v.Kind() != tandem.Text {
		return v
	}
	if n := col.length - len([]rune(v.Text())); n > 0 {
		return tandem.TextValue(v.Text() + strings.Repeat(" ", n))
	}
	return v
}

// forms are the ways a value may be stored in a column: a text in a CHAR that
// the database does not pad by itself may stand there with padding or without.
func (b *builder) forms(col *column, v tandem.Value) []tandem.Value {
	if padded := b.pad(col, v); padded != v {
		return []tandem.Value{v, padded}
	}
	return []tandem.Value{v}
}

// equal is the condition that a column has one of the values; null is not among them.
func (b *builder) equal(ref string, col *column, values ...tandem.Value) string {
	var marks []string
	for _, v := range values {
		for _, f := range b.forms(col, v) {
			marks = append(marks, b.value(col, f))
		}
	}
	if len(marks) == 1 {
		return ref + " = " + marks[0]
	}
	return ref + " IN (" + strings.Join(marks, ", ") + ")"
}

// after is the condition that a row lies behind a position, in the order of the columns.
func (b *builder) after(refs []string, columns []*column, values []tandem.Value) string {
	if len(columns) == 1 {
		return refs[0] + " > " + b.bound(columns[0], values[0])
	}
	if b.conn.dialect.traits().rowValues && !b.paddable(columns) {
		marks := make([]string, len(columns))
		for i, col := range columns {
			marks[i] = b.bound(col, values[i])
		}
		return "(" + strings.Join(refs, ", ") + ") > (" + strings.Join(marks, ", ") + ")"
	}
	// a >= 1 AND (a > 1 OR (a = 1 AND (b > 2 OR ...))): the first part is what an index serves.
	first := refs[0] + " >= " + b.value(columns[0], values[0])
	return first + " AND (" + refs[0] + " > " + b.bound(columns[0], values[0]) +
		" OR (" + b.equal(refs[0], columns[0], values[0]) + " AND " + b.after(refs[1:], columns[1:], values[1:]) + "))"
}

// paddable reports whether one of the columns may hold a text with padding or without.
func (b *builder) paddable(columns []*column) bool {
	if !b.conn.dialect.traits().bareChar {
		return false
	}
	return slices.ContainsFunc(columns, func(c *column) bool { return c.padded })
}

func (b *builder) statement() statement {
	return statement{text: b.text.String(), args: b.args}
}

func decodeBase64(s string) (tandem.Value, bool) {
	octets, err := base64.StdEncoding.DecodeString(s)
	return tandem.BytesValue(string(octets)), err == nil
}
