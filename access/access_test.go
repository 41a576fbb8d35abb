package access_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tandem"
	"tandem/access"
	"tandem/dictionary"
)

func object(t *testing.T, name string) *dictionary.Object {
	t.Helper()
	o, ok := dictionary.Standard().ObjectOrLines(name)
	if !ok {
		t.Fatalf("there is no object %s", name)
	}
	return o
}

func rule(role tandem.Role, place string, level tandem.Level) tandem.FieldRight {
	object, field, _ := strings.Cut(place, ".")
	return tandem.FieldRight{Role: role, Object: object, Field: field, Level: level}
}

// The rules that these tests speak of.
func rules() *access.Rules {
	return access.New([]tandem.FieldRight{
		rule(tandem.Agent, "customer.credit_limit", tandem.Hidden),
		rule(tandem.Agent, "customer.payment_days", tandem.MayRead),
		rule(tandem.Agent, "quote_line.discount", tandem.Hidden),
		rule(tandem.Administrator, "customer.notes", tandem.MayRead),
		rule(tandem.ReadOnly, "customer.name", tandem.MayWrite),
		rule(tandem.Owner, "customer.name", tandem.Hidden),
		rule(tandem.Agent, "customer.fax", "whatever"),
	})
}

func TestLevel(t *testing.T) {
	for _, test := range []struct {
		role          tandem.Role
		object, field string
		want          tandem.Level
	}{
		{tandem.Agent, "customer", "name", tandem.MayWrite},
		{tandem.Agent, "customer", "payment_days", tandem.MayRead},
		{tandem.Agent, "customer", "credit_limit", tandem.Hidden},
		{tandem.Agent, "customer", "fax", tandem.Hidden},            // a level of tomorrow shows nothing
		{tandem.Agent, "contact", "credit_limit", tandem.MayWrite},  // of another object
		{tandem.Administrator, "customer", "notes", tandem.MayRead}, // administrators are bound ...
		{tandem.Owner, "customer", "name", tandem.MayWrite},         // ... owners are not
		{tandem.Partner, "customer", "credit_limit", tandem.MayWrite},
		{tandem.ReadOnly, "customer", "name", tandem.MayRead}, // a rule gives no more than the role
		{tandem.Agent, "operator", "name", tandem.MayRead},    // people are no records
		{tandem.Administrator, "operator", "name", tandem.MayWrite},
		{"", "customer", "name", tandem.Hidden},
		{"stranger", "customer", "name", tandem.Hidden},
	} {
		if got := rules().Level(test.role, test.object, test.field); got != test.want {
			t.Errorf("%s, %s.%s: %s, want %s", test.role, test.object, test.field, got, test.want)
		}
	}
	var none *access.Rules
	if got := none.Level(tandem.Agent, "customer", "name"); got != tandem.MayWrite {
		t.Errorf("without rules: %s", got)
	}
}

func TestObject(t *testing.T) {
	customer := object(t, "customer")
	seen := rules().Object(tandem.Agent, customer)
	if _, ok := seen.Field("credit_limit"); ok {
		t.Error("a hidden field is there")
	}
	if f, ok := seen.Field("payment_days"); !ok || !f.ReadOnly {
		t.Error("a field to read is not there, or can be written")
	}
	if f, _ := customer.Field("payment_days"); f.ReadOnly || len(customer.Fields) != len(seen.Fields)+2 {
		t.Error("the account's own dictionary was changed")
	}
	quote := rules().Object(tandem.Agent, object(t, "quote"))
	if _, ok := quote.Lines.Field("discount"); ok {
		t.Error("a hidden field of a line is there")
	}
	if f, _ := quote.Field("lines"); !f.ReadOnly {
		t.Error("lines can be written by who does not see all of them")
	}
	if diff := cmp.Diff(dictionary.Standard(), rules().Dictionary(tandem.Owner, dictionary.Standard())); diff != "" {
		t.Errorf("an owner sees another dictionary:\n%s", diff)
	}
}

func TestWrite(t *testing.T) {
	for _, test := range []struct {
		role   tandem.Role
		object string
		op     tandem.Op
		fields string
		place  string // of the refusal; "" = it is allowed
	}{
		{tandem.Agent, "customer", tandem.Update, "name city", ""},
		{tandem.Agent, "customer", tandem.Update, "name payment_days", "customer.payment_days"},
		{tandem.Agent, "customer", tandem.Create, "name credit_limit", "customer.credit_limit"},
		{tandem.Agent, "customer", tandem.Delete, "", ""},
		{tandem.Agent, "customer", tandem.Update, "no_such_field", ""},
		{tandem.Agent, "quote", tandem.Update, "notes", ""},
		{tandem.Agent, "quote", tandem.Update, "lines", "quote_line.discount"},
		{tandem.Agent, "operator", tandem.Update, "name", "operator"},
		{tandem.Administrator, "operator", tandem.Update, "name", ""},
		{tandem.ReadOnly, "customer", tandem.Update, "name", "customer"},
		{tandem.ReadOnly, "customer", tandem.Delete, "", "customer"},
		{"", "customer", tandem.Delete, "", "customer"},
		{tandem.Owner, "customer", tandem.Update, "name credit_limit", ""},
	} {
		err := rules().Write(test.role, object(t, test.object), test.op, strings.Fields(test.fields))
		refusal, _ := err.(*tandem.Error) //nolint:errorlint // Write returns nothing else
		switch {
		case test.place == "" && err != nil:
			t.Errorf("%s, %v %s: %v", test.role, test.op, test.fields, err)
		case test.place != "" && (refusal == nil || refusal.Code != tandem.Forbidden || refusal.Place != test.place || refusal.Hint == ""):
			t.Errorf("%s, %v %s: %v, want a refusal at %s", test.role, test.op, test.fields, err, test.place)
		}
	}
}

func TestStrip(t *testing.T) {
	lines := func(values ...tandem.Value) tandem.Value {
		return tandem.ListValue(string(tandem.AppendLines(nil, 2, []tandem.Record{values, values})))
	}
	shape := tandem.Shape{Object: "quote", Fields: []string{"id", "notes", "lines"}, LineFields: []string{"code", "discount"}}
	record := tandem.Record{tandem.IntegerValue(1), tandem.TextValue("n"), lines(tandem.TextValue("A"), tandem.IntegerValue(5))}
	if err := rules().Strip(tandem.Agent, object(t, "quote"), &shape, record); err != nil {
		t.Fatal(err)
	}
	if record[0].Int() != 1 || record[1].Text() != "n" || record[2] != lines(tandem.TextValue("A"), tandem.Value{}) {
		t.Errorf("the record became %v", record)
	}
	customer := tandem.Shape{Object: "customer", Fields: []string{"name", "credit_limit"}}
	record = tandem.Record{tandem.TextValue("Alfa"), tandem.IntegerValue(5)}
	if err := rules().Strip(tandem.Agent, object(t, "customer"), &customer, record); err != nil {
		t.Fatal(err)
	}
	if record[0].Text() != "Alfa" || !record[1].IsAbsent() {
		t.Errorf("the record became %v", record)
	}
}

func TestStripChange(t *testing.T) {
	change := tandem.Change{Object: "customer", Fields: []tandem.FieldChange{
		{Field: "name", Before: tandem.TextValue("a"), After: tandem.TextValue("b")},
		{Field: "credit_limit", Before: tandem.IntegerValue(1), After: tandem.IntegerValue(2)},
	}}
	if err := rules().StripChange(tandem.Agent, object(t, "customer"), &change); err != nil {
		t.Fatal(err)
	}
	if len(change.Fields) != 1 || change.Fields[0].Field != "name" || change.Fields[0].After.Text() != "b" {
		t.Errorf("the change became %v", change.Fields)
	}
}

func TestCheck(t *testing.T) {
	for rule, code := range map[tandem.FieldRight]tandem.Code{
		rule(tandem.Agent, "customer.name", tandem.Hidden):         "",
		rule(tandem.Agent, "quote_line.discount", tandem.MayRead):  "",
		rule(tandem.Agent, "custmer.name", tandem.Hidden):          tandem.Invalid,
		rule(tandem.Agent, "customer.nmae", tandem.Hidden):         tandem.Invalid,
		rule(tandem.Owner, "customer.name", tandem.Hidden):         tandem.Invalid,
		rule(tandem.Agent, "customer.name", tandem.Level("maybe")): tandem.Invalid,
	} {
		if err := access.Check(dictionary.Standard(), []tandem.FieldRight{rule}); tandem.CodeOf(err) != code {
			t.Errorf("%v: %v, want %q", rule, err, code)
		}
	}
}

// Whatever the rules: what is hidden is nowhere, what is written was seen, and a
// form made from what a role sees is never refused.
func TestSeeingAndWritingAgree(t *testing.T) {
	standard := dictionary.Standard()
	rapid.Check(t, func(t *rapid.T) {
		o := &standard.Objects[rapid.IntRange(0, len(standard.Objects)-1).Draw(t, "object")]
		role := rapid.SampledFrom(append(tandem.Roles(), "stranger")).Draw(t, "role")
		names := o.FieldNames()
		var stored []tandem.FieldRight
		for range rapid.IntRange(0, 8).Draw(t, "rules") {
			r := tandem.FieldRight{
				Role: rapid.SampledFrom(tandem.Roles()).Draw(t, "of"), Object: o.Name, Field: rapid.SampledFrom(names).Draw(t, "field"),
				Level: rapid.SampledFrom([]tandem.Level{tandem.MayWrite, tandem.MayRead, tandem.Hidden}).Draw(t, "level"),
			}
			if o.Lines != nil && rapid.Bool().Draw(t, "of a line") {
				r.Object, r.Field = o.Lines.Name, rapid.SampledFrom(o.Lines.FieldNames()).Draw(t, "line field")
			}
			stored = append(stored, r)
		}
		rules := access.New(stored)
		seen := rules.Object(role, o)
		var writable []string
		for i := range seen.Fields {
			if f := &seen.Fields[i]; !f.ReadOnly {
				writable = append(writable, f.Name)
			}
		}
		for _, name := range names {
			_, visible := seen.Field(name)
			if hidden := rules.Level(role, o.Name, name) == tandem.Hidden; hidden == visible {
				t.Fatalf("%s of %s: hidden %v, visible %v", name, o.Name, hidden, visible)
			}
			err := rules.Write(role, o, tandem.Update, []string{name})
			if f, _ := o.Field(name); !f.ReadOnly && (err == nil) != slices.Contains(writable, name) {
				t.Fatalf("%s of %s: writing says %v, what is seen says %v", name, o.Name, err, writable)
			}
		}
	})
}
