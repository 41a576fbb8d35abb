package mapping

import (
	"strings"
	"time"

	"tandem"
)

func emptyConverters() []converter {
	return []converter{
		{
			Converter: Converter{Name: "null_empty", Usage: "null_empty", Doc: "Their empty text is our nothing there."},
			takes:     []tandem.Kind{tandem.Text},
			make: func(c call) (step, tandem.Kind, error) {
				return standIn(tandem.TextValue(""), equals(tandem.TextValue(""))), tandem.Text, c.noArgument()
			},
		},
		{
			Converter: Converter{Name: "null", Usage: "null(VALUE)", Doc: "Their value that stands for nothing there: null(0), null(N/A), null(00000000)."},
			takes:     []tandem.Kind{tandem.Text, tandem.Integer, tandem.Decimal, tandem.Date},
			make:      makeNull,
		},
		{
			Converter: Converter{Name: "null_date", Usage: "null_date or \"null_date(DAY,ZONE)\"", Doc: "Their day that stands for no date, 1900-01-01 unless told otherwise."},
			takes:     []tandem.Kind{tandem.Date, tandem.Instant},
			make:      makeNullDate,
		},
	}
}

// standIn is the step that takes one value of theirs for nothing there.
func standIn(value tandem.Value, is func(tandem.Value) bool) step {
	in := func(v tandem.Value) (tandem.Value, error) {
		if is(v) {
			return tandem.NullValue(), nil
		}
		return v, nil
	}
	out := func(v tandem.Value) (tandem.Value, error) {
		if v.IsNull() {
			return value, nil
		}
		return v, nil
	}
	return step{in: in, out: out, norm: in}
}

func equals(value tandem.Value) func(tandem.Value) bool {
	return func(v tandem.Value) bool { return v == value }
}

func makeNull(c call) (step, tandem.Kind, error) {
	if c.kind == tandem.Absent {
		return step{}, c.kind, configError("null(%s): the kind of the value is not known here", c.arg).WithHint("say it in the expression")
	}
	value, err := toKind(tandem.TextValue(c.arg), c.kind)
	if err != nil || c.arg == "" {
		return step{}, c.kind, configError("null(%s): this is not %s", c.arg, article(c.kind)).WithHint("null(0)")
	}
	return standIn(value, equals(value)), c.kind, nil
}

func makeNullDate(c call) (step, tandem.Kind, error) {
	text, zoneName, _ := strings.Cut(c.arg, ",")
	if text == "" {
		text = "1900-01-01"
	}
	day, ok := tandem.ParseDate(strings.TrimSpace(text))
	if !ok {
		return step{}, c.kind, configError("null_date(%s): this is not a day", c.arg).WithHint("null_date(1899-12-30)")
	}
	zone, err := c.location(strings.TrimSpace(zoneName))
	if err != nil {
		return step{}, c.kind, err
	}
	if c.kind == tandem.Instant {
		moment := tandem.InstantOf(startOfDay(day, zone))
		return standIn(moment, near(moment)), c.kind, nil
	}
	return standIn(day, equals(day)), c.kind, nil
}

// near recognises a day that stands for no date whatever time zone it was read
// in: none is further than 14 hours from another's midnight.
func near(moment tandem.Value) func(tandem.Value) bool {
	const reach = int64(14 * time.Hour / time.Microsecond)
	low, high := moment.Int()-reach, moment.Int()+reach
	return func(v tandem.Value) bool {
		return v.Kind() == tandem.Instant && v.Int() >= low && v.Int() <= high
	}
}
