package dictionary

import (
	"strings"
	"testing"

	"tandem"
)

func order(t *testing.T) *Object {
	t.Helper()
	o, ok := Standard().Object("sales_order")
	if !ok {
		t.Fatal("no sales_order")
	}
	return o
}

func decimalOf(t *testing.T, s string) tandem.Value {
	t.Helper()
	v, ok := tandem.ParseDecimal(s)
	if !ok {
		t.Fatalf("%q is no decimal", s)
	}
	return v
}

func TestValidateOneField(t *testing.T) {
	dec := func(s string) tandem.Value { return decimalOf(t, s) }
	null := tandem.NullValue()
	for _, c := range []struct {
		object, field string
		value         tandem.Value
		want          string // "" = fine
	}{
		{"customer", "name", tandem.TextValue("Novák s.r.o."), ""},
		{"customer", "name", tandem.TextValue(strings.Repeat("ž", 200)), ""},
		{"customer", "name", tandem.TextValue(strings.Repeat("ž", 201)), "has 201 characters; at most 200 fit"},
		{"customer", "name", null, "must not be empty"},
		{"customer", "name", tandem.TextValue(" \t"), "must not be empty"},
		{"customer", "name", tandem.TextValue("a\xff"), "is not valid UTF-8"},
		{"customer", "name", tandem.TextValue("a\x00"), "holds the character U+0000, which no database keeps"},
		{"customer", "name", tandem.IntegerValue(1), "holds integer, not text"},
		{"customer", "city", null, ""},
		{"customer", "city", tandem.TextValue(""), ""},
		{"customer", "notes", tandem.TextValue(strings.Repeat("x", 100_000)), ""},
		{"customer", "status", tandem.TextValue("hold"), ""},
		{"customer", "status", tandem.TextValue("Hold"), `"Hold" is not one of active, hold, inactive`},
		{"customer", "status", tandem.TextValue(""), "must not be empty"},
		{"customer", "credit_limit", dec("1000.5"), ""},
		{"customer", "credit_limit", dec("0.00001"), "0.00001 has 5 digits behind the point; at most 4 fit"},
		{"customer", "credit_limit", dec("99999999999999.9999"), ""},
		{"customer", "credit_limit", dec("100000000000000"), "100000000000000 is too large; 18 digits fit, 4 of them behind the point"},
		{"customer", "credit_limit", dec("-100000000000000"), "-100000000000000 is too large; 18 digits fit, 4 of them behind the point"},
		{"customer", "credit_limit", tandem.TextValue(""), "holds an empty text, not decimal"},
		{"customer", "payment_days", tandem.IntegerValue(-1), ""},
		{"customer", "owner", tandem.ReferenceValue(7), ""},
		{"customer", "owner", tandem.ReferenceValue(0), "0 is not the id of any operator"},
		{"customer", "owner", tandem.UnresolvedValue("JN"), `points at their operator "JN", which is not known here yet`},
		{"customer", "nam", tandem.TextValue("x"), "no such field"},
		{"customer", "version", tandem.IntegerValue(1), "is kept by the system and cannot be written"},
		{"contact", "is_primary", tandem.BoolValue(true), ""},
		{"contact", "is_primary", null, "must not be empty"},
		{"sales_order", "date", tandem.DateValue(20_000), ""},
		{"sales_order", "date", tandem.DateValue(lastDay + 1), "is not within the years 1 to 9999"},
		{"case", "due_at", tandem.InstantValue(0), ""},
		{"case", "due_at", tandem.InstantValue(firstDay*microsPerDay - 1), "is not within the years 1 to 9999"},
		{"attachment", "content", tandem.BytesValue("\x00\xff"), ""},
		{"sales_order", "lines", tandem.ListValue("\xff"), "holds no readable lines"},
		{"sales_order", "lines", null, ""},
	} {
		o, _ := Standard().Object(c.object)
		problems := Validate(o, []string{c.field}, tandem.AllFields(1), tandem.Record{c.value}, false)
		got := ""
		if len(problems) > 0 {
			got = problems[0].Message
			if place := problems[0].Place(); place != c.object+"."+c.field {
				t.Errorf("%s.%s: the place is %s", c.object, c.field, place)
			}
		}
		if got != c.want {
			t.Errorf("%s.%s = %.20q: got %q, want %q", c.object, c.field, c.value, got, c.want)
		}
	}
}

func TestValidateACreate(t *testing.T) {
	o, _ := Standard().Object("contact")
	fields := []string{"first_name", "last_name"}
	problems := Validate(o, fields, tandem.AllFields(1), tandem.Record{tandem.TextValue("Jan"), tandem.TextValue("not written")}, true)
	if len(problems) != 2 || problems[0].Place() != "contact.customer" || problems[1].Place() != "contact.last_name" {
		t.Errorf("got %v", problems)
	}
	if err := Error(problems); tandem.CodeOf(err) != tandem.Invalid || !strings.Contains(err.Error(), "contact.customer") {
		t.Errorf("got %v", err)
	}
	if Error(nil) != nil {
		t.Error("no problem is no error")
	}
	if problems := Validate(o, fields, tandem.Fields{}, make(tandem.Record, 2), false); len(problems) > 0 {
		t.Errorf("an update that writes nothing: %v", problems)
	}
}

func TestValidateRefusesWhatItCannotAddress(t *testing.T) {
	o := order(t)
	many := make([]string, tandem.MaxFields+1)
	for _, fields := range [][]string{many, {"number", "status"}} {
		if problems := Validate(o, fields, tandem.AllFields(1), make(tandem.Record, 1), false); len(problems) != 1 {
			t.Errorf("%d fields: got %v", len(fields), problems)
		}
	}
}

func TestValidateLines(t *testing.T) {
	o := order(t)
	line := func(position int64, quantity string) tandem.Record {
		r := make(tandem.Record, len(o.Lines.Fields))
		r[0] = tandem.IntegerValue(position)
		r[4] = decimalOf(t, quantity)
		return r
	}
	check := func(width int, lines ...tandem.Record) []Problem {
		v := tandem.ListValue(string(tandem.AppendLines(nil, width, lines)))
		return Validate(o, []string{"lines"}, tandem.AllFields(1), tandem.Record{v}, false)
	}
	width := len(o.Lines.Fields)
	if problems := check(width, line(1, "2"), line(2, "0.125")); len(problems) > 0 {
		t.Errorf("good lines: %v", problems)
	}
	for name, c := range map[string]struct {
		problems []Problem
		place    string
	}{
		"too many digits": {check(width, line(1, "2"), line(2, "0.0000001")), "sales_order.lines[2].quantity"},
		"no position":     {check(width, make(tandem.Record, width)), "sales_order.lines[1].position"},
		"the same twice":  {check(width, line(3, "1"), line(3, "1")), "sales_order.lines[2].position"},
		"too narrow":      {check(width-1, line(1, "2")), "sales_order.lines[1]"},
	} {
		if len(c.problems) != 1 || c.problems[0].Place() != c.place {
			t.Errorf("%s: got %v", name, c.problems)
		}
	}
}

func TestFillInitial(t *testing.T) {
	o, _ := Standard().Object("customer")
	fields := []string{"name", "kind", "status"}
	values := tandem.Record{tandem.TextValue("A"), tandem.TextValue("prospect"), {}}
	set := tandem.AllFields(3)
	FillInitial(o, fields, &set, values)
	if values[1].Text() != "prospect" || values[2].Text() != "active" {
		t.Errorf("got %v", values)
	}
	values[2], set = tandem.Value{}, tandem.AllFields(1)
	FillInitial(o, fields, &set, values)
	if values[1].Text() != "customer" || !set.Has(1) || !set.Has(2) {
		t.Errorf("got %v, %v", values, set)
	}
}
