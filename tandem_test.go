package tandem

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// anyValue draws every kind of value.
func anyValue() *rapid.Generator[Value] {
	return rapid.Custom(func(t *rapid.T) Value {
		switch Kind(rapid.IntRange(0, int(List)).Draw(t, "kind")) {
		case Null:
			return NullValue()
		case Text:
			return TextValue(rapid.String().Draw(t, "text"))
		case Integer:
			return IntegerValue(rapid.Int64().Draw(t, "integer"))
		case Decimal:
			return DecimalValue(rapid.Int64().Draw(t, "coefficient"), uint8(rapid.IntRange(0, 18).Draw(t, "scale")))
		case Bool:
			return BoolValue(rapid.Bool().Draw(t, "bool"))
		case Date:
			return DateValue(rapid.Int64Range(-700_000, 2_900_000).Draw(t, "days"))
		case Instant:
			return InstantValue(rapid.Int64Range(-60_000_000_000_000_000, 200_000_000_000_000_000).Draw(t, "micros"))
		case Reference:
			return ReferenceValue(rapid.Int64().Draw(t, "id"))
		case Bytes:
			return BytesValue(rapid.String().Draw(t, "octets"))
		default:
			return Value{}
		}
	})
}

func TestValuesSurviveTheirEncoding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Record(rapid.SliceOfN(anyValue(), 0, 20).Draw(t, "record"))
		got := make(Record, len(want))
		if err := DecodeRecord(got, string(AppendRecord(nil, want))); err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("value %d: %v became %v", i, want[i], got[i])
			}
		}
	})
}

func TestDecodingGarbageEndsInAnError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		garbage := rapid.String().Draw(t, "garbage")
		_ = DecodeRecord(make(Record, 3), garbage)
		_, _ = ListValue(garbage).Lines()
	})
}

func TestLinesSurviveTheirEncoding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 5).Draw(t, "width")
		want := make([]Record, rapid.IntRange(0, 6).Draw(t, "count"))
		for i := range want {
			want[i] = rapid.SliceOfN(anyValue(), width, width).Draw(t, "line")
		}
		got, err := ListValue(string(AppendLines(nil, width, want))).Lines()
		if err != nil || len(got) != len(want) {
			t.Fatalf("%d lines became %d: %v", len(want), len(got), err)
		}
		for i := range want {
			for j := range want[i] {
				if got[i][j] != want[i][j] {
					t.Fatalf("line %d field %d: %v became %v", i, j, want[i][j], got[i][j])
				}
			}
		}
	})
}

func TestKeysSortLikeTheirNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64Range(0, 1<<62).Draw(t, "a")
		b := rapid.Int64Range(0, 1<<62).Draw(t, "b")
		ka, kb := KeyOf(IntegerValue(a)), KeyOf(IntegerValue(b))
		if (a < b) != (ka < kb) {
			t.Fatalf("%d and %d sort otherwise than %q and %q", a, b, ka, kb)
		}
		if n, ok := IntegerPart(string(ka)); !ok || n != a {
			t.Fatalf("%q reads back as %d", ka, n)
		}
	})
}

func TestKeyForPeople(t *testing.T) {
	if got := KeyOf(TextValue("SO0001"), IntegerValue(12)).String(); got != "SO0001/12" {
		t.Errorf("got %q", got)
	}
}

func TestDecimalsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := DecimalValue(rapid.Int64Range(-1<<60, 1<<60).Draw(t, "coefficient"), uint8(rapid.IntRange(0, 30).Draw(t, "scale")))
		got, ok := ParseDecimal(v.String())
		if !ok || got != v {
			t.Fatalf("%s reads back as %s", v, got)
		}
	})
}

func TestDecimalText(t *testing.T) {
	for text, want := range map[string]string{
		"12.50": "12.5", "-0.05": "-0.05", "0.00": "0", "+7": "7", "100": "100", ".5": "0.5",
		"1.00000000000000000000": "1", "12345678901234567.5000000000": "12345678901234567.5",
	} {
		if v, ok := ParseDecimal(text); !ok || v.String() != want {
			t.Errorf("%q: got %q, %v; want %q", text, v, ok, want)
		}
	}
	for _, text := range []string{"", "-", "1e5", "1,5", "abc", ".", "99999999999999999999"} {
		if v, ok := ParseDecimal(text); ok {
			t.Errorf("%q was read as %s", text, v)
		}
	}
}

func TestDatesAgreeWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.Int64Range(-719_162, 2_932_896).Draw(t, "days")
		v := DateValue(days)
		if want := time.Unix(days*86400, 0).UTC().Format("2006-01-02"); v.String() != want {
			t.Fatalf("got %s, want %s", v, want)
		}
		if back, ok := ParseDate(v.String()); !ok || back != v {
			t.Fatalf("%s reads back as %s", v, back)
		}
	})
}

func TestInstantsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := InstantValue(rapid.Int64Range(-60_000_000_000_000_000, 200_000_000_000_000_000).Draw(t, "micros"))
		if back, ok := ParseInstant(v.String(), nil); !ok || back != v {
			t.Fatalf("%s reads back as %s", v, back)
		}
	})
}

func TestInstantForms(t *testing.T) {
	prague, err := time.LoadLocation("Europe/Prague")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"2026-07-01 10:00:00":           "2026-07-01T08:00:00Z",
		"2026-01-01":                    "2025-12-31T23:00:00Z",
		"2026-07-01T10:00:00.5+02:00":   "2026-07-01T08:00:00.5Z",
		"2026-07-01 10:00:00.123456-05": "2026-07-01T15:00:00.123456Z",
		"2026-07-01 10:00Z":             "2026-07-01T10:00:00Z",
	} {
		if v, ok := ParseInstant(text, prague); !ok || v.String() != want {
			t.Errorf("%q: got %s, %v; want %s", text, v, ok, want)
		}
	}
	for _, text := range []string{"2026-02-29 10:00", "2026-07-01 25:00", "2026-07-01x10:00", "2026-07-01 10:00+2", ""} {
		if v, ok := ParseInstant(text, prague); ok {
			t.Errorf("%q was read as %s", text, v)
		}
	}
}

func TestFieldsSet(t *testing.T) {
	var f Fields
	f.Add(3)
	f.Add(200)
	if !f.Has(3) || !f.Has(200) || f.Has(4) || f.Len() != 2 {
		t.Errorf("got %v", f)
	}
	f.Remove(3)
	f.Remove(200)
	if !f.IsEmpty() {
		t.Errorf("not empty: %v", f)
	}
}
