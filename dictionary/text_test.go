package dictionary

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tandem"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		t    Type
		text string
		want tandem.Value
		ok   bool
	}{
		{Text, " a ", tandem.TextValue(" a "), true},
		{Text, "", tandem.NullValue(), true},
		{Enum, "hold", tandem.TextValue("hold"), true},
		{Integer, " 12 ", tandem.IntegerValue(12), true},
		{Integer, "1.5", tandem.Value{}, false},
		{Decimal, "-12.50", tandem.DecimalValue(-125, 1), true},
		{Decimal, "1e5", tandem.Value{}, false},
		{Bool, "Yes", tandem.BoolValue(true), true},
		{Bool, "maybe", tandem.Value{}, false},
		{Date, "1970-01-02", tandem.DateValue(1), true},
		{Date, "2.1.1970", tandem.Value{}, false},
		{Instant, "1970-01-01 01:00:00+01", tandem.InstantValue(0), true},
		{Reference, "42", tandem.ReferenceValue(42), true},
		{Reference, "-1", tandem.Value{}, false},
		{Bytes, "AAE=", tandem.BytesValue("\x00\x01"), true},
		{Bytes, "?", tandem.Value{}, false},
		{Lines, "[]", tandem.Value{}, false},
	} {
		got, err := Parse(&Field{Name: "f", Type: c.t}, c.text)
		if (err == nil) != c.ok || got != c.want {
			t.Errorf("%s %q: got %v, %v", c.t, c.text, got, err)
		}
		if err != nil && tandem.CodeOf(err) != tandem.Invalid {
			t.Errorf("%s %q: the code is %s", c.t, c.text, tandem.CodeOf(err))
		}
	}
}

func TestParseInAZone(t *testing.T) {
	zone := time.FixedZone("east", 3600)
	got, err := ParseIn(&Field{Name: "f", Type: Instant}, "1970-01-01T01:00", zone)
	if err != nil || got != tandem.InstantValue(0) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestWhatFormatWritesParseReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := &Field{Name: "f", Type: rapid.SampledFrom([]Type{Text, Enum, Integer, Decimal, Bool, Date, Instant, Reference, Bytes}).Draw(t, "type")}
		var v tandem.Value
		switch f.Type {
		case Text, Enum:
			v = tandem.TextValue(rapid.StringN(1, -1, -1).Draw(t, "text"))
		case Integer:
			v = tandem.IntegerValue(rapid.Int64().Draw(t, "integer"))
		case Decimal:
			v = tandem.DecimalValue(rapid.Int64Range(-maxCoefficient, maxCoefficient).Draw(t, "coefficient"), uint8(rapid.IntRange(0, 12).Draw(t, "scale")))
		case Bool:
			v = tandem.BoolValue(rapid.Bool().Draw(t, "bool"))
		case Date:
			v = tandem.DateValue(rapid.Int64Range(firstDay, lastDay).Draw(t, "day"))
		case Instant:
			v = tandem.InstantValue(rapid.Int64Range(firstDay*microsPerDay, lastDay*microsPerDay).Draw(t, "micros"))
		case Reference:
			v = tandem.ReferenceValue(rapid.Int64Min(1).Draw(t, "id"))
		default:
			v = tandem.BytesValue(string(rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "octets")))
		}
		got, err := Parse(f, Format(f, v))
		if err != nil || got != v {
			t.Fatalf("%v became %v: %v", v, got, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	types := []Type{Text, Integer, Decimal, Bool, Date, Instant, Enum, Reference, Bytes, Lines, "?"}
	for i, s := range []string{"", "1", "-12.50", "yes", "2026-02-29", "2026-01-01T24:00", "a", "7", "AA=="} {
		f.Add(s, uint8(i))
	}
	f.Fuzz(func(_ *testing.T, s string, n uint8) {
		field := &Field{Name: "f", Type: types[int(n)%len(types)], Length: 10, Scale: 4}
		v, err := Parse(field, s)
		if err != nil {
			return
		}
		_ = Validate(&Object{Name: "o", Fields: []Field{*field}}, []string{"f"}, tandem.AllFields(1), tandem.Record{v}, true)
	})
}
