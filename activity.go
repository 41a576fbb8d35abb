package tandem

import "time"

// Activity is how much changed in an hour, and who changed it.
type Activity struct {
	Hour    time.Time // when it began
	Origin  Origin
	Changes int64
}
