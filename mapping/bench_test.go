package mapping

import (
	"testing"

	"tandem"
)

// fifteen is a mapping of a customer with fifteen fields, as an ERP preset has it.
func fifteen(t testing.TB) (*Plan, tandem.Record, tandem.Record) {
	spec := Spec{Rules: []Rule{
		{Ours: "number", Theirs: "fcustno"},
		{Ours: "name", Theirs: "fcompany", Convert: []string{"trim"}},
		{Ours: "status", Theirs: "fcstatus", Values: map[string]string{"active": "G", "hold": "H", "inactive": "I"}},
		{Ours: "phone", Theirs: "fcphone", Convert: []string{"trim"}},
		{Ours: "email", Theirs: "fcemail", Convert: []string{"email"}},
		{Ours: "street", Theirs: "fmstreet"},
		{Ours: "city", Theirs: "fcity", Convert: []string{"upper"}},
		{Ours: "postal_code", Theirs: "fzip"},
		{Ours: "country", Theirs: "fcountry"},
		{Ours: "currency", Theirs: "fcurrency"},
		{Ours: "credit_limit", Theirs: "fcrlimit"},
		{Ours: "payment_days", Theirs: "fnterm"},
		{Ours: "notes", Theirs: "fmnotes"},
		{Ours: "parent", Theirs: "fparent", Reference: "customers"},
		{Ours: "external_number", Theirs: "fcustno", Direction: tandem.In},
	}}
	plan := compile(t, spec, standard(t, "customer"), erpCustomer(), nil)
	row := tandem.Record{
		text("000042"), text("Alfa Engineering s.r.o.            "), text("G"), text("+420777123456       "), text("info@alfa.example"),
		text("Dlouhá 12"), text("BRNO"), text("60200"), text("CZ"), text("CZK"),
		tandem.DecimalValue(100_000, 0), tandem.IntegerValue(30), text("a good customer"), text("000007"),
	}
	rec := make(tandem.Record, len(plan.Ours))
	n := make(tandem.Record, len(plan.Positions))
	if err := plan.FromTheirs(row, n); err != nil {
		t.Fatal(err)
	}
	set, written := tandem.AllFields(len(n)), tandem.Fields{}
	if err := plan.ToOurs(n, &set, rec, &written); err != nil {
		t.Fatal(err)
	}
	return plan, row, rec
}

func TestMappingWhatIsInNormalFormDoesNotAllocate(t *testing.T) {
	plan, row, rec := fifteen(t)
	n := make(tandem.Record, len(plan.Positions))
	out := make(tandem.Record, len(plan.Ours))
	set := tandem.AllFields(len(n))
	for name, run := range map[string]func() error{
		"FromTheirs": func() error { return plan.FromTheirs(row, n) },
		"FromOurs":   func() error { return plan.FromOurs(rec, n) },
		"ToOurs": func() error {
			var written tandem.Fields
			return plan.ToOurs(n, &set, out, &written)
		},
	} {
		allocs := testing.AllocsPerRun(100, func() {
			if err := run(); err != nil {
				t.Fatal(err)
			}
		})
		if allocs != 0 {
			t.Errorf("%s makes %v allocations", name, allocs)
		}
	}
}

func BenchmarkFromTheirs(b *testing.B) {
	plan, row, _ := fifteen(b)
	n := make(tandem.Record, len(plan.Positions))
	b.ReportAllocs()
	for b.Loop() {
		if err := plan.FromTheirs(row, n); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFromOurs(b *testing.B) {
	plan, _, rec := fifteen(b)
	n := make(tandem.Record, len(plan.Positions))
	b.ReportAllocs()
	for b.Loop() {
		if err := plan.FromOurs(rec, n); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkToOurs(b *testing.B) {
	plan, row, _ := fifteen(b)
	n := make(tandem.Record, len(plan.Positions))
	if err := plan.FromTheirs(row, n); err != nil {
		b.Fatal(err)
	}
	rec, set := make(tandem.Record, len(plan.Ours)), tandem.AllFields(len(n))
	b.ReportAllocs()
	for b.Loop() {
		var written tandem.Fields
		if err := plan.ToOurs(n, &set, rec, &written); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkToTheirs(b *testing.B) {
	plan, row, _ := fifteen(b)
	n := make(tandem.Record, len(plan.Positions))
	if err := plan.FromTheirs(row, n); err != nil {
		b.Fatal(err)
	}
	set := tandem.AllFields(len(n))
	out := make(tandem.Record, len(plan.Theirs))
	b.ReportAllocs()
	for b.Loop() {
		var written tandem.Fields
		if err := plan.ToTheirs(n, &set, out, &written); err != nil {
			b.Fatal(err)
		}
	}
}
