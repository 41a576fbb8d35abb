package dictionary

import (
	"testing"

	"tandem"
)

func TestCustomFields(t *testing.T) {
	base := Standard()
	d, problems := WithCustom(base, []CustomField{
		{"customer", Field{Name: "segment", Type: Enum, Values: []string{"a", "b"}, Initial: "a"}},
		{"customer", Field{Name: "visited_on", Type: Date}},
		{"invoice_line", Field{Name: "margin", Type: Decimal, Scale: 2, Label: "Our margin"}},
		{"task", Field{Name: "invoice", Type: Reference, Target: "invoice"}},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	customer, _ := d.Object("customer")
	f, ok := customer.Field("visited_on")
	if !ok || !f.Custom || f.Label != "Visited on" {
		t.Errorf("got %+v", f)
	}
	line, _ := d.ObjectOrLines("invoice_line")
	if f, ok := line.Field("margin"); !ok || f.Label != "Our margin" {
		t.Errorf("got %+v", f)
	}
	if drift := Diff(base, Standard()); len(drift) > 0 {
		t.Errorf("the base was changed: %v", drift)
	}
}

func TestCustomFieldsThatCannotBe(t *testing.T) {
	text := func(name string) Field { return Field{Name: name, Type: Text} }
	for _, c := range []struct {
		object string
		field  Field
		want   string
	}{
		{"custmer", text("a"), "no such object"},
		{"customer", text("name"), "there is a field of that name already"},
		{"customer", text("version"), "there is a field of that name already"},
		{"customer", text("account"), "there is a field of that name already"},
		{"customer", text(""), "is not a name"},
		{"customer", text("Segment"), "is not a name"},
		{"customer", text("1st"), "is not a name"},
		{"customer", text("a__b"), "is not a name"},
		{"customer", text("číslo"), "is not a name"},
		{"customer", Field{Name: "a", Type: "float"}, `"float" is not a type for a custom field`},
		{"customer", Field{Name: "a", Type: Lines}, `"lines" is not a type for a custom field`},
		{"customer", Field{Name: "a", Type: Enum}, "an enumeration needs values"},
		{"customer", Field{Name: "a", Type: Enum, Values: []string{"x", "x"}}, `the value "x" is there twice`},
		{"customer", Field{Name: "a", Type: Enum, Values: []string{" x"}}, `" x" cannot be a value: it is empty, too long or has blanks around it`},
		{"customer", Field{Name: "a", Type: Decimal, Scale: 13}, "a decimal has 0 to 12 digits behind the point"},
		{"customer", Field{Name: "a", Type: Reference, Target: "invoices"}, `points at "invoices", which is no object`},
		{"customer", Field{Name: "a", Type: Text, Length: -1}, "a length is not negative"},
		{"customer", Field{Name: "a", Type: Text, Unique: true}, "a custom field is neither read-only nor unique"},
		{"customer", Field{Name: "a", Type: Integer, Initial: "x"}, `the initial value "x" is not a whole number`},
		{"customer", Field{Name: "a", Type: Text, Length: 1, Initial: "xy"}, "the initial value has 2 characters; at most 1 fit"},
	} {
		d, problems := WithCustom(Standard(), []CustomField{{c.object, c.field}, {"product", text("good")}})
		if len(problems) != 1 || problems[0].Message != c.want || problems[0].Code != tandem.Config {
			t.Errorf("%s.%s: got %v, want %q", c.object, c.field.Name, problems, c.want)
		}
		if p, _ := d.Object("product"); !hasField(p, "good") {
			t.Errorf("%s.%s: a bad field stopped a good one", c.object, c.field.Name)
		}
	}
}

func TestAnObjectTakesOnlySoManyFields(t *testing.T) {
	var custom []CustomField
	for i := range tandem.MaxFields {
		custom = append(custom, CustomField{"product", Field{Name: "f" + string(rune('a'+i/26)) + string(rune('a'+i%26)), Type: Text}})
	}
	d, problems := WithCustom(Standard(), custom)
	p, _ := d.Object("product")
	if n := len(WithSystem(p).Fields); n != tandem.MaxFields || len(problems) == 0 {
		t.Errorf("%d fields, %d problems", n, len(problems))
	}
}
