package mapping

import (
	"strings"
	"testing"

	"tandem"
	"tandem/dictionary"
)

// erpCustomer is a customer of an ERP: columns of fixed width that take no null.
func erpCustomer() *dictionary.Object {
	char := func(name string, length int) dictionary.Field {
		return dictionary.Field{Name: name, Type: dictionary.Text, Length: length, Padded: true}
	}
	return &dictionary.Object{
		Name: "slcdpm",
		Key:  []string{"fcustno"},
		Fields: []dictionary.Field{
			char("fcustno", 6), char("fcompany", 35), char("fcstatus", 1), char("fcphone", 20), char("fcemail", 100),
			char("fmstreet", 60), char("fcity", 20), char("fzip", 10), char("fcountry", 25), char("fcurrency", 3),
			{Name: "fcrlimit", Type: dictionary.Decimal, Scale: 2},
			{Name: "fnterm", Type: dictionary.Integer, Default: true},
			{Name: "fsince", Type: dictionary.Instant},
			{Name: "fmnotes", Type: dictionary.Text, Nullable: true},
			{Name: "fparent", Type: dictionary.Text, Length: 6, Padded: true},
			{Name: "branch", Type: dictionary.Integer},
			{Name: "rowversion", Type: dictionary.Bytes, ReadOnly: true},
		},
	}
}

func standard(t testing.TB, name string) *dictionary.Object {
	t.Helper()
	o, ok := dictionary.Standard().Object(name)
	if !ok {
		t.Fatalf("no standard object %s", name)
	}
	return o
}

func TestCompileNamesWhatIsWrong(t *testing.T) {
	const warning = "warning: "
	cases := []struct {
		name string
		rule Rule
		want string // message, and hint behind a slash
	}{
		{"our field is unknown", Rule{Ours: "nmae", Theirs: "fcompany"}, `customer has no field "nmae" / did you mean name?`},
		{"their field is unknown", Rule{Ours: "name", Theirs: "fcompani"}, `slcdpm has no field "fcompani" / did you mean fcompany?`},
		{"one side is missing", Rule{Ours: "name"}, `the rule has only one side / give ours and theirs, or a value to be computed`},
		{"unknown converter", Rule{Ours: "name", Theirs: "fcompany", Convert: []string{"uper"}}, `there is no converter "uper" / did you mean upper?`},
		{"converter cut in two by YAML", Rule{Ours: "number", Theirs: "fcustno", Convert: []string{"pad(6", "0)"}}, `converter "pad(6" lacks its closing bracket / a converter with a comma in its argument stands in quotes: "pad(6,0)"`},
		{"argument where none is taken", Rule{Ours: "name", Theirs: "fcompany", Convert: []string{"trim(3)"}}, `converter trim takes no argument`},
		{"pad without a width", Rule{Ours: "number", Theirs: "fcustno", Convert: []string{"pad"}}, `converter pad needs a width / pad(6) or "pad(6,0)"`},
		{"bad layout", Rule{Ours: "name", Theirs: "fcompany", Convert: []string{"date(DD.MM.YYYY)"}}, `date(DD.MM.YYYY): the layout does not hold a day, a month and a year / write how 2 January 2006 looks: date(02.01.2006), date(20060102)`},
		{"unknown country", Rule{Ours: "phone", Theirs: "fcphone", Convert: []string{"phone(Czech)"}}, `phone(Czech): this is not the code of a country / phone(CZ)`},
		{"unknown zone", Rule{Ours: "name", Theirs: "fcompany", Convert: []string{"datetime(Mars/Olympus)"}}, `datetime(Mars/Olympus): there is no time zone "Mars/Olympus" / Europe/Prague, UTC or +02:00`},
		{"converter of another type", Rule{Ours: "credit_limit", Theirs: "fcrlimit", Convert: []string{"upper"}}, `converter upper reads text, not a decimal`},
		{"converter without a way back", Rule{Ours: "notes", Theirs: "fmnotes", Convert: []string{"first_line"}}, `converter first_line has no way back / direction: in`},
		{"converters in the wrong order", Rule{Ours: "credit_limit", Theirs: "fcompany", Convert: []string{"digits", "decimal(comma)"}}, `“7.5” would be written as “7,5” and come back as “75” / check the order of the converters, or set direction: in`},
		{"types that do not fit", Rule{Ours: "name", Theirs: "fsince"}, `slcdpm.fsince is an instant and customer.name is text`},
		{"moment into a number", Rule{Ours: "payment_days", Theirs: "fsince", Convert: []string{"day(UTC)"}}, `slcdpm.fsince is a date and customer.payment_days is a whole number`},
		{"expression both ways", Rule{Ours: "name", Value: "fcompany", Direction: tandem.Both}, `an expression has no way back / direction: in`},
		{"expression to both sides", Rule{Ours: "name", Theirs: "fcompany", Value: "fcompany"}, `a value is written to one field / give ours for a value that comes in, theirs for one that goes out`},
		{"column that is kept by them", Rule{Ours: "notes", Theirs: "rowversion", Direction: tandem.Out}, `slcdpm.rowversion cannot be written / direction: in`},
		{"reference without a data point", Rule{Ours: "parent", Theirs: "fparent"}, `customer.parent points at a record, but the rule does not say which data point knows it / reference: the name of the data point that maps customer`},
		{"data point without a reference", Rule{Ours: "name", Theirs: "fcompany", Reference: "customers"}, `customer.name is text, not a reference`},
		{"reference by a date", Rule{Ours: "parent", Theirs: "fsince", Reference: "customers"}, `an instant cannot be the key of a record: slcdpm.fsince`},
		{"value that is not ours", Rule{Ours: "status", Theirs: "fcstatus", Values: map[string]string{"activ": "G"}}, `customer.status cannot be "activ", only active, hold, inactive / did you mean active?`},
		{"one code for two values", Rule{Ours: "status", Theirs: "fcstatus", Values: map[string]string{"active": "G", "hold": "G", "inactive": "I"}}, `value map: their code "G" stands for more than one value of ours / give it to one of them, or set direction: out`},
		{"code of another type", Rule{Ours: "status", Theirs: "fnterm", Values: map[string]string{"active": "G", "hold": "1", "inactive": "2"}}, `value map: their code "G" is not a whole number`},
		{"nothing to write", Rule{Ours: "status", Theirs: "fcstatus", Values: map[string]string{"active": "G", "hold": "H", "inactive": "*"}}, `value map: there is no code to write for "inactive"`},
		{"unknown keep", Rule{Ours: "name", Theirs: "fcompany", Direction: tandem.In, Keep: "never"}, `there is no rule "never" / never_erase, only_if_empty or create_only`},
		{"keeping what only goes out", Rule{Ours: "name", Theirs: "fcompany", Direction: tandem.Out, Keep: NeverErase}, `never_erase is about values that come in; this one only goes out`},
		{"value map with a gap", Rule{Ours: "status", Theirs: "fcstatus", Values: map[string]string{"active": "G", "hold": "H"}}, warning + `customer.status can be inactive, which the value map does not know / rows with such a value fail until the value map has it`},
		{"shorter column", Rule{Ours: "name", Theirs: "fcompany"}, warning + `customer.name holds more than the 35 characters of slcdpm.fcompany / longer texts fail: nothing is ever cut`},
		{"longer column", Rule{Ours: "currency", Theirs: "fcountry", Direction: tandem.In}, warning + `slcdpm.fcountry holds more than the 3 characters of customer.currency / longer texts fail: nothing is ever cut`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.rule.Place = "sync.yaml:12:7"
			plan, problems := Compile(Spec{Rules: []Rule{c.rule}}, standard(t, "customer"), erpCustomer(), nil)
			if len(problems) == 0 {
				t.Fatalf("no problem; want %s", c.want)
			}
			p := problems[0]
			if errs := Errors(problems); len(errs) > 0 {
				p = errs[0]
			}
			code := tandem.Config
			if c.name == "their field is unknown" {
				code = tandem.Schema
			}
			if p.Err.Code != code || p.Err.Place != "sync.yaml:12:7" {
				t.Errorf("code %s at %s", p.Err.Code, p.Err.Place)
			}
			got := p.Err.Message
			if p.Err.Hint != "" {
				got += " / " + p.Err.Hint
			}
			if p.Warning {
				got = warning + got
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if (plan == nil) == p.Warning {
				t.Error("a plan is made exactly when there are only warnings")
			}
		})
	}
}

func TestCompileReportsEverythingAtOnce(t *testing.T) {
	spec := Spec{Rules: []Rule{
		{Ours: "nmae", Theirs: "fcompany", Place: "a:1"},
		{Ours: "city", Theirs: "fcity", Place: "a:2"},
		{Ours: "street", Theirs: "fstret", Place: "a:3"},
		{Ours: "region", Theirs: "fcity", Place: "a:4"},
		{Ours: "city", Theirs: "fcountry", Place: "a:5"},
	}}
	_, problems := Compile(spec, standard(t, "customer"), erpCustomer(), nil)
	var got []string
	for _, p := range Errors(problems) {
		got = append(got, p.Err.Error())
	}
	want := []string{
		`a:1: customer has no field "nmae"`,
		`a:3: slcdpm has no field "fstret"`,
		`a:4: two rules write slcdpm.fcity`,
		`a:5: two rules write customer.city`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestOneColumnMayFeedSeveralFieldsOneWay(t *testing.T) {
	spec := Spec{Rules: []Rule{
		{Ours: "name", Theirs: "fcompany"},
		{Ours: "notes", Theirs: "fcompany", Direction: tandem.In},
		{Ours: "phone", Theirs: "fcphone", Direction: tandem.In},
		{Ours: "phone", Theirs: "fmnotes", Direction: tandem.Out},
	}}
	plan, problems := Compile(spec, standard(t, "customer"), erpCustomer(), nil)
	if errs := Errors(problems); len(errs) > 0 {
		t.Fatal(errs[0].Err)
	}
	var names []string
	for _, p := range plan.Positions {
		names = append(names, p.Name)
	}
	if got := strings.Join(names, " "); got != "name notes phone phone>fmnotes" {
		t.Errorf("positions %s", got)
	}
	if got := strings.Join(plan.Ours, " ") + " | " + strings.Join(plan.Theirs, " "); got != "name notes phone | fcompany fcphone fmnotes" {
		t.Errorf("fields %s", got)
	}
}

func TestWhatNobodyMayWriteGoesOneWay(t *testing.T) {
	view := erpCustomer()
	view.ReadOnly = true
	plan, problems := Compile(Spec{Rules: []Rule{{Ours: "name", Theirs: "fcompany"}}}, standard(t, "customer"), view, nil)
	if len(problems) > 0 {
		t.Fatal(problems[0].Err)
	}
	if plan.Positions[0].Direction != tandem.In {
		t.Errorf("direction %s", plan.Positions[0].Direction)
	}
}
