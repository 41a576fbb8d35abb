package mapping

import (
	"testing"

	"tandem"
	"tandem/dictionary"
)

var (
	null   = tandem.NullValue()
	absent = tandem.Value{}
	text   = tandem.TextValue
)

func compile(t testing.TB, spec Spec, ours, theirs, theirLines *dictionary.Object) *Plan {
	t.Helper()
	plan, problems := Compile(spec, ours, theirs, theirLines)
	for _, p := range Errors(problems) {
		t.Fatal(p.Err)
	}
	return plan
}

// Nothing there is said in different ways; the normal form knows which is which.
func TestNothingThere(t *testing.T) {
	optional := dictionary.Field{Type: dictionary.Text}
	required := dictionary.Field{Type: dictionary.Text, Required: true}
	nullable := dictionary.Field{Type: dictionary.Text, Nullable: true}
	padded := dictionary.Field{Type: dictionary.Text, Padded: true}
	cases := []struct {
		name         string
		ours, theirs dictionary.Field
		in, n, out   tandem.Value
	}{
		{"their empty text is null where they know no null", optional, dictionary.Field{Type: dictionary.Text}, text(""), null, text("")},
		{"blanks in a padded column too", optional, padded, text("    "), null, text("")},
		{"unless our field is required", required, padded, text("    "), text(""), text("")},
		{"their empty text stays one where they know null", optional, nullable, text(""), text(""), text("")},
		{"and null stays null", optional, nullable, null, null, null},
		{"blanks in front stay", optional, padded, text("  a  "), text("  a"), text("  a")},
		{"zero is not nothing", dictionary.Field{Type: dictionary.Integer}, dictionary.Field{Type: dictionary.Integer}, tandem.IntegerValue(0), tandem.IntegerValue(0), tandem.IntegerValue(0)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			plan := pairOf(t, Rule{}, c.ours, c.theirs)
			if n, err := fromTheirs(plan, c.in); err != nil || n != c.n {
				t.Errorf("in: %v, %v", show(n), err)
			}
			if n, err := fromOurs(plan, c.n); err != nil || n != c.n {
				t.Errorf("ours: %v, %v", show(n), err)
			}
			if v, err := toTheirs(plan, c.n); err != nil || v != c.out {
				t.Errorf("out: %v, %v", show(v), err)
			}
		})
	}
}

// What does not fit fails with a code and a sentence; nothing is cut.
func TestWhatDoesNotFitIsRefused(t *testing.T) {
	optional := dictionary.Field{Type: dictionary.Text}
	status := dictionary.Field{Type: dictionary.Enum, Values: []string{"active", "hold", "inactive"}, Required: true}
	cases := []struct {
		name         string
		rule         Rule
		ours, theirs dictionary.Field
		n            tandem.Value
		want         string
	}{
		{"a long text", Rule{}, optional, dictionary.Field{Type: dictionary.Text, Length: 3}, text("žluť"), "ours: “žluť” has 4 characters, theirs takes 3"},
		{"null for a number", Rule{}, dictionary.Field{Type: dictionary.Decimal}, dictionary.Field{Type: dictionary.Decimal}, null, "ours: theirs takes no null"},
		{"too many digits", Rule{}, dictionary.Field{Type: dictionary.Decimal}, dictionary.Field{Type: dictionary.Decimal, Scale: 2}, tandem.DecimalValue(12345, 3), "ours: “12.345” has 3 digits behind the point, theirs takes 2"},
		{"a fraction for a whole number", Rule{}, dictionary.Field{Type: dictionary.Decimal}, dictionary.Field{Type: dictionary.Integer}, tandem.DecimalValue(15, 1), "ours: decimal “1.5” is not a whole number"},
		{"a value without a code", Rule{Values: map[string]string{"active": "G"}}, status, dictionary.Field{Type: dictionary.Text}, text("hold"), "ours: “hold” has no counterpart in the value map"},
		{"a key too long to be padded", Rule{Convert: []string{"pad(3)"}}, optional, dictionary.Field{Type: dictionary.Text}, text("1234"), "ours: “1234” is longer than 3 characters"},
		{"trailing blanks a column loses", Rule{}, optional, dictionary.Field{Type: dictionary.Text, Padded: true}, text("a "), "ours: “a ” would be written as “a ” and come back as “a”"},
		{"a reference that is not linked", Rule{Reference: "customers"}, dictionary.Field{Type: dictionary.Reference}, dictionary.Field{Type: dictionary.Text}, tandem.ReferenceValue(7), "ours: our record 7 is not linked with one of theirs"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := toTheirs(pairOf(t, c.rule, c.ours, c.theirs), c.n)
			if err == nil || err.Error() != c.want || tandem.CodeOf(err) != tandem.Invalid {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestARowNamesAllItsFaults(t *testing.T) {
	spec := Spec{Rules: []Rule{
		{Ours: "status", Theirs: "fcstatus", Values: map[string]string{"active": "G", "hold": "H", "inactive": "I"}},
		{Ours: "city", Theirs: "fcity"},
		{Ours: "payment_days", Theirs: "fcountry"},
	}}
	plan := compile(t, spec, standard(t, "customer"), erpCustomer(), nil)
	n := make(tandem.Record, 3)
	err := plan.FromTheirs(tandem.Record{text("Q"), text("Brno  "), text("CZ")}, n)
	want := "status: their code “Q” has no counterpart in the value map; payment_days: “CZ” is not a whole number"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if n[0] != absent || n[1] != text("Brno") || n[2] != absent {
		t.Errorf("normal form %v", n)
	}
}

// A column that is only written may hold anything.
func TestNonsenseInAColumnThatOnlyGoesOut(t *testing.T) {
	plan := pairOf(t, Rule{Direction: tandem.Out}, dictionary.Field{Type: dictionary.Integer}, dictionary.Field{Type: dictionary.Text})
	if n, err := fromTheirs(plan, text("ask Mary")); err != nil || n != absent {
		t.Errorf("%v, %v", show(n), err)
	}
}

func TestNewRowsMayLeaveOutWhatFillsItself(t *testing.T) {
	plan := compile(t, Spec{Rules: []Rule{{Ours: "payment_days", Theirs: "fnterm"}, {Ours: "city", Theirs: "fcity"}}},
		standard(t, "customer"), erpCustomer(), nil)
	set := tandem.AllFields(2)
	plan.ForCreate(tandem.Record{null, null}, &set)
	if set.Has(0) || !set.Has(1) {
		t.Errorf("set %v", set)
	}
}

func TestReferences(t *testing.T) {
	customer := dictionary.Field{Type: dictionary.Reference, Target: "customer"}
	cases := []struct {
		name   string
		theirs dictionary.Field
		in     tandem.Value
		n      tandem.Value
	}{
		{"by a text", dictionary.Field{Type: dictionary.Text, Padded: true}, text("000042"), tandem.UnresolvedValue(tandem.TextKey("000042"))},
		{"by a number", dictionary.Field{Type: dictionary.Integer}, tandem.IntegerValue(42), tandem.UnresolvedValue(tandem.KeyOf(tandem.IntegerValue(42)))},
		{"nowhere", dictionary.Field{Type: dictionary.Text}, text(""), null},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			plan := pairOf(t, Rule{Reference: "customers"}, customer, c.theirs)
			n, err := fromTheirs(plan, c.in)
			if err != nil || n != c.n {
				t.Fatalf("%v, %v", show(n), err)
			}
			if v, err := toTheirs(plan, n); err != nil || v != c.in {
				t.Errorf("%v, %v", show(v), err)
			}
			if n, err := fromOurs(plan, tandem.ReferenceValue(7)); err != nil || n != tandem.ReferenceValue(7) {
				t.Errorf("%v, %v", show(n), err)
			}
		})
	}
}

func TestAReferenceByAKeyOfSeveralColumns(t *testing.T) {
	plan := compile(t, Spec{Rules: []Rule{{Ours: "parent", Theirs: "fparent + branch", Reference: "customers"}}},
		standard(t, "customer"), erpCustomer(), nil)
	row := tandem.Record{text("AB01  "), tandem.IntegerValue(3)}
	key := tandem.KeyOf(text("AB01"), tandem.IntegerValue(3))
	n := make(tandem.Record, 1)
	if err := plan.FromTheirs(row, n); err != nil || n[0] != tandem.UnresolvedValue(key) {
		t.Fatalf("%v, %v", n, err)
	}
	back := make(tandem.Record, 2)
	set, written := tandem.AllFields(1), tandem.Fields{}
	if err := plan.ToTheirs(n, &set, back, &written); err != nil || back[0] != text("AB01") || back[1] != row[1] || written.Len() != 2 {
		t.Errorf("%v, %v", back, err)
	}
	if err := plan.FromTheirs(tandem.Record{text("      "), tandem.IntegerValue(0)}, n); err != nil || n[0] != null {
		t.Errorf("%v, %v", n, err)
	}
}

func TestOddRecordsAreNoPanic(t *testing.T) {
	plan := pairOf(t, Rule{}, dictionary.Field{Type: dictionary.Text}, dictionary.Field{Type: dictionary.Text})
	if err := plan.FromTheirs(nil, make(tandem.Record, 1)); tandem.CodeOf(err) != tandem.Internal {
		t.Error(err)
	}
	if err := plan.FromOurs(make(tandem.Record, 1), nil); tandem.CodeOf(err) != tandem.Internal {
		t.Error(err)
	}
}
