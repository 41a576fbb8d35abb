package store

import (
	"encoding/base64"
	"encoding/json"
	"strconv"

	"tandem"
)

// appendJSON writes a value: decimals as numbers that lose nothing, instants as
// microseconds, so that SQL may compare them, dates as text, octets as base64.
func appendJSON(dst []byte, v tandem.Value) []byte {
	switch v.Kind() {
	case tandem.Text:
		return tandem.AppendJSONText(dst, v.Text())
	case tandem.Integer, tandem.Instant, tandem.Reference:
		return strconv.AppendInt(dst, v.Int(), 10)
	case tandem.Decimal, tandem.Bool:
		return v.Append(dst)
	case tandem.Date:
		dst = append(dst, '"')
		dst = v.Append(dst)
		return append(dst, '"')
	case tandem.Bytes:
		dst = append(dst, '"')
		dst = base64.StdEncoding.AppendEncode(dst, []byte(v.Text()))
		return append(dst, '"')
	default:
		return append(dst, "null"...)
	}
}

// parseJSON reads what appendJSON wrote. What is not of the kind (the field was
// removed and another one added under its name) is null.
func parseJSON(raw json.RawMessage, kind tandem.Kind) tandem.Value {
	if len(raw) == 0 || string(raw) == "null" {
		return tandem.NullValue()
	}
	text := string(raw)
	if raw[0] == '"' {
		if json.Unmarshal(raw, &text) != nil {
			return tandem.NullValue()
		}
	}
	if v, ok := parseText(text, kind); ok {
		return v
	}
	return tandem.NullValue()
}

func parseText(text string, kind tandem.Kind) (tandem.Value, bool) {
	switch kind {
	case tandem.Text:
		return tandem.TextValue(text), true
	case tandem.Integer:
		return tandem.ParseInteger(text)
	case tandem.Decimal:
		return tandem.ParseDecimal(text)
	case tandem.Bool:
		return tandem.ParseBool(text)
	case tandem.Date:
		return tandem.ParseDate(text)
	case tandem.Instant:
		v, ok := tandem.ParseInteger(text)
		return tandem.InstantValue(v.Int()), ok
	case tandem.Reference:
		v, ok := tandem.ParseInteger(text)
		return tandem.ReferenceValue(v.Int()), ok
	case tandem.Bytes:
		octets, err := base64.StdEncoding.DecodeString(text)
		return tandem.BytesValue(string(octets)), err == nil
	default:
		return tandem.Value{}, false
	}
}

// guessKind is the kind of a value whose field is not known any more.
func guessKind(raw json.RawMessage) tandem.Kind {
	switch {
	case len(raw) == 0:
		return tandem.Null
	case raw[0] == '"':
		return tandem.Text
	case raw[0] == 't' || raw[0] == 'f':
		return tandem.Bool
	default:
		return tandem.Decimal
	}
}
