package m2m

import "time"

// The ERP lives by a clock of its own, so that the same seed gives the same dates for ever.

// NoDate is what a date column holds when there is no date.
func NoDate() time.Time { return time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC) }

// Today is the day on which a fresh database was last used.
func Today() time.Time { return time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC) }

// YearStart is the day from which year-to-date totals count.
func YearStart() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

const (
	customerYears = 20 // how far back the oldest customer goes
	documentDays  = 4 * 365
)

// days adds n days.
func days(t time.Time, n int) time.Time { return t.AddDate(0, 0, n) }

// workday moves a day at the weekend to the Monday after it.
func workday(t time.Time) time.Time {
	switch t.Weekday() {
	case time.Saturday:
		return days(t, 2)
	case time.Sunday:
		return days(t, 1)
	default:
		return t
	}
}

// day drops the time of day.
func day(t time.Time) time.Time { return t.Truncate(24 * time.Hour) }

// earlier returns the first of the two.
func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
