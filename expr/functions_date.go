package expr

import (
	"strings"
	"time"

	"tandem"
)

const (
	firstDay = -719_162  // 0001-01-01
	lastDay  = 2_932_896 // 9999-12-31

	noSuchDay = "that day is not within the years 1 to 9999"
)

func dateFunctions() []function {
	const n, d = tandem.Integer, tandem.Date
	return []function{
		{Function: usage("date(value)", "the day of a text such as 2026-11-21, or of a moment in UTC; nil of a blank text"), params: kinds(tandem.Absent), result: d, apply: asDate},
		{Function: usage("instant(value)", "the moment of a text such as 2026-11-21T10:00:00Z, or midnight UTC of a date; nil of a blank text"), params: kinds(tandem.Absent), result: tandem.Instant, apply: asInstant},
		{Function: usage("year(date)", "its year"), params: kinds(d), result: n, apply: part(func(t time.Time) int { return t.Year() })},
		{Function: usage("month(date)", "its month, 1 to 12"), params: kinds(d), result: n, apply: part(func(t time.Time) int { return int(t.Month()) })},
		{Function: usage("day(date)", "its day of the month"), params: kinds(d), result: n, apply: part(func(t time.Time) int { return t.Day() })},
		{Function: usage("weekday(date)", "1 for Monday to 7 for Sunday"), params: kinds(d), result: n, apply: part(func(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 })},
		{Function: usage("days(from, to)", "days from the one date to the other"), params: kinds(d, d), result: n, apply: daysBetween},
		{Function: usage("addMonths(date, count)", "so many months later, on the last day where the month is shorter"), params: kinds(d, n), result: d, apply: addMonths},
	}
}

func part(of func(time.Time) int) func([]tandem.Value) (tandem.Value, string) {
	return func(args []tandem.Value) (tandem.Value, string) {
		return tandem.IntegerValue(int64(of(args[0].Time()))), ""
	}
}

func asDate(args []tandem.Value) (tandem.Value, string) {
	switch v := args[0]; v.Kind() {
	case tandem.Date:
		return v, ""
	case tandem.Instant:
		return tandem.DateOf(v.Time()), ""
	case tandem.Text:
		if isBlank(v.Text()) {
			return tandem.NullValue(), ""
		}
		if d, ok := tandem.ParseDate(strings.TrimSpace(v.Text())); ok {
			return d, ""
		}
	default:
	}
	return tandem.Value{}, "not a date such as 2026-11-21"
}

func asInstant(args []tandem.Value) (tandem.Value, string) {
	switch v := args[0]; v.Kind() {
	case tandem.Instant:
		return v, ""
	case tandem.Date:
		if v.Int() < firstDay || v.Int() > lastDay {
			return v, noSuchDay
		}
		return tandem.InstantOf(v.Time()), ""
	case tandem.Text:
		if isBlank(v.Text()) {
			return tandem.NullValue(), ""
		}
		if t, ok := tandem.ParseInstant(strings.TrimSpace(v.Text()), time.UTC); ok {
			return t, ""
		}
	default:
	}
	return tandem.Value{}, "not a time such as 2026-11-21T10:00:00Z"
}

func daysBetween(args []tandem.Value) (tandem.Value, string) {
	return subtractDays(args[1], args[0])
}

func subtractDays(a, b tandem.Value) (tandem.Value, string) {
	return tandem.IntegerValue(a.Int() - b.Int()), ""
}

func addDays(date, days tandem.Value) (tandem.Value, string) {
	const most = lastDay - firstDay
	if days.Int() > most || days.Int() < -most {
		return tandem.Value{}, noSuchDay
	}
	return checkedDay(date.Int() + days.Int())
}

func checkedDay(day int64) (tandem.Value, string) {
	if day < firstDay || day > lastDay {
		return tandem.Value{}, noSuchDay
	}
	return tandem.DateValue(day), ""
}

func addMonths(args []tandem.Value) (tandem.Value, string) {
	const most = 12 * 10_000
	months := args[1].Int()
	if _, problem := checkedDay(args[0].Int()); problem != "" || months > most || months < -most {
		return tandem.Value{}, noSuchDay
	}
	y, m, d := args[0].Time().Date()
	first := time.Date(y, m+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return checkedDay(tandem.DateOf(first).Int() + int64(min(d, last)) - 1)
}
