package sqldb

import (
	"strings"

	"tandem/dictionary"
)

// form says how the text looks that a column is read as.
type form uint8

const (
	formText   form = iota // as it is
	formNumber             // 12, -3.50, 1e+20
	formBool               // t, f, true, 0, 1, or one octet 0 or 1
	formDate               // 2026-11-21
	formWall               // 2026-11-21 10:00:00.123456, a clock in the database's time zone
	formMoment             // the same with an offset from UTC
	formEpoch              // seconds since 1970 with a fraction
	formHex                // octets in hexadecimal, with \x in front or without
	formOctets             // octets
)

// column is one column of a remote table.
type column struct {
	name      string // as shown: where the database folds names to upper case, in lower case
	native    string // as the database has it
	base      string // its type without length, lower case: "varchar"
	declared  string // its type as the database writes it: "varchar(35)"
	length    int    // characters; 0 = no limit
	precision int    // digits; 0 = no limit
	scale     int    // digits behind the point, or of the second; -1 = not fixed
	nullable  bool
	padded    bool // fixed width, filled with blanks
	defaulted bool // an insert may leave it out
	generated bool // kept by the database itself
	version   bool // a row version: the database changes it with every write
	inexact   bool // a floating-point number: what is read is not what compares equal
	unique    bool // a unique index of its own
	typ       dictionary.Type
	form      form
	values    []string // of an enumeration
}

// tableName is where a table lives. catalog and schema are empty for the
// connection's own.
type tableName struct {
	catalog, schema, name string
}

// table is a remote table or view.
type table struct {
	name     tableName
	shown    string
	view     bool
	readonly bool // no right to write
	columns  []column
	key      []string   // shown names; nil = none
	unique   [][]string // every set of columns that a unique index covers
	rows     int64      // about how many; 0 = not known
}

// column finds a column by its shown name or, as SQL does, whatever its case.
func (t *table) column(name string) (*column, bool) {
	for i := range t.columns {
		if t.columns[i].name == name || t.columns[i].native == name {
			return &t.columns[i], true
		}
	}
	var found *column
	for i := range t.columns {
		if strings.EqualFold(t.columns[i].name, name) {
			if found != nil {
				return nil, false
			}
			found = &t.columns[i]
		}
	}
	return found, found != nil
}

// object describes the table to the rest of Tandem.
func (t *table) object() dictionary.Object {
	o := dictionary.Object{Name: t.shown, Label: t.shown, Key: t.key, Rows: t.rows}
	o.ReadOnly = t.view || t.readonly || len(t.key) == 0
	for i := range t.columns {
		o.Fields = append(o.Fields, t.columns[i].field())
	}
	return o
}

func (c *column) field() dictionary.Field {
	f := dictionary.Field{
		Name: c.name, Label: c.name, Type: c.typ, Native: c.declared, Values: c.values,
		Required: !c.nullable && !c.defaulted && !c.generated,
		Unique:   c.unique, ReadOnly: c.generated, Nullable: c.nullable, Padded: c.padded,
		Default: c.defaulted || c.generated,
	}
	if c.typ == dictionary.Text {
		f.Length = c.length
	}
	if c.typ == dictionary.Decimal {
		f.Scale = max(c.scale, 0)
	}
	return f
}
