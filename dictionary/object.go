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
	Name     string   `json:"name"`
	Label    string   `json:"label,omitempty"` // for people, English
	Doc      string   `json:"doc,omitempty"`   // meaning, units, source
	Type     Type     `json:"type"`
	Native   string   `json:"native,omitempty"`   // theirs: the type as their system calls it
	Length   int      `json:"length,omitempty"`   // longest text in characters; 0 = no limit
	Scale    int      `json:"scale,omitempty"`    // Decimal: digits behind the point
	Values   []string `json:"values,omitempty"`   // Enum: the allowed values, in order
	Target   string   `json:"target,omitempty"`   // Reference: the object it points at
	Initial  string   `json:"initial,omitempty"`  // ours: what a new record gets that says nothing, see FillInitial
	Ratio    bool     `json:"ratio,omitempty"`    // Decimal: a rate, a price of one, a per cent: a sum of them means nothing
	Required bool     `json:"required,omitempty"` // must not be empty
	Unique   bool     `json:"unique,omitempty"`   // no two records of an account share it
	ReadOnly bool     `json:"readOnly,omitempty"` // kept by the system itself
	Nullable bool     `json:"nullable,omitempty"` // theirs: the column takes null
	Padded   bool     `json:"padded,omitempty"`   // theirs: fixed width, padded with blanks
	Default  bool     `json:"default,omitempty"`  // theirs: left out of an insert it fills itself
	Custom   bool     `json:"custom,omitempty"`   // ours: added by the account
	Part     bool     `json:"part,omitempty"`     // ours, Reference: the record is a part of what it points at and is deleted with it
}

// Object describes a kind of record.
type Object struct {
	Name     string   `json:"name"`             // "sales_order"; theirs: as their system calls it
	Plural   string   `json:"plural,omitempty"` // in addresses: "sales-orders"
	Label    string   `json:"label,omitempty"`  // for people, English
	Doc      string   `json:"doc,omitempty"`
	Fields   []Field  `json:"fields"`             // ours: without SystemFields
	Columns  []string `json:"columns,omitempty"`  // ours: what a list shows unless told otherwise; none = the first few fields
	Key      []string `json:"key,omitempty"`      // theirs: the fields that identify a row; none = read only
	Lines    *Object  `json:"lines,omitempty"`    // documents: what a line looks like
	ReadOnly bool     `json:"readOnly,omitempty"` // theirs: a view, or no right to write
	Rows     int64    `json:"rows,omitempty"`     // theirs: about how many there are; 0 = not known
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

// FieldNames returns the names of the fields in order.
func (o *Object) FieldNames() []string {
	names := make([]string, len(o.Fields))
	for i := range o.Fields {
		names[i] = o.Fields[i].Name
	}
	return names
}

// Dictionary is a set of objects.
type Dictionary struct {
	Objects []Object `json:"objects"`
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

// ByPlural returns the object whose plural stands in an address: "sales-orders".
func (d *Dictionary) ByPlural(plural string) (*Object, bool) {
	for i := range d.Objects {
		if d.Objects[i].Plural == plural {
			return &d.Objects[i], true
		}
	}
	return nil, false
}
