package tandem

import (
	"encoding/base64"
	"math"
	"strconv"
	"strings"
	"time"
)

// Kind says what a Value holds.
type Kind uint8

// The kinds of a Value. Absent (the other side said nothing) and Null (it said
// "nothing there") are different, and both differ from an empty text and from
// zero (Promise 6).
const (
	Absent    Kind = iota
	Null           // known to be empty
	Text           // UTF-8
	Integer        // int64
	Decimal        // coefficient and scale, never a float
	Bool           //
	Date           // a day in the calendar, no time zone
	Instant        // a moment, microseconds since 1970 UTC
	Reference      // the id of one of our records, or the key of theirs not yet resolved
	Bytes          // arbitrary octets
	List           // the lines of a document in the canonical encoding
)

var kindNames = [...]string{"absent", "null", "text", "integer", "decimal", "bool", "date", "instant", "reference", "bytes", "list"}

// String returns the kind's name as used in messages.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "kind " + strconv.Itoa(int(k))
}

// Value is one field of a record. It is small, comparable with == (two equal
// values are identical: decimals carry no trailing zeros) and holds no pointer
// but the one into the page buffer its text lies in. The zero Value is Absent.
type Value struct {
	text  string
	num   int64
	kind  Kind
	scale uint8
}

// NullValue is the value of a field that is known to be empty.
func NullValue() Value { return Value{kind: Null} }

// TextValue holds s. The string is kept, not copied.
func TextValue(s string) Value { return Value{kind: Text, text: s} }

// BytesValue holds the octets of s.
func BytesValue(s string) Value { return Value{kind: Bytes, text: s} }

// ListValue holds encoded lines, see AppendLines.
func ListValue(encoded string) Value { return Value{kind: List, text: encoded} }

// IntegerValue holds n.
func IntegerValue(n int64) Value { return Value{kind: Integer, num: n} }

// BoolValue holds b.
func BoolValue(b bool) Value {
	v := Value{kind: Bool}
	if b {
		v.num = 1
	}
	return v
}

// DecimalValue holds coefficient / 10^scale exactly, trailing zeros removed.
func DecimalValue(coefficient int64, scale uint8) Value {
	for scale > 0 && coefficient%10 == 0 {
		coefficient /= 10
		scale--
	}
	return Value{kind: Decimal, num: coefficient, scale: scale}
}

// DateValue holds the day that is n days after 1970-01-01.
func DateValue(days int64) Value { return Value{kind: Date, num: days} }

// DateOf holds the calendar day t shows in its own location.
func DateOf(t time.Time) Value {
	y, m, d := t.Date()
	return DateValue(daysFromCivil(y, int(m), d))
}

// InstantValue holds a moment in microseconds since 1970 UTC.
func InstantValue(micros int64) Value { return Value{kind: Instant, num: micros} }

// InstantOf holds t, cut to microseconds.
func InstantOf(t time.Time) Value { return InstantValue(t.UnixMicro()) }

// ReferenceValue points at our record with that id.
func ReferenceValue(id int64) Value { return Value{kind: Reference, num: id} }

// UnresolvedValue points at their record with that key; no link is known yet.
func UnresolvedValue(key Key) Value { return Value{kind: Reference, text: string(key)} }

// Kind says what v holds.
func (v Value) Kind() Kind { return v.kind }

// IsAbsent reports whether nothing is known of the field.
func (v Value) IsAbsent() bool { return v.kind == Absent }

// IsNull reports whether the field is known to be empty.
func (v Value) IsNull() bool { return v.kind == Null }

// IsEmpty reports whether v is absent, null, an empty text or empty octets. Zero and false are not empty.
func (v Value) IsEmpty() bool {
	switch v.kind {
	case Absent, Null:
		return true
	case Text, Bytes, List:
		return v.text == ""
	default:
		return false
	}
}

// Text returns the text of a Text value, the octets of Bytes, the encoded
// lines of a List, and "" for every other kind.
func (v Value) Text() string {
	if v.kind == Reference {
		return ""
	}
	return v.text
}

// Int returns the number of an Integer, the coefficient of a Decimal, 0 or 1
// of a Bool, the days of a Date, the microseconds of an Instant, the id of a
// Reference, and 0 for every other kind.
func (v Value) Int() int64 { return v.num }

// Bool reports whether v is the Bool true.
func (v Value) Bool() bool { return v.kind == Bool && v.num != 0 }

// Scale returns how many digits of a Decimal's coefficient stand after the point.
func (v Value) Scale() uint8 { return v.scale }

// Unresolved returns their key when v is a Reference that no link resolves yet.
func (v Value) Unresolved() (Key, bool) {
	return Key(v.text), v.kind == Reference && v.text != ""
}

// Time returns the moment of an Instant, or midnight UTC of a Date.
func (v Value) Time() time.Time {
	if v.kind == Date {
		return time.Unix(v.num*86400, 0).UTC()
	}
	return time.UnixMicro(v.num).UTC()
}

// Float returns an Integer or Decimal as a float, for charts and statistics
// only: nothing that is stored goes through it.
func (v Value) Float() float64 {
	return float64(v.num) / math.Pow10(int(v.scale))
}

// Clone returns v with text of its own, independent of the page it came from.
func (v Value) Clone() Value {
	v.text = strings.Clone(v.text)
	return v
}

// String writes v for people and for text columns: "2026-11-21", "12.5", "true".
// Null and absent are empty; octets are base64.
func (v Value) String() string {
	switch v.kind {
	case Text, List:
		return v.text
	case Bytes:
		return base64.StdEncoding.EncodeToString([]byte(v.text))
	case Absent, Null:
		return ""
	case Reference:
		if v.text != "" {
			return Key(v.text).String()
		}
	default:
	}
	var room [40]byte // longer than any number or moment
	return string(v.Append(room[:0]))
}

// Append writes v as String does, without an allocation of its own.
func (v Value) Append(dst []byte) []byte {
	switch v.kind {
	case Integer:
		return strconv.AppendInt(dst, v.num, 10)
	case Reference:
		if v.text != "" {
			return append(dst, Key(v.text).String()...)
		}
		return strconv.AppendInt(dst, v.num, 10)
	case Decimal:
		return appendDecimal(dst, v.num, v.scale)
	case Bool:
		return strconv.AppendBool(dst, v.num != 0)
	case Date:
		return appendDate(dst, v.num)
	case Instant:
		return appendInstant(dst, v.num)
	case Text, List:
		return append(dst, v.text...)
	case Bytes:
		return base64.StdEncoding.AppendEncode(dst, []byte(v.text))
	default:
		return dst
	}
}
