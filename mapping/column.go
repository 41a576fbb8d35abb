package mapping

import (
	"strings"
	"unicode/utf8"

	"tandem"
	"tandem/dictionary"
)

// trimStep takes the blanks away that fill up columns of fixed width.
func trimStep() step {
	fn := func(v tandem.Value) (tandem.Value, error) { return trimRight(v), nil }
	return step{in: fn, norm: fn}
}

func trimRight(v tandem.Value) tandem.Value {
	if v.Kind() != tandem.Text {
		return v
	}
	s := v.Text()
	if n := len(s); n == 0 || s[n-1] != ' ' {
		return v
	}
	return tandem.TextValue(strings.TrimRight(s, " "))
}

// emptyStep takes an empty text for nothing there, see the package comment.
func emptyStep() step {
	empty := tandem.TextValue("")
	fn := func(v tandem.Value) (tandem.Value, error) {
		if v == empty {
			return tandem.NullValue(), nil
		}
		return v, nil
	}
	return step{in: fn, norm: fn}
}

// enumStep refuses what our enumeration does not know.
func enumStep(f *dictionary.Field) step {
	return step{in: func(v tandem.Value) (tandem.Value, error) {
		if v.Kind() != tandem.Text {
			return v, nil
		}
		for _, known := range f.Values {
			if known == v.Text() {
				return v, nil
			}
		}
		return tandem.Value{}, invalid("%s is none of %s; a value map would say which it stands for", shown(v), strings.Join(f.Values, ", "))
	}}
}

// fitColumn makes v fit a column of theirs, or says why it does not: nothing
// is ever cut.
func fitColumn(f *dictionary.Field, v tandem.Value) (tandem.Value, error) {
	switch v.Kind() {
	case tandem.Null:
		if f.Nullable {
			return v, nil
		}
		if f.Type.Kind() == tandem.Text {
			return tandem.TextValue(""), nil
		}
		return tandem.Value{}, invalid("%s takes no null", f.Name).WithHint("null(0) or null_date among the converters says what stands for nothing there")
	case tandem.Text:
		if tooLong(v.Text(), f.Length) {
			return tandem.Value{}, invalid("%s has %d characters, %s takes %d", shown(v), utf8.RuneCountInString(v.Text()), f.Name, f.Length)
		}
	case tandem.Decimal:
		if f.Scale > 0 && int(v.Scale()) > f.Scale {
			return tandem.Value{}, invalid("%s has %d digits behind the point, %s takes %d", shown(v), v.Scale(), f.Name, f.Scale).WithHint("scale(DIGITS) among the converters rounds")
		}
	default:
	}
	return v, nil
}

// tooLong counts characters only where octets do not settle it.
func tooLong(s string, limit int) bool {
	return limit > 0 && len(s) > limit && utf8.RuneCountInString(s) > limit
}
