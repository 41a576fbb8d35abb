package mapping

import (
	"strings"
	"time"

	"tandem"
)

func dateConverters() []converter {
	return []converter{
		{
			Converter: Converter{Name: "date", Usage: "date(LAYOUT)", Doc: "Days written as text; the layout is how 2 January 2006 is written: 02.01.2006, 20060102."},
			takes:     []tandem.Kind{tandem.Text},
			make:      makeDate,
		},
		{
			Converter: Converter{Name: "datetime", Usage: "datetime(ZONE) or \"datetime(ZONE,LAYOUT)\"", Doc: "Moments written as text, as the clock on the wall of a time zone shows them: Europe/Prague, UTC, +02:00. The layout is how 2 January 2006, 15:04:05 is written."},
			takes:     []tandem.Kind{tandem.Text},
			make:      makeDatetime,
		},
		{
			Converter: Converter{Name: "day", Usage: "day(ZONE)", Doc: "Their moment is our day, in a time zone; going out it is midnight."},
			takes:     []tandem.Kind{tandem.Instant},
			make:      makeDay,
		},
		{
			Converter: Converter{Name: "midnight", Usage: "midnight(ZONE)", Doc: "Their day is our moment: midnight in a time zone."},
			takes:     []tandem.Kind{tandem.Date},
			make:      makeMidnight,
		},
	}
}

func makeDate(c call) (step, tandem.Kind, error) {
	layout := c.arg
	probe := time.Date(1997, 8, 23, 0, 0, 0, 0, time.UTC)
	if back, err := time.Parse(layout, probe.Format(layout)); err != nil || !back.Equal(probe) {
		return step{}, tandem.Date, configError("date(%s): the layout does not hold a day, a month and a year", layout).
			WithHint("write how 2 January 2006 looks: date(02.01.2006), date(20060102)")
	}
	return step{
		in: func(v tandem.Value) (tandem.Value, error) {
			if v.Kind() != tandem.Text {
				return v, nil
			}
			s := strings.TrimSpace(v.Text())
			if s == "" {
				return tandem.NullValue(), nil
			}
			t, err := time.Parse(layout, s)
			if err != nil {
				return tandem.Value{}, invalid("%s is not a day written as %s", shown(v), layout)
			}
			return tandem.DateOf(t), nil
		},
		out: func(v tandem.Value) (tandem.Value, error) {
			if v.Kind() != tandem.Date {
				return v, nil
			}
			return tandem.TextValue(v.Time().Format(layout)), nil
		},
	}, tandem.Date, nil
}

func makeDatetime(c call) (step, tandem.Kind, error) {
	parts := c.split(2)
	if len(parts) == 0 {
		return step{}, tandem.Instant, configError("converter datetime needs a time zone").WithHint("datetime(Europe/Prague)")
	}
	zone, err := c.location(parts[0])
	if err != nil {
		return step{}, tandem.Instant, err
	}
	layout, read := "2006-01-02 15:04:05.999999", func(s string) (tandem.Value, bool) { return tandem.ParseInstant(s, zone) }
	if len(parts) == 2 {
		layout = parts[1]
		read = func(s string) (tandem.Value, bool) {
			t, err := time.ParseInLocation(layout, s, zone)
			return tandem.InstantOf(t), err == nil
		}
	}
	s := step{
		in: func(v tandem.Value) (tandem.Value, error) {
			if v.Kind() != tandem.Text {
				return v, nil
			}
			text := strings.TrimSpace(v.Text())
			if text == "" {
				return tandem.NullValue(), nil
			}
			moment, ok := read(text)
			if !ok {
				return tandem.Value{}, invalid("%s is not a moment written as %s", shown(v), layout)
			}
			return moment, nil
		},
		out: func(v tandem.Value) (tandem.Value, error) {
			if v.Kind() != tandem.Instant {
				return v, nil
			}
			return tandem.TextValue(v.Time().In(zone).Format(layout)), nil
		},
	}
	// A wall clock shows one hour of the year twice, and a layout may leave the
	// seconds out.
	if zone != time.UTC || len(parts) == 2 {
		s.norm = thereAndBack(s)
	}
	return s, tandem.Instant, nil
}

func makeDay(c call) (step, tandem.Kind, error) {
	zone, err := c.location(c.arg)
	if err != nil {
		return step{}, tandem.Date, err
	}
	return step{in: dayIn(zone), out: midnightIn(zone)}, tandem.Date, nil
}

func makeMidnight(c call) (step, tandem.Kind, error) {
	zone, err := c.location(c.arg)
	if err != nil {
		return step{}, tandem.Instant, err
	}
	s := step{in: midnightIn(zone), out: dayIn(zone)}
	s.norm = thereAndBack(s)
	return s, tandem.Instant, nil
}

func dayIn(zone *time.Location) apply {
	return func(v tandem.Value) (tandem.Value, error) {
		if v.Kind() != tandem.Instant {
			return v, nil
		}
		return tandem.DateOf(v.Time().In(zone)), nil
	}
}

func midnightIn(zone *time.Location) apply {
	return func(v tandem.Value) (tandem.Value, error) {
		if v.Kind() != tandem.Date {
			return v, nil
		}
		return tandem.InstantOf(startOfDay(v, zone)), nil
	}
}

// startOfDay is the first moment of a day in a zone. Where clocks are put
// forward at midnight, that is not 00:00.
func startOfDay(day tandem.Value, zone *time.Location) time.Time {
	y, m, d := day.Time().Date()
	t := time.Date(y, m, d, 0, 0, 0, 0, zone)
	for t.Day() != d {
		t = t.Add(time.Hour)
	}
	return t
}

// location finds a time zone: UTC, an offset such as +02:00, or a name.
func (c call) location(name string) (*time.Location, error) {
	switch {
	case name == "" || strings.EqualFold(name, "UTC"):
		return time.UTC, nil
	case name[0] == '+' || name[0] == '-':
		if t, err := time.Parse("-07:00", name); err == nil {
			_, seconds := t.Zone()
			return time.FixedZone(name, seconds), nil
		}
	case c.zone != nil:
		if zone, err := c.zone(name); err == nil && zone != nil {
			return zone, nil
		}
	}
	return nil, configError("%s(%s): there is no time zone %q", c.name, c.arg, name).WithHint("Europe/Prague, UTC or +02:00")
}
