package mapping

import (
	"math"
	"strconv"
	"strings"

	"tandem"
)

const maxScale = 18 // as many digits as a coefficient safely holds

func numberConverters() []converter {
	return []converter{
		{
			Converter: Converter{Name: "decimal", Usage: "decimal(comma) or decimal(point)", Doc: "Numbers written as text, with the given decimal sign; blanks and the other sign part thousands: 1.234,50 <-> 1234.5."},
			takes:     []tandem.Kind{tandem.Text},
			make:      makeDecimal,
		},
		{
			Converter: Converter{Name: "scale", Usage: "scale(DIGITS)", Doc: "Rounds to that many digits behind the point, halves away from zero, on both sides."},
			takes:     []tandem.Kind{tandem.Decimal},
			make:      makeScale,
		},
		{
			Converter: Converter{Name: "implied", Usage: "implied(DIGITS)", Doc: "Theirs is a whole number whose last digits stand behind the point: 1250 <-> 12.5 with implied(2)."},
			takes:     []tandem.Kind{tandem.Integer, tandem.Decimal},
			make:      makeImplied,
		},
		{
			Converter: Converter{Name: "integer", Usage: "integer", Doc: "A whole number, from a text or a decimal: 0042 <-> 42."},
			takes:     []tandem.Kind{tandem.Text, tandem.Decimal, tandem.Integer},
			make:      makeKind(tandem.Integer),
		},
		{
			Converter: Converter{Name: "text", Usage: "text", Doc: "The text of a number or a date: 42 <-> \"42\"."},
			takes:     []tandem.Kind{tandem.Integer, tandem.Decimal, tandem.Date, tandem.Text},
			make:      makeKind(tandem.Text),
		},
		{
			Converter: Converter{Name: "bool", Usage: "bool(YES/NO)", Doc: "Yes or no written as texts, T and F unless told otherwise; in any case. bool(X/) says no with an empty text."},
			takes:     []tandem.Kind{tandem.Text},
			make:      makeBool,
		},
	}
}

func makeKind(kind tandem.Kind) func(call) (step, tandem.Kind, error) {
	return func(c call) (step, tandem.Kind, error) {
		return between(c.kind, kind), kind, c.noArgument()
	}
}

func makeDecimal(c call) (step, tandem.Kind, error) {
	var sign, name, group string
	switch c.arg {
	case "comma", ",":
		sign, name, group = ",", "comma", "."
	case "point", ".", "":
		sign, name, group = ".", "point", ","
	default:
		return step{}, tandem.Decimal, configError("decimal(%s): it is decimal(comma) or decimal(point)", c.arg)
	}
	plain := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", group, "", sign, ".")
	in := func(v tandem.Value) (tandem.Value, error) {
		if v.Kind() != tandem.Text {
			return v, nil
		}
		s := strings.TrimSpace(v.Text())
		if s == "" {
			return tandem.NullValue(), nil
		}
		number, ok := tandem.ParseDecimal(plain.Replace(s))
		if !ok || number.Scale() > maxScale {
			return tandem.Value{}, invalid("%s is not a number with a decimal %s", shown(v), name)
		}
		return number, nil
	}
	out := func(v tandem.Value) (tandem.Value, error) {
		if v.Kind() != tandem.Decimal {
			return v, nil
		}
		return tandem.TextValue(strings.Replace(v.String(), ".", sign, 1)), nil
	}
	return step{in: in, out: out}, tandem.Decimal, nil
}

// count reads a number of digits.
func (c call) count() (uint8, error) {
	n, err := strconv.Atoi(c.arg)
	if err != nil || n < 0 || n > maxScale {
		return 0, configError("converter %s needs a number of digits from 0 to %d", c.name, maxScale).WithHint(c.name + "(2)")
	}
	return uint8(n), nil
}

func makeScale(c call) (step, tandem.Kind, error) {
	scale, err := c.count()
	if err != nil {
		return step{}, tandem.Decimal, err
	}
	fn := func(v tandem.Value) (tandem.Value, error) {
		if v.Kind() != tandem.Decimal || v.Scale() <= scale {
			return v, nil
		}
		return roundTo(v, scale), nil
	}
	return step{in: fn, norm: fn}, tandem.Decimal, nil
}

// roundTo rounds halves away from zero, as people and accounting programs do.
func roundTo(v tandem.Value, scale uint8) tandem.Value {
	n := v.Int()
	var last int64 // the digit most recently cut off decides
	for s := v.Scale(); s > scale; s-- {
		n, last = n/10, n%10
	}
	switch {
	case last >= 5:
		n++
	case last <= -5:
		n--
	}
	return tandem.DecimalValue(n, scale)
}

func makeImplied(c call) (step, tandem.Kind, error) {
	places, err := c.count()
	if err != nil {
		return step{}, tandem.Decimal, err
	}
	s := step{
		in: func(v tandem.Value) (tandem.Value, error) {
			switch v.Kind() {
			case tandem.Integer:
				return tandem.DecimalValue(v.Int(), places), nil
			case tandem.Decimal:
				if int(v.Scale())+int(places) > maxScale {
					return tandem.Value{}, invalid("%s has too many digits", shown(v))
				}
				return tandem.DecimalValue(v.Int(), v.Scale()+places), nil
			default:
				return v, nil
			}
		},
		out: func(v tandem.Value) (tandem.Value, error) {
			if v.Kind() != tandem.Decimal {
				return v, nil
			}
			return shiftLeft(v, places, c.kind)
		},
	}
	return s, tandem.Decimal, nil
}

// shiftLeft moves the point to the right by some places.
func shiftLeft(v tandem.Value, places uint8, kind tandem.Kind) (tandem.Value, error) {
	n, scale := v.Int(), v.Scale()
	for range places {
		if scale > 0 {
			scale--
			continue
		}
		if n > math.MaxInt64/10 || n < math.MinInt64/10 {
			return tandem.Value{}, invalid("%s has too many digits", shown(v))
		}
		n *= 10
	}
	if kind != tandem.Integer {
		return tandem.DecimalValue(n, scale), nil
	}
	if scale > 0 {
		return tandem.Value{}, invalid("%s has more than %d digits behind the point", shown(v), places)
	}
	return tandem.IntegerValue(n), nil
}

func makeBool(c call) (step, tandem.Kind, error) {
	arg := c.arg
	if arg == "" {
		arg = "T/F"
	}
	yes, no, found := strings.Cut(arg, "/")
	yes, no = strings.TrimSpace(yes), strings.TrimSpace(no)
	if !found || strings.EqualFold(yes, no) || strings.Contains(no, "/") {
		return step{}, tandem.Bool, configError("bool(%s): two different texts parted by a slash are needed", c.arg).WithHint("bool(T/F)")
	}
	in := func(v tandem.Value) (tandem.Value, error) {
		if v.IsNull() && no == "" {
			return tandem.BoolValue(false), nil // some databases keep no empty texts
		}
		if v.Kind() != tandem.Text {
			return v, nil
		}
		switch s := strings.TrimSpace(v.Text()); {
		case strings.EqualFold(s, yes):
			return tandem.BoolValue(true), nil
		case strings.EqualFold(s, no):
			return tandem.BoolValue(false), nil
		case s == "":
			return tandem.NullValue(), nil
		default:
			return tandem.Value{}, invalid("%s is neither “%s” nor “%s”", shown(v), yes, no)
		}
	}
	out := func(v tandem.Value) (tandem.Value, error) {
		if v.Kind() != tandem.Bool {
			return v, nil
		}
		if v.Bool() {
			return tandem.TextValue(yes), nil
		}
		return tandem.TextValue(no), nil
	}
	return step{in: in, out: out}, tandem.Bool, nil
}
