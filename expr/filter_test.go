package expr

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tandem"
	"tandem/dictionary"
)

// account is their customers as M2M describes them, with a field of every type.
func account() *dictionary.Object {
	return &dictionary.Object{Name: "slcdpm", Fields: []dictionary.Field{
		{Name: "fcustno", Type: dictionary.Text},
		{Name: "name", Type: dictionary.Text},
		{Name: "city", Type: dictionary.Text},
		{Name: "ftype", Type: dictionary.Enum, Values: []string{"C", "P"}},
		{Name: "visits", Type: dictionary.Integer},
		{Name: "credit_limit", Type: dictionary.Decimal, Scale: 4},
		{Name: "active", Type: dictionary.Bool},
		{Name: "since", Type: dictionary.Date},
		{Name: "changed", Type: dictionary.Instant},
		{Name: "owner", Type: dictionary.Reference, Target: "operator"},
		{Name: "photo", Type: dictionary.Bytes},
		{Name: "Customer No.", Type: dictionary.Text},
	}}
}

func text(s string) tandem.Value    { return tandem.TextValue(s) }
func integer(n int64) tandem.Value  { return tandem.IntegerValue(n) }
func decimal(s string) tandem.Value { v, _ := tandem.ParseDecimal(s); return v }
func date(s string) tandem.Value    { v, _ := tandem.ParseDate(s); return v }
func instant(s string) tandem.Value { v, _ := tandem.ParseInstant(s, nil); return v }

var null = tandem.NullValue()

func TestParseFilter(t *testing.T) {
	brno := Comparison{"city", Equal, text("Brno")}
	noCity := Comparison{"city", Equal, null}
	for source, want := range map[string]Filter{
		"":       And{},
		"  \n":   And{},
		"true":   And{},
		"false":  Or{},
		"!false": And{},

		`ftype == "C"`:                           Comparison{"ftype", Equal, text("C")},
		`"C" == ftype`:                           Comparison{"ftype", Equal, text("C")},
		`1000 < credit_limit`:                    Comparison{"credit_limit", Greater, decimal("1000")},
		`credit_limit >= 1_000.10`:               Comparison{"credit_limit", GreaterEqual, decimal("1000.1")},
		`credit_limit != -0.1`:                   Comparison{"credit_limit", NotEqual, decimal("-0.1")},
		`visits <= 3`:                            Comparison{"visits", LessEqual, integer(3)},
		`since < "2026-11-21"`:                   Comparison{"since", Less, date("2026-11-21")},
		`changed > "2026-11-21"`:                 Comparison{"changed", Greater, instant("2026-11-21")},
		`owner == 7`:                             Comparison{"owner", Equal, tandem.ReferenceValue(7)},
		`photo != nil`:                           Comparison{"photo", NotEqual, null},
		`name startsWith "N"`:                    Comparison{"name", StartsWith, text("N")},
		`$env["Customer No."] == ""`:             Comparison{"Customer No.", Equal, text("")},
		`changed == '2026-11-21T10:00:00+01:00'`: Comparison{"changed", Equal, instant("2026-11-21T09:00:00Z")},

		`active`:          Comparison{"active", Equal, tandem.BoolValue(true)},
		`active == false`: Comparison{"active", Equal, tandem.BoolValue(false)},
		`not active`:      Or{Comparison{"active", NotEqual, tandem.BoolValue(true)}, Comparison{"active", Equal, null}},

		`city == "Brno" and credit_limit > 1000.50 && active`: And{
			brno, Comparison{"credit_limit", Greater, decimal("1000.5")}, Comparison{"active", Equal, tandem.BoolValue(true)},
		},
		`city == "Brno" or city == nil || visits == 1`: Or{brno, noCity, Comparison{"visits", Equal, integer(1)}},
		`1 < visits <= 5`: And{Comparison{"visits", Greater, integer(1)}, Comparison{"visits", LessEqual, integer(5)}},

		`ftype in ["C", "P"]`:      In{"ftype", []tandem.Value{text("C"), text("P")}},
		`ftype in []`:              In{"ftype", []tandem.Value{}},
		`visits in [1, nil]`:       Or{In{"visits", []tandem.Value{integer(1)}}, Comparison{"visits", Equal, null}},
		`visits not in [1]`:        Not{In{"visits", []tandem.Value{integer(1)}}},
		`not (name contains "x")`:  Not{Comparison{"name", Contains, text("x")}},
		`name not contains "x"`:    Not{Comparison{"name", Contains, text("x")}},
		`not not (city == "Brno")`: And{Or{brno, Comparison{"city", Equal, null}}, Comparison{"city", NotEqual, null}},
		`not (city == nil)`:        Comparison{"city", NotEqual, null},
		`not (city == "Brno" and visits < 3)`: Or{
			Or{Comparison{"city", NotEqual, text("Brno")}, noCity},
			Or{Comparison{"visits", GreaterEqual, integer(3)}, Comparison{"visits", Equal, null}},
		},
	} {
		got, err := ParseFilter(source, account())
		if err != nil {
			t.Errorf("%s: %v", source, err)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %#v\nwant %#v", source, got, want)
		}
	}
}

func TestParseFilterRefuses(t *testing.T) {
	for _, c := range []struct{ source, want, hint string }{
		{`cty == "Brno"`, "1:1: slcdpm has no field cty", "did you mean city?"},
		{"active and\n  nam == 'x'", "2:3: slcdpm has no field nam", "did you mean name?"},
		{`ftype == "c"`, `1:10: ftype is never "c", only C, P`, "did you mean C?"},
		{`visits == 1.5`, "1:11: visits: is integer and cannot be compared with decimal", ""},
		{`visits == "1"`, "1:11: visits: is integer and cannot be compared with text", ""},
		{`city == 1`, "1:9: city: is text and cannot be compared with integer", ""},
		{`since > "21.11.2026"`, `1:9: since: "21.11.2026" is not a date such as 2026-11-21`, ""},
		{`changed > "soon"`, `1:11: changed: "soon" is not a time such as 2026-11-21T10:00:00Z`, ""},
		{`city`, "1:1: city is text, not a condition", "compare it with a constant"},
		{`city == name`, "1:9: city must be compared with a constant", "a text, a number, true, false or nil"},
		{`city > nil`, "1:6: > cannot compare with nil", "use == nil or != nil"},
		{`visits contains "1"`, "1:8: visits is integer; contains searches texts", ""},
		{`"x" contains name`, `1:1: "x" stands on the wrong side of contains`, "the field comes first"},
		{`active > true`, "1:8: active is bool and has no order", "use == or !="},
		{`photo == "x"`, "1:7: photo is bytes and can only be compared with nil", ""},
		{`city in "Brno"`, "1:9: in needs a list of constants", `write city in ["a", "b"]`},
		{`1 == 1`, "1:6: a field of slcdpm must stand here", ""},
		{`visits + 1 > 2`, "1:8: a field of slcdpm must stand here", ""},
		{`visits ** 2`, "1:8: a filter cannot use **", "compare a field with a constant; calculations belong into computed fields"},
		{`upper(city) == "X"`, "1:1: a field of slcdpm must stand here", ""},
		{`credit_limit > 1e3`, "1:16: 1e3 is not a number of at most 18 digits", "write it without an exponent"},
		{`city == "a`, "1:11: literal not terminated", ""},
		{`city == `, "1:8: unexpected end of the expression", ""},
		{`city = "x"`, `1:6: unexpected token Operator("=")`, ""},
		{`city == "\x00"`, "1:9: the text holds octets no record can hold", ""},
		{"city == '\xff'", "1:1: the expression is not valid UTF-8", ""},
		{strings.Repeat("(", maxSource+1), "1:1: the expression is longer than 10000 octets", ""},
	} {
		f, err := ParseFilter(c.source, account())
		e, ok := errors.AsType[*tandem.Error](err)
		if !ok || f != nil {
			t.Errorf("%.40s: got %v, %v", c.source, f, err)
			continue
		}
		if e.Code != tandem.Config || e.Error() != c.want || e.Hint != c.hint {
			t.Errorf("%.40s:\n got %s (%s)\nwant %s (%s)", c.source, e, e.Hint, c.want, c.hint)
		}
	}
}

func TestMatch(t *testing.T) {
	row := map[string]tandem.Value{
		"fcustno": text("000042"), "name": text("Novák s.r.o."), "city": null, "ftype": text("C"), "visits": integer(3),
		"credit_limit": decimal("1000.50"), "active": tandem.BoolValue(true), "since": date("2020-02-29"),
		"changed": instant("2026-11-21T10:00:00Z"), "owner": tandem.ReferenceValue(7),
	}
	get := func(name string) tandem.Value { return row[name] }
	for source, want := range map[string]bool{
		"":                                       true,
		`ftype == "C"`:                           true,
		`ftype != "C"`:                           false,
		`city == "Brno"`:                         false,
		`city != "Brno"`:                         false, // null compares with nothing
		`not (city == "Brno")`:                   true,
		`not (city != "Brno")`:                   true,
		`city < "Brno"`:                          false,
		`city >= ""`:                             false,
		`city == nil`:                            true,
		`city != nil`:                            false,
		`photo == nil`:                           true, // absent
		`city in ["Brno", nil]`:                  true,
		`city not in ["Brno"]`:                   true,
		`city not contains "x"`:                  true,
		`credit_limit == 1000.5`:                 true,
		`credit_limit > 1000.4999`:               true,
		`1000 < credit_limit < 2000`:             true,
		`visits in [1, 2, 3]`:                    true,
		`name contains "NOVÁK"`:                  true,
		`name endsWith "S.R.O."`:                 true,
		`name startsWith "ovák"`:                 false,
		`fcustno > "00004"`:                      true,
		`fcustno contains "00042"`:               true,
		`name < "a"`:                             true, // bytewise
		`since < "2020-03-01"`:                   true,
		`changed >= "2026-11-21T11:00:00+01:00"`: true,
		`owner == 7`:                             true,
		`owner != 8`:                             true,
		`active and not (visits > 3)`:            true,
		`active == false or false`:               false,
	} {
		f, err := ParseFilter(source, account())
		if err != nil {
			t.Errorf("%s: %v", source, err)
		} else if got := Match(f, get); got != want {
			t.Errorf("%s: got %v", source, got)
		}
	}
	if !Match(nil, get) {
		t.Error("no filter fits every row")
	}
}

// Rows of other systems may hold another kind of number than described.
func TestMatchComparesNumbersOfBothKinds(t *testing.T) {
	f := Comparison{"n", Equal, decimal("3")}
	if !Match(f, func(string) tandem.Value { return integer(3) }) {
		t.Error("3 is 3.0")
	}
	if Match(f, func(string) tandem.Value { return text("3") }) {
		t.Error("a text is no number")
	}
}

func anyFilter(depth int) *rapid.Generator[Filter] {
	return rapid.Custom(func(t *rapid.T) Filter {
		n := rapid.IntRange(0, 6).Draw(t, "kind")
		if depth == 0 {
			n %= 3
		}
		part := func() Filter { return anyFilter(depth-1).Draw(t, "part") }
		field := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "field")
		value := integer(rapid.Int64Range(0, 3).Draw(t, "value"))
		switch n {
		case 0:
			return In{field, []tandem.Value{value}}
		case 1:
			op := rapid.SampledFrom([]Operator{Equal, NotEqual}).Draw(t, "op")
			return Comparison{field, op, null}
		case 2:
			op := rapid.SampledFrom([]Operator{Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, Contains}).Draw(t, "op")
			return Comparison{field, op, value}
		case 3, 4:
			return And{part(), part()}
		case 5:
			return Or{part(), part()}
		default:
			return Not{part()}
		}
	})
}

func TestNegationIsExact(t *testing.T) {
	values := []tandem.Value{{}, null, integer(0), integer(1), integer(2), integer(3)}
	rapid.Check(t, func(t *rapid.T) {
		f := anyFilter(4).Draw(t, "filter")
		row := map[string]tandem.Value{"a": rapid.SampledFrom(values).Draw(t, "a"), "b": rapid.SampledFrom(values).Draw(t, "b")}
		get := func(name string) tandem.Value { return row[name] }
		if Match(f, get) == Match(negate(f), get) {
			t.Fatalf("%#v and %#v", f, negate(f))
		}
	})
}

func TestFields(t *testing.T) {
	f, err := ParseFilter(`city == "x" and (visits in [1] or not (name contains "a")) and city != nil`, account())
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(Fields(f), " "); got != "city visits name" {
		t.Errorf("got %s", got)
	}
	if Fields(nil) != nil {
		t.Error("no filter looks at no field")
	}
}

func FuzzParseFilter(f *testing.F) {
	for _, s := range []string{
		`ftype == "C"`, `1 < visits <= 5 and not (name contains "x")`, `city in ["a", nil]`, `$env["Customer No."] != ''`,
		`active ? 1 : 2`, `let x = 1; x`, `[`, `-`, `not`, `credit_limit > .5`, "`a", `city?.x`, `if active {1} else {2}`, `#`,
	} {
		f.Add(s)
	}
	object := account()
	f.Fuzz(func(t *testing.T, s string) {
		filter, err := ParseFilter(s, object)
		if err != nil {
			if tandem.CodeOf(err) != tandem.Config {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		Match(filter, func(string) tandem.Value { return tandem.Value{} })
		for _, name := range Fields(filter) {
			if _, ok := object.Field(name); !ok {
				t.Fatalf("%q: an unknown field %q", s, name)
			}
		}
	})
}
