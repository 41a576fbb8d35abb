package dictionary

import (
	"slices"
	"strings"
	"testing"

	"tandem"
)

func TestStandardModelIsWellFormed(t *testing.T) {
	d := Standard()
	for _, name := range d.names() {
		o, _ := d.ObjectOrLines(name)
		if !isName(o.Name) || o.Label == "" || o.Doc == "" {
			t.Errorf("%s: name, label or doc is missing", o.Name)
		}
		if len(o.Fields) > tandem.MaxFields-len(SystemFields()) {
			t.Errorf("%s: too many fields", o.Name)
		}
		seen := map[string]bool{}
		for i := range o.Fields {
			f := &o.Fields[i]
			checkStandardField(t, d, o, f)
			if seen[f.Name] || isSystem(f.Name) {
				t.Errorf("%s.%s: the name is taken", o.Name, f.Name)
			}
			seen[f.Name] = true
		}
	}
	for i := range d.Objects {
		o := &d.Objects[i]
		if by, ok := d.ByPlural(o.Plural); !ok || by.Name != o.Name {
			t.Errorf("%s: the plural %q does not find it", o.Name, o.Plural)
		}
		if _, ok := o.Field("lines"); ok != (o.Lines != nil) {
			t.Errorf("%s: a field lines and a description of lines belong together", o.Name)
		}
	}
}

func checkStandardField(t *testing.T, d *Dictionary, o *Object, f *Field) {
	t.Helper()
	place := o.Name + "." + f.Name
	if !isName(f.Name) || f.Label == "" || !strings.HasSuffix(f.Doc, ".") {
		t.Errorf("%s: name, label or doc is missing or not a sentence", place)
	}
	if f.Type.Kind() == tandem.Absent {
		t.Errorf("%s: unknown type %q", place, f.Type)
	}
	if (f.Type == Enum) != (len(f.Values) > 0) {
		t.Errorf("%s: values belong to enumerations", place)
	}
	if f.Type == Reference {
		if _, ok := d.Object(f.Target); !ok {
			t.Errorf("%s: points at %q, which is no object", place, f.Target)
		}
	}
	if message, _ := checkInitial(f); message != "" {
		t.Errorf("%s: %s", place, message)
	}
}

// The names are what databases, mappings and foreign programs rely on.
func TestStandardNamesAreBinding(t *testing.T) {
	document := func(own string) string {
		return "number customer contact status date " + own + " currency rate net tax total reference notes lines"
	}
	line := "position product code description quantity unit unit_price discount tax_rate net"
	want := map[string]string{
		"customer":         "number name kind status company_id tax_id vat_id email phone mobile fax website street city region postal_code country currency language payment_days credit_limit owner parent external_number notes",
		"contact":          "customer salutation first_name last_name title email phone mobile fax is_primary external_number notes",
		"address":          "customer kind company street street2 city region postal_code country phone email external_number",
		"operator":         "name email phone role active language time_zone",
		"product":          "code name unit price currency tax_rate active",
		"case":             "number customer contact subject description status priority category owner channel due_at closed_at",
		"followup":         "case author kind public body at",
		"task":             "number customer case subject description status priority assignee due_at done_at",
		"quote":            document("valid_until"),
		"sales_order":      document("requested_date quote"),
		"invoice":          document("kind due_date sales_order paid_at paid_amount"),
		"rma":              document("reason sales_order invoice"),
		"attachment":       "case followup file_name media_type size content",
		"quote_line":       line,
		"sales_order_line": line,
		"invoice_line":     line,
		"rma_line":         line + " received_quantity credit",
	}
	d := Standard()
	if got := len(d.names()); got != len(want) {
		t.Errorf("%d objects, want %d", got, len(want))
	}
	for name, fields := range want {
		o, ok := d.ObjectOrLines(name)
		if !ok {
			t.Errorf("%s is missing", name)
			continue
		}
		if got := strings.Join(o.FieldNames(), " "); got != fields {
			t.Errorf("%s:\n got %s\nwant %s", name, got, fields)
		}
	}
}

func TestTypeName(t *testing.T) {
	for name, want := range map[string]string{"customer": "Customer", "sales_order": "SalesOrder", "rma_line": "RmaLine", "": "", "_a__b": "AB"} {
		if got := TypeName(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestWithSystemLeavesTheObjectAlone(t *testing.T) {
	o := product()
	with := WithSystem(&o)
	if with.Fields[0].Name != "id" || o.Fields[0].Name != "code" {
		t.Errorf("got %s and %s", with.Fields[0].Name, o.Fields[0].Name)
	}
	if n := len(with.Fields); n != len(o.Fields)+len(SystemFields()) {
		t.Errorf("got %d fields", n)
	}
}

func TestSnapshotsAreDeterministic(t *testing.T) {
	first, err := Encode(Standard())
	if err != nil {
		t.Fatal(err)
	}
	d, err := Decode(first)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(first, second) {
		t.Error("a snapshot changed on its way through JSON")
	}
	if drift := Diff(Standard(), d); len(drift) > 0 {
		t.Errorf("drift out of nothing: %v", drift)
	}
	if _, err := Decode([]byte("{")); tandem.CodeOf(err) != tandem.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestSuggest(t *testing.T) {
	words := []string{"name", "number", "postal_code", "credit_limit", "city"}
	for typed, want := range map[string]string{
		"nme": "name", "NAME": "name", "postalcode": "postal_code", "credit_limt": "credit_limit",
		"citi": "city", "zzzzzz": "", "": "", "x": "",
	} {
		if got := Suggest(typed, words); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

// A list names fields, and one of documents says what they come to.
func TestColumnsOfLists(t *testing.T) {
	d := Standard()
	for i := range d.Objects {
		o := &d.Objects[i]
		for _, name := range o.Columns {
			if f, ok := o.Field(name); !ok || f.Type == Lines {
				t.Errorf("a list of %s shows %q", o.Name, name)
			}
		}
		if _, isDocument := o.Field("total"); isDocument && !slices.Contains(o.Columns, "total") {
			t.Errorf("a list of %s shows no total", o.Name)
		}
	}
}
