package main

import (
	"encoding/json"
	"time"

	"tandem"
)

// jsonValue is a value for programs: numbers as numbers, days and moments as
// texts, what is not there as null.
func jsonValue(v tandem.Value) any {
	switch v.Kind() {
	case tandem.Absent, tandem.Null:
		return nil
	case tandem.Integer:
		return v.Int()
	case tandem.Decimal:
		return json.Number(v.String())
	case tandem.Bool:
		return v.Bool()
	case tandem.Reference:
		if key, open := v.Unresolved(); open {
			return key.String()
		}
		return v.Int()
	case tandem.Instant:
		return v.Time().Format(time.RFC3339Nano)
	default:
		return v.String()
	}
}
