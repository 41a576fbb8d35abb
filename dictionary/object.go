package dictionary

import "tandem"

// Type is the type of a field.
type Type string

// The types of fields and the kind of Value each holds.
const (
	Text      Type = "text"      // tandem.Text
	Integer   Type = "integer"   // tandem.Integer
	Decimal   Type = "decimal"   // tandem.Decimal
	Bool      Type = "bool"      // tandem.Bool
	Date      Type = "date"      // tandem.Date
	Instant   Type = "instant"   // tandem.Instant
	Enum      Type = "enum"      // tandem.Text, one of Field.Values
	Reference Type = "reference" // tandem.Reference to Field.Target
	Bytes     Type = "bytes"     // tandem.Bytes
	Lines     Type = "lines"     // tandem.List of Object.Lines
)

// Kind returns the kind of value a field of that type holds.
func (t Type) Kind() tandem.Kind {
	switch t {
	case Text, Enum:
		return tandem.Text
	case Integer:
		return tandem.Integer
	case Decimal:
		return tandem.Decimal
	case Bool:
		return tandem.Bool
	case Date:
		return tandem.Date
	case Instant:
		return tandem.Instant
	case Reference:
		return tandem.Reference
	case Bytes:
		return tandem.Bytes
	case Lines:
		return tandem.List
	default:
		return tandem.Absent
	}
}

// Field describes one property of an object.
type Field struct {
	Name     string
	Label    string // for people, English
	Doc      string // meaning, units, source
	Type     Type
	Native   string   // theirs: the type as their system calls it
	Length   int      // longest text in characters; 0 = no limit
	Scale    int      // Decimal: digits behind the point
	Values   []string // Enum: the allowed values, in order
	Target   string   // Reference: the object it points at
	Required bool     // must not be empty
	Unique   bool     // no two records of an account share it
	ReadOnly bool     // kept by the system itself
	Nullable bool     // theirs: the column takes null
	Padded   bool     // theirs: fixed width, padded with blanks
	Default  bool     // theirs: left out of an insert it fills itself
	Custom   bool     // ours: added by the account
}

// Object describes a kind of record.
type Object struct {
	Name     string // "sales_order"; theirs: as their system calls it
	Plural   string // in addresses: "sales-orders"
	Label    string // for people, English
	Doc      string
	Fields   []Field
	Key      []string // theirs: the fields that identify a row; none = read only
	Lines    *Object  // documents: what a line looks like
	ReadOnly bool     // theirs: a view, or no right to write
	Rows     int64    // theirs: about how many there are; 0 = not known
}

// Field returns the field of that name.
func (o *Object) Field(name string) (*Field, bool) {
	for i := range o.Fields {
		if o.Fields[i].Name == name {
			return &o.Fields[i], true
		}
	}
	return nil, false
}

// Dictionary is a set of objects.
type Dictionary struct {
	Objects []Object
}

// Object returns the object of that name.
func (d *Dictionary) Object(name string) (*Object, bool) {
	for i := range d.Objects {
		if d.Objects[i].Name == name {
			return &d.Objects[i], true
		}
	}
	return nil, false
}
