package memory

import (
	"time"

	"tandem"
	"tandem/dictionary"
)

// convert makes v a value of a type; null and absent stay what they are.
func convert(v tandem.Value, to dictionary.Type) (tandem.Value, bool) {
	if v.IsNull() || v.IsAbsent() || v.Kind() == to.Kind() {
		return v, true
	}
	if key, ok := v.Unresolved(); ok {
		return fromPart(string(key), to)
	}
	switch to.Kind() {
	case tandem.Text:
		return tandem.TextValue(v.String()), true
	case tandem.Integer:
		return tandem.ParseInteger(v.String())
	case tandem.Decimal:
		return tandem.ParseDecimal(v.String())
	case tandem.Bool:
		return tandem.ParseBool(v.String())
	case tandem.Date:
		return tandem.ParseDate(v.String())
	case tandem.Instant:
		return tandem.ParseInstant(v.String(), time.UTC)
	case tandem.Reference:
		return tandem.UnresolvedValue(tandem.KeyOf(v)), true
	default:
		return tandem.Value{}, false
	}
}

// fromPart makes a value of one part of a key.
func fromPart(part string, to dictionary.Type) (tandem.Value, bool) {
	if to.Kind() == tandem.Integer {
		n, ok := tandem.IntegerPart(part)
		return tandem.IntegerValue(n), ok
	}
	return convert(tandem.TextValue(part), to)
}
