package mapping

import (
	"strings"
	"testing"

	"tandem"
)

func TestAValueComputedOfTheirFields(t *testing.T) {
	plan := compile(t, Spec{Rules: []Rule{
		{Ours: "city", Theirs: "fcity"},
		{Ours: "name", Value: `fcompany + ", " + fcity`},
		{Ours: "notes", Value: `fcstatus == "H" ? "on hold" : ""`},
	}}, standard(t, "customer"), erpCustomer(), nil)
	if got := strings.Join(plan.Theirs, " "); got != "fcity fcompany fcstatus" {
		t.Errorf("reads %s", got)
	}
	p := plan.Positions[1]
	if p.Direction != tandem.In || p.Theirs != -1 || p.Name != "name" {
		t.Errorf("position %+v", p)
	}
	n := make(tandem.Record, 3)
	if err := plan.FromTheirs(tandem.Record{text("Brno  "), text("Alfa  "), text("G")}, n); err != nil {
		t.Fatal(err)
	}
	if n[1] != text("Alfa, Brno") || n[2] != null {
		t.Errorf("normal form %v", n)
	}
}

func TestAValueComputedOfOurFields(t *testing.T) {
	plan := compile(t, Spec{Rules: []Rule{
		{Ours: "city", Theirs: "fcity"},
		{Theirs: "fcompany", Value: `upper(name)`},
		{Theirs: "fcurrency", Value: `"CZK"`},
		{Theirs: "fnterm", Value: `payment_days ?? 14`},
	}}, standard(t, "customer"), erpCustomer(), nil)
	if got := strings.Join(plan.Ours, " "); got != "city name payment_days" {
		t.Errorf("reads %s", got)
	}
	n := make(tandem.Record, 4)
	if err := plan.FromOurs(tandem.Record{null, text("Alfa"), null}, n); err != nil {
		t.Fatal(err)
	}
	row, set, written := make(tandem.Record, len(plan.Theirs)), tandem.AllFields(4), tandem.Fields{}
	if err := plan.ToTheirs(n, &set, row, &written); err != nil {
		t.Fatal(err)
	}
	if row[0] != text("") || row[1] != text("ALFA") || row[2] != text("CZK") || row[3] != tandem.IntegerValue(14) {
		t.Errorf("row %v", row)
	}
	back := make(tandem.Record, 4)
	if err := plan.FromTheirs(row, back); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if back[i] != n[i] {
			t.Errorf("%s was %v and came back as %v", plan.Positions[i].Name, show(n[i]), show(back[i]))
		}
	}
}

func TestAValueComputedOfTheirLines(t *testing.T) {
	order, line := erpOrder()
	spec := orderSpec()
	spec.Lines.Rules = append(spec.Lines.Rules, Rule{Ours: "net", Value: "fquantity * funetprice"})
	spec.Rules = append(spec.Rules,
		Rule{Ours: "total", Value: "sum(lines, .net)"},
		Rule{Ours: "notes", Value: `join(map(lines, .fdesc), "; ")`})
	plan := compile(t, spec, standard(t, "sales_order"), order, line)
	// fdesc is read for the notes alone.
	if got := strings.Join(plan.LineFields, " "); got != "fpartno fquantity funetprice fdesc" {
		t.Errorf("a line is read as %s", got)
	}
	row := tandem.Record{text("000007"), text("000042"), list(4,
		tandem.Record{text("ab"), tandem.DecimalValue(2, 0), tandem.DecimalValue(105, 1), text("bolt")},
		tandem.Record{text("cd"), tandem.DecimalValue(1, 0), tandem.DecimalValue(4, 0), text("nut")},
	)}
	n := make(tandem.Record, len(plan.Positions))
	if err := plan.FromTheirs(row, n); err != nil {
		t.Fatal(err)
	}
	total, _ := plan.Position("total")
	notes, _ := plan.Position("notes")
	if n[total] != tandem.DecimalValue(25, 0) || n[notes] != text("bolt; nut") {
		t.Errorf("total %v, notes %v", show(n[total]), show(n[notes]))
	}
}

func TestWhatIsWrongWithAValue(t *testing.T) {
	cases := map[string]Rule{
		`value 1:9: there is no field fcty`:                                   {Ours: "name", Value: "fcity + fcty"},
		`the value is an instant and customer.payment_days is a whole number`: {Ours: "payment_days", Value: "fsince"},
		`the value is text and slcdpm.fsince takes an instant`:                {Theirs: "fsince", Value: "name"},
		`value 1:1: there is no field lines`:                                  {Ours: "name", Value: "lines"},
	}
	for want, rule := range cases {
		_, problems := Compile(Spec{Rules: []Rule{rule}}, standard(t, "customer"), erpCustomer(), nil)
		if len(problems) != 1 || problems[0].Err.Message != want {
			for _, p := range problems {
				t.Errorf("got %s, want %s", p.Err.Message, want)
			}
		}
	}
}

func BenchmarkFromTheirsWithAnExpression(b *testing.B) {
	plan := compile(b, Spec{Rules: []Rule{{Ours: "payment_days", Value: `fnterm > 30 ? 30 : fnterm`}}},
		standard(b, "customer"), erpCustomer(), nil)
	row, n := tandem.Record{tandem.IntegerValue(45)}, make(tandem.Record, 1)
	b.ReportAllocs()
	for b.Loop() {
		if err := plan.FromTheirs(row, n); err != nil {
			b.Fatal(err)
		}
	}
}
