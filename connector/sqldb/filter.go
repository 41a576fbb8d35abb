package sqldb

import (
	"strings"

	"tandem"
	"tandem/expr"
)

// filter writes the view's filter as SQL as far as SQL can be trusted to let
// every row through that the engine would: it may let through more, since the
// engine looks at the rows again, but never fewer. false means that nothing of
// it can be written.
func (l *layout) filter(b *builder) (string, bool) {
	if l.view.Filter == nil {
		return "", false
	}
	return filterWriter{layout: l, b: b}.write(l.view.Filter)
}

// never is a condition that no row meets.
const never = "1 = 0"

type filterWriter struct {
	*layout

	b      *builder
	strict bool // nothing may be left out
}

func (w filterWriter) write(f expr.Filter) (string, bool) {
	switch f := f.(type) {
	case expr.And:
		return w.and(f)
	case expr.Or:
		return w.or(f)
	case expr.Comparison:
		return w.comparison(f)
	case expr.In:
		return w.in(f)
	default:
		// The negation of "at least these" would be "at most those".
		return "", false
	}
}

// and may leave out parts that cannot be written.
func (w filterWriter) and(parts expr.And) (string, bool) {
	var written []string
	for _, part := range parts {
		text, ok := w.write(part)
		if !ok && w.strict {
			return "", false
		}
		if ok {
			written = append(written, text)
		}
	}
	if len(written) == 0 {
		return "", false
	}
	return "(" + strings.Join(written, " AND ") + ")", true
}

// or needs all of its parts.
func (w filterWriter) or(parts expr.Or) (string, bool) {
	written := make([]string, len(parts))
	mark := len(w.b.args)
	for i, part := range parts {
		text, ok := w.write(part)
		if !ok {
			w.b.args = w.b.args[:mark]
			return "", false
		}
		written[i] = text
	}
	if len(written) == 0 {
		return never, true
	}
	return "(" + strings.Join(written, " OR ") + ")", true
}

func (w filterWriter) comparison(c expr.Comparison) (string, bool) {
	col, ok := w.table.column(c.Field)
	if !ok || !w.sameKind(c.Field, col, c.Value) {
		return "", false
	}
	ref := w.ref(col)
	isText := col.typ.Kind() == tandem.Text
	switch c.Op {
	case expr.Equal:
		if c.Value.IsEmpty() {
			return w.empty(ref, col)
		}
		// Where the database ignores case or accents this lets through more, not fewer.
		return w.b.try(func() string { return w.b.equal(ref, col, c.Value) })
	case expr.NotEqual:
		if c.Value.IsNull() {
			return ref + " IS NOT NULL", true
		}
		if c.Value.IsEmpty() || isText && !w.conn.dialect.traits().bytewise || len(w.b.forms(col, c.Value)) > 1 {
			return "", false
		}
		return w.b.try(func() string { return ref + " <> " + w.b.value(col, c.Value) })
	case expr.Less, expr.LessEqual, expr.Greater, expr.GreaterEqual:
		// Texts are ordered by the database's collation, filters order them by octets.
		if isText || col.inexact || c.Value.IsEmpty() {
			return "", false
		}
		return w.b.try(func() string { return ref + " " + string(c.Op) + " " + w.b.value(col, c.Value) })
	default:
		return "", false
	}
}

// empty covers null and blank alike; the engine tells them apart.
func (w filterWriter) empty(ref string, col *column) (string, bool) {
	if col.typ.Kind() != tandem.Text {
		return ref + " IS NULL", true
	}
	return w.b.try(func() string {
		return "(" + w.b.equal(ref, col, tandem.TextValue("")) + " OR " + ref + " IS NULL)"
	})
}

func (w filterWriter) in(f expr.In) (string, bool) {
	col, ok := w.table.column(f.Field)
	if len(f.Values) == 0 {
		return never, true
	}
	if !ok || len(f.Values) > w.conn.dialect.traits().inList/2 {
		return "", false
	}
	for _, v := range f.Values {
		if v.IsEmpty() || !w.sameKind(f.Field, col, v) {
			return "", false
		}
	}
	return w.b.try(func() string { return w.b.equal(w.ref(col), col, f.Values...) })
}

// sameKind reports whether the filter's value is of the column's own kind. A
// view that reads a column as another type is compared by the engine only.
func (w filterWriter) sameKind(field string, col *column, v tandem.Value) bool {
	if at, ok := w.view.Position(field); ok && w.decoders[at].kind != col.typ.Kind() {
		return false
	}
	return v.IsNull() || v.Kind() == col.typ.Kind() && !col.inexact
}

// try undoes what a part added when one of its values does not fit the column:
// then the part is left to the engine.
func (b *builder) try(write func() string) (string, bool) {
	mark, before := len(b.args), b.err
	b.err = nil
	text := write()
	failed := b.err != nil
	b.err = before
	if failed {
		b.args = b.args[:mark]
		return "", false
	}
	return text, true
}
