package store

import (
	"math"
	"strconv"

	"zombiezen.com/go/sqlite"

	"tandem"
)

// A float carries every decimal of up to 15 digits exactly: there is one float
// for each, and the shortest text of that float is the decimal again. Such
// numbers are stored as numbers, so that SQL compares and sums them; others as
// their text in a blob, which SQLite leaves alone.
const (
	floatDigits = 1_000_000_000_000_000
	floatScale  = 22 // powers of ten up to this are exact as well
)

func bindSQLiteValue(stmt *sqlite.Stmt, i int, v tandem.Value, scratch []byte) []byte {
	switch v.Kind() {
	case tandem.Text, tandem.List:
		stmt.BindText(i, v.Text())
	case tandem.Integer, tandem.Bool, tandem.Instant, tandem.Reference:
		stmt.BindInt64(i, v.Int())
	case tandem.Decimal:
		return bindSQLiteDecimal(stmt, i, v, scratch)
	case tandem.Date:
		scratch = v.Append(scratch[:0])
		stmt.BindText(i, string(scratch))
	case tandem.Bytes:
		stmt.BindBytes(i, []byte(v.Text()))
	default:
		stmt.BindNull(i)
	}
	return scratch
}

func bindSQLiteDecimal(stmt *sqlite.Stmt, i int, v tandem.Value, scratch []byte) []byte {
	n, scale := v.Int(), v.Scale()
	switch {
	case scale == 0:
		stmt.BindInt64(i, n)
	case n > -floatDigits && n < floatDigits && scale <= floatScale:
		// Both are exact, so the division is rounded once: it is the nearest float.
		stmt.BindFloat(i, float64(n)/math.Pow10(int(scale)))
	default:
		scratch = v.Append(scratch[:0])
		stmt.BindBytes(i, scratch)
	}
	return scratch
}

// read reads a column of a record.
func (r *sqliteRow) read(column int, kind tandem.Kind, a *arena) (tandem.Value, bool) {
	stored := r.stmt.ColumnType(column)
	if stored == sqlite.TypeNull {
		return tandem.NullValue(), true
	}
	switch kind {
	case tandem.Text:
		return tandem.TextValue(a.keep(r.bytes(column))), true
	case tandem.Integer:
		return tandem.IntegerValue(r.stmt.ColumnInt64(column)), true
	case tandem.Bool:
		return tandem.BoolValue(r.stmt.ColumnInt64(column) != 0), true
	case tandem.Instant:
		return tandem.InstantValue(r.stmt.ColumnInt64(column)), true
	case tandem.Reference:
		return tandem.ReferenceValue(r.stmt.ColumnInt64(column)), true
	case tandem.Date:
		return tandem.ParseDate(string(r.bytes(column)))
	case tandem.Bytes:
		return tandem.BytesValue(a.keep(r.bytes(column))), true
	case tandem.Decimal:
		return r.decimal(column, stored)
	default:
		return tandem.Value{}, false
	}
}

func (r *sqliteRow) decimal(column int, stored sqlite.ColumnType) (tandem.Value, bool) {
	switch stored {
	case sqlite.TypeInteger:
		return tandem.DecimalValue(r.stmt.ColumnInt64(column), 0), true
	case sqlite.TypeFloat:
		return decimalOf(r.stmt.ColumnFloat(column))
	default:
		return tandem.ParseDecimal(string(r.bytes(column)))
	}
}

// decimalOf returns the decimal a float was made from. Most amounts have few
// digits behind the point, so the scales are tried before the long way.
func decimalOf(f float64) (tandem.Value, bool) {
	power := 1.0
	for scale := range uint8(7) {
		n := math.Round(f * power)
		if math.Abs(n) < floatDigits && n/power == f {
			return tandem.DecimalValue(int64(n), scale), true
		}
		power *= 10
	}
	return tandem.ParseDecimal(strconv.FormatFloat(f, 'f', -1, 64))
}
