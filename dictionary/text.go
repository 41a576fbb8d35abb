package dictionary

import (
	"encoding/base64"
	"strings"
	"time"

	"tandem"
)

// Parse reads the value of a field from text, as forms, the command line and
// files carry it. Empty text is null. It reads the type only; whether the value
// may be written is for Validate to say. A clock without an offset is UTC.
func Parse(f *Field, text string) (tandem.Value, error) {
	return ParseIn(f, text, time.UTC)
}

// ParseIn is Parse with the time zone of whoever typed the text.
func ParseIn(f *Field, text string, zone *time.Location) (tandem.Value, error) {
	if text == "" {
		return tandem.NullValue(), nil
	}
	if f.Type == Text || f.Type == Enum {
		return tandem.TextValue(text), nil
	}
	v, ok := parse(f.Type, strings.TrimSpace(text), zone)
	if !ok {
		return tandem.Value{}, tandem.Errorf(tandem.Invalid, "%q is not %s", clip(text), want(f.Type)).At(f.Name)
	}
	return v, nil
}

func parse(t Type, text string, zone *time.Location) (tandem.Value, bool) {
	switch t {
	case Integer:
		return tandem.ParseInteger(text)
	case Decimal:
		return tandem.ParseDecimal(text)
	case Bool:
		return tandem.ParseBool(text)
	case Date:
		return tandem.ParseDate(text)
	case Instant:
		return tandem.ParseInstant(text, zone)
	case Reference:
		v, ok := tandem.ParseInteger(text)
		return tandem.ReferenceValue(v.Int()), ok && v.Int() > 0
	case Bytes:
		octets, err := base64.StdEncoding.DecodeString(text)
		return tandem.BytesValue(string(octets)), err == nil
	default:
		return tandem.Value{}, false
	}
}

// want says what a text of that type looks like.
func want(t Type) string {
	switch t {
	case Integer:
		return "a whole number"
	case Decimal:
		return "a number such as 12.50 of at most 18 digits"
	case Bool:
		return "true or false"
	case Date:
		return "a date such as 2026-11-21"
	case Instant:
		return "a time such as 2026-11-21T10:00:00Z"
	case Reference:
		return "the id of a record"
	case Bytes:
		return "base64"
	default:
		return "a value that can be written as text"
	}
}

// Format writes the value of a field as text that Parse reads back: decimals
// with a point, dates and times as ISO 8601 in UTC, octets as base64, a
// reference as its id. Null, absent and lines are empty.
func Format(f *Field, v tandem.Value) string {
	if f.Type == Lines || v.Kind() == tandem.List {
		return ""
	}
	return v.String()
}
