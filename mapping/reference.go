package mapping

import (
	"strings"

	"tandem"
	"tandem/dictionary"
)

// referenceStep turns their foreign key into an unresolved reference and back.
// An empty text points nowhere. kind is what the key is made of.
func referenceStep(kind tandem.Kind) step {
	return step{
		in: func(v tandem.Value) (tandem.Value, error) {
			switch v.Kind() {
			case tandem.Absent, tandem.Null, tandem.Reference:
				return v, nil
			case tandem.Text:
				if v.Text() == "" {
					return tandem.NullValue(), nil
				}
				return tandem.UnresolvedValue(tandem.Key(v.Text())), nil
			default:
				return tandem.UnresolvedValue(tandem.KeyOf(v)), nil
			}
		},
		out: func(v tandem.Value) (tandem.Value, error) {
			if v.Kind() != tandem.Reference {
				return v, nil
			}
			key, ok := v.Unresolved()
			if !ok {
				return tandem.Value{}, invalid("our record %d is not linked with one of theirs", v.Int())
			}
			if kind == tandem.Reference {
				return v, nil
			}
			return keyPart(string(key), kind)
		},
	}
}

// keyPart undoes what tandem.AppendKey did to one part of a key.
func keyPart(part string, kind tandem.Kind) (tandem.Value, error) {
	var v tandem.Value
	ok := true
	switch kind {
	case tandem.Integer:
		var n int64
		n, ok = tandem.IntegerPart(part)
		v = tandem.IntegerValue(n)
	case tandem.Decimal:
		v, ok = tandem.ParseDecimal(part)
	default:
		v = tandem.TextValue(part)
	}
	if !ok {
		return tandem.Value{}, invalid("their key “%s” is not %s", tandem.Key(part), article(kind))
	}
	return v, nil
}

// canPoint reports whether a column of that kind can hold a foreign key.
func canPoint(kind tandem.Kind) bool {
	return kind == tandem.Text || kind == tandem.Integer || kind == tandem.Decimal || kind == tandem.Reference
}

// keyColumn is one column of a composite foreign key.
type keyColumn struct {
	field *dictionary.Field
	at    int // in Plan.Theirs
}

// compositeIn makes a reference of several columns. It points nowhere as soon
// as one of them holds nothing.
func compositeIn(columns []keyColumn, row tandem.Record) tandem.Value {
	var buf [64]byte
	key := buf[:0]
	for i, c := range columns {
		v := row[c.at]
		if c.field.Padded {
			v = trimRight(v)
		}
		if v.IsAbsent() {
			return v
		}
		if v.IsEmpty() {
			return tandem.NullValue()
		}
		key = tandem.AppendKey(key, v, i == 0)
	}
	return tandem.UnresolvedValue(tandem.Key(key))
}

// compositeOut writes a reference into the columns of a foreign key.
func compositeOut(columns []keyColumn, v tandem.Value, row tandem.Record, set *tandem.Fields) error {
	parts := make([]string, len(columns))
	if !v.IsNull() {
		key, ok := v.Unresolved()
		if !ok {
			return invalid("our record %d is not linked with one of theirs", v.Int())
		}
		if parts = key.Parts(); len(parts) != len(columns) {
			return invalid("their key “%s” has %d parts, not %d", key, len(parts), len(columns))
		}
	}
	for i, c := range columns {
		part := tandem.NullValue()
		if !v.IsNull() {
			var err error
			if part, err = keyPart(parts[i], c.field.Type.Kind()); err != nil {
				return err
			}
		}
		part, err := fitColumn(c.field, part)
		if err != nil {
			return err
		}
		row[c.at] = part
		set.Add(c.at)
	}
	return nil
}

// splitColumns parts "client+branch".
func splitColumns(theirs string) []string {
	columns := strings.Split(theirs, "+")
	for i := range columns {
		columns[i] = strings.TrimSpace(columns[i])
	}
	return columns
}
