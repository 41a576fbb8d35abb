package sqldb

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tandem"
	"tandem/dictionary"
)

// bindValue makes the argument for a column out of a value: text, a whole
// number, a truth value, octets or nil. What would be cut or rounded on the way
// is refused.
func bindValue(c *column, v tandem.Value, zone *time.Location) (any, error) {
	if v.IsNull() || v.IsAbsent() {
		return nil, nil //nolint:nilnil // nil is SQL's null
	}
	switch c.typ {
	case dictionary.Bytes:
		return bindOctets(c, v)
	case dictionary.Integer:
		return bindInteger(c, v)
	case dictionary.Decimal:
		return bindDecimal(c, v)
	case dictionary.Bool:
		return bindBool(c, v)
	case dictionary.Date:
		return bindDate(c, v, zone)
	case dictionary.Instant:
		return bindInstant(c, v, zone)
	default:
		return bindText(c, v)
	}
}

func misfit(c *column, v tandem.Value) error {
	return tandem.Errorf(tandem.Invalid, "a %s does not go into a column of type %s", v.Kind(), c.declared).At(c.name)
}

func bindText(c *column, v tandem.Value) (any, error) {
	text := v.String()
	if strings.IndexByte(text, 0) >= 0 {
		return nil, tandem.Errorf(tandem.Invalid, "the text holds a zero octet").At(c.name)
	}
	if c.length > 0 && len(text) > c.length {
		if n := utf8.RuneCountInString(text); n > c.length {
			return nil, tandem.Errorf(tandem.Invalid, "the text has %d characters, the column takes %d", n, c.length).At(c.name)
		}
	}
	return text, nil
}

func bindOctets(c *column, v tandem.Value) (any, error) {
	if v.Kind() != tandem.Bytes && v.Kind() != tandem.Text {
		return nil, misfit(c, v)
	}
	return []byte(v.Text()), nil
}

func bindInteger(c *column, v tandem.Value) (any, error) {
	switch v.Kind() {
	case tandem.Integer, tandem.Bool, tandem.Reference:
		return v.Int(), nil
	case tandem.Decimal:
		if v.Scale() == 0 {
			return v.Int(), nil
		}
	case tandem.Text:
		if n, ok := tandem.ParseInteger(strings.TrimSpace(v.Text())); ok {
			return n.Int(), nil
		}
	default:
	}
	return nil, misfit(c, v)
}

func bindDecimal(c *column, v tandem.Value) (any, error) {
	if v.Kind() == tandem.Text {
		parsed, ok := tandem.ParseDecimal(strings.TrimSpace(v.Text()))
		if !ok {
			return nil, misfit(c, v)
		}
		v = parsed
	}
	if v.Kind() != tandem.Decimal && v.Kind() != tandem.Integer {
		return nil, misfit(c, v)
	}
	if !c.inexact && c.scale >= 0 && c.precision > 0 && int(v.Scale()) > c.scale {
		return nil, tandem.Errorf(tandem.Invalid, "%s has more digits behind the point than %s takes", v, c.declared).At(c.name)
	}
	return v.String(), nil
}

func bindBool(c *column, v tandem.Value) (any, error) {
	switch v.Kind() {
	case tandem.Bool:
		return v.Bool(), nil
	case tandem.Integer:
		return v.Int() != 0, nil
	case tandem.Text:
		if b, ok := tandem.ParseBool(v.Text()); ok {
			return b.Bool(), nil
		}
	default:
	}
	return nil, misfit(c, v)
}

func bindDate(c *column, v tandem.Value, zone *time.Location) (any, error) {
	switch v.Kind() {
	case tandem.Date:
		return v.String(), nil
	case tandem.Instant:
		return tandem.DateOf(v.Time().In(zone)).String(), nil
	case tandem.Text:
		if d, ok := tandem.ParseDate(v.Text()); ok {
			return d.String(), nil
		}
	default:
	}
	return nil, misfit(c, v)
}

const wallClock = "2006-01-02 15:04:05.999999"

func bindInstant(c *column, v tandem.Value, zone *time.Location) (any, error) {
	switch v.Kind() {
	case tandem.Date:
		if c.form == formWall {
			return v.String() + " 00:00:00", nil
		}
		v, _ = tandem.ParseInstant(v.String(), zone)
	case tandem.Text:
		parsed, ok := tandem.ParseInstant(v.Text(), zone)
		if !ok {
			return nil, misfit(c, v)
		}
		v = parsed
	case tandem.Instant:
	default:
		return nil, misfit(c, v)
	}
	t := v.Time()
	if c.scale >= 0 && c.scale < 6 {
		// The column keeps fewer digits of the second; the database would round up.
		t = t.Truncate(time.Second / time.Duration(pow10(c.scale)))
	}
	switch c.form {
	case formEpoch:
		return strconv.FormatInt(t.Unix(), 10) + "." + pad6(t.Nanosecond()/1000), nil
	case formMoment:
		return t.UTC().Format(wallClock + "-07:00"), nil
	default:
		return t.In(zone).Format(wallClock), nil
	}
}

func pad6(micros int) string {
	text := strconv.Itoa(micros)
	return strings.Repeat("0", 6-len(text)) + text
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}
