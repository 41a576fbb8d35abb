package mapping

import (
	"strings"

	"tandem"
)

// fits says whether values of one kind become values of another without a
// converter, and if not, what would do it.
func fits(from, to tandem.Kind) (hint string, ok bool) {
	if from == to || from == tandem.Absent {
		return "", true
	}
	switch [2]tandem.Kind{from, to} {
	case [2]tandem.Kind{tandem.Text, tandem.Integer},
		[2]tandem.Kind{tandem.Text, tandem.Decimal},
		[2]tandem.Kind{tandem.Text, tandem.Date},
		[2]tandem.Kind{tandem.Integer, tandem.Text},
		[2]tandem.Kind{tandem.Decimal, tandem.Text},
		[2]tandem.Kind{tandem.Date, tandem.Text},
		[2]tandem.Kind{tandem.Integer, tandem.Decimal},
		[2]tandem.Kind{tandem.Decimal, tandem.Integer},
		[2]tandem.Kind{tandem.Integer, tandem.Bool},
		[2]tandem.Kind{tandem.Bool, tandem.Integer}:
		return "", true
	case [2]tandem.Kind{tandem.Instant, tandem.Date}:
		return "convert: [day(ZONE)] takes the calendar day of a moment", false
	case [2]tandem.Kind{tandem.Date, tandem.Instant}:
		return "convert: [midnight(ZONE)] makes a moment of a day", false
	case [2]tandem.Kind{tandem.Text, tandem.Instant}:
		return `convert: ["datetime(ZONE)"] reads a moment`, false
	case [2]tandem.Kind{tandem.Text, tandem.Bool}:
		return "convert: [bool(T/F)] says which texts mean yes and no", false
	default:
		return "", false
	}
}

// toKind converts v to a kind, exactly or not at all. An empty text is nothing
// there for every kind but text.
func toKind(v tandem.Value, to tandem.Kind) (tandem.Value, error) {
	from := v.Kind()
	if from == to || from == tandem.Absent || from == tandem.Null {
		return v, nil
	}
	var result tandem.Value
	var ok bool
	switch from {
	case tandem.Text:
		return textToKind(v, to)
	case tandem.Integer:
		result, ok = integerToKind(v, to)
	case tandem.Decimal:
		result, ok = decimalToKind(v, to)
	case tandem.Bool:
		result, ok = tandem.IntegerValue(v.Int()), to == tandem.Integer
	case tandem.Date:
		result, ok = tandem.TextValue(v.String()), to == tandem.Text
	default:
	}
	if !ok {
		return tandem.Value{}, invalid("%s %s is not %s", from, shown(v), article(to))
	}
	return result, nil
}

func textToKind(v tandem.Value, to tandem.Kind) (tandem.Value, error) {
	s := strings.TrimSpace(v.Text())
	if s == "" {
		return tandem.NullValue(), nil
	}
	var result tandem.Value
	var ok bool
	switch to {
	case tandem.Integer:
		result, ok = tandem.ParseInteger(s)
	case tandem.Decimal:
		result, ok = tandem.ParseDecimal(s)
	case tandem.Date:
		result, ok = tandem.ParseDate(s)
		ok = ok && len(s) == len("2006-01-02") // a time of day would be lost
	default:
	}
	if !ok {
		return tandem.Value{}, invalid("%s is not %s", shown(v), article(to))
	}
	return result, nil
}

func integerToKind(v tandem.Value, to tandem.Kind) (tandem.Value, bool) {
	switch to {
	case tandem.Text:
		return tandem.TextValue(v.String()), true
	case tandem.Decimal:
		return tandem.DecimalValue(v.Int(), 0), true
	case tandem.Bool:
		return tandem.BoolValue(v.Int() == 1), v.Int() == 0 || v.Int() == 1
	default:
		return tandem.Value{}, false
	}
}

func decimalToKind(v tandem.Value, to tandem.Kind) (tandem.Value, bool) {
	switch to {
	case tandem.Text:
		return tandem.TextValue(v.String()), true
	case tandem.Integer:
		return tandem.IntegerValue(v.Int()), v.Scale() == 0
	default:
		return tandem.Value{}, false
	}
}

// article writes a kind with its article.
func article(k tandem.Kind) string {
	switch k {
	case tandem.Integer:
		return "a whole number"
	case tandem.Instant:
		return "an instant"
	case tandem.Bool:
		return "a yes or no"
	case tandem.Bytes, tandem.Text:
		return k.String()
	default:
		return "a " + k.String()
	}
}

// between is the step from the kind a chain of converters ends with to the kind
// of our field. begins is the kind the way back needs; Absent = not known.
func between(begins, ends tandem.Kind) step {
	if begins == ends {
		return step{}
	}
	s := step{in: func(v tandem.Value) (tandem.Value, error) { return toKind(v, ends) }}
	if begins != tandem.Absent {
		s.out = func(v tandem.Value) (tandem.Value, error) { return toKind(v, begins) }
	}
	// Only texts of ours have spellings that the other kind does not know:
	// "0042" where they store 42.
	if ends == tandem.Text && begins != tandem.Absent {
		s.norm = thereAndBack(s)
	}
	return s
}

// thereAndBack is the normal form of a step that has no quicker one: what
// comes back of what is sent. What cannot be sent stays as it is.
func thereAndBack(s step) apply {
	return func(v tandem.Value) (tandem.Value, error) {
		sent, err := s.out(v)
		if err != nil {
			return v, nil //nolint:nilerr // what cannot be sent stays as it is
		}
		back, err := s.in(sent)
		if err != nil {
			return v, nil //nolint:nilerr // the same
		}
		return back, nil
	}
}
