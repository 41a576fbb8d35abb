package store

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"tandem"
	"tandem/expr"
)

// filterWriter turns a filter into a condition over the columns of r, with the
// same answer as expr.Match: a comparison with null is not true, which only
// matters below a Not.
type filterWriter struct {
	dialect dialect
	fold    func(column string) string // see expr.Fold
	table   *table
	sql     strings.Builder
	args    []any
}

func (w *filterWriter) write(f expr.Filter) error {
	switch f := f.(type) {
	case nil:
		w.sql.WriteString("true")
		return nil
	case expr.And:
		return w.join(f, " and ", "true")
	case expr.Or:
		return w.join(f, " or ", "false")
	case expr.Not:
		w.sql.WriteString("not coalesce(")
		err := w.write(f.Part)
		w.sql.WriteString(", false)")
		return err
	case expr.Comparison:
		return w.comparison(f)
	case expr.In:
		return w.in(f)
	default:
		return fmt.Errorf("%T is no filter the store knows", f)
	}
}

func (w *filterWriter) join(parts []expr.Filter, word, none string) error {
	if len(parts) == 0 {
		w.sql.WriteString(none)
		return nil
	}
	for i, part := range parts {
		if i == 0 {
			w.sql.WriteByte('(')
		} else {
			w.sql.WriteString(word)
		}
		if err := w.write(part); err != nil {
			return err
		}
	}
	w.sql.WriteByte(')')
	return nil
}

// column is a field as an expression of its kind.
func (w *filterWriter) column(field string) (sql string, c *column, err error) {
	c, ok := w.table.column(field)
	switch {
	case !ok:
		return "", nil, unknownField(w.table.name, field)
	case c.custom:
		return w.dialect.customField("r.custom", c.name, c.kind), c, nil
	default:
		return "r." + quote(c.name), c, nil
	}
}

// bind adds an argument and returns its placeholder.
func (w *filterWriter) bind(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// bindValue is bind for a value compared with a column.
func (w *filterWriter) bindValue(c *column, v tandem.Value) string {
	if c.custom && (v.Kind() == tandem.Instant || v.Kind() == tandem.Date) {
		// Within JSON an instant is a number and a date a text, see appendJSON.
		if v.Kind() == tandem.Instant {
			return w.bind(v.Int())
		}
		return w.bind(v.String())
	}
	return w.bind(v)
}

func (w *filterWriter) comparison(f expr.Comparison) error {
	sql, c, err := w.column(f.Field)
	if err != nil {
		return err
	}
	switch f.Op {
	case expr.Contains, expr.StartsWith, expr.EndsWith:
		w.search(sql, f.Op, expr.Fold(f.Value.Text()))
		return nil
	case expr.Equal, expr.NotEqual, expr.Less, expr.LessEqual, expr.Greater, expr.GreaterEqual:
	default:
		return fmt.Errorf("%q is no operator the store knows", f.Op)
	}
	if f.Value.IsNull() {
		w.sql.WriteString(sql + map[bool]string{true: " is null", false: " is not null"}[f.Op == expr.Equal])
		return nil
	}
	operator := map[expr.Operator]string{expr.Equal: "=", expr.NotEqual: "<>"}[f.Op]
	if operator == "" {
		operator = string(f.Op)
	}
	w.sql.WriteString(sql + " " + operator + " " + w.bindValue(c, f.Value))
	return nil
}

// search looks for a folded text. Patterns of LIKE would have to be escaped and
// would fold in a way of their own.
func (w *filterWriter) search(sql string, op expr.Operator, needle string) {
	if needle == "" {
		w.sql.WriteString(sql + " is not null")
		return
	}
	folded, n, length := w.fold(sql), w.bind(needle), strconv.Itoa(utf8.RuneCountInString(needle))
	switch op {
	case expr.StartsWith:
		w.sql.WriteString("substr(" + folded + ", 1, " + length + ") = " + n)
	case expr.EndsWith:
		w.sql.WriteString(w.dialect.right(folded, length) + " = " + n)
	default:
		w.sql.WriteString(w.dialect.position(folded, n) + " > 0")
	}
}

func (w *filterWriter) in(f expr.In) error {
	if len(f.Values) == 0 {
		w.sql.WriteString("false")
		return nil
	}
	sql, c, err := w.column(f.Field)
	if err != nil {
		return err
	}
	w.sql.WriteString(sql + " in (")
	for i, v := range f.Values {
		if i > 0 {
			w.sql.WriteString(", ")
		}
		w.sql.WriteString(w.bindValue(c, v))
	}
	w.sql.WriteByte(')')
	return nil
}
