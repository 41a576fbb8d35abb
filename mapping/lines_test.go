package mapping

import (
	"errors"
	"slices"
	"testing"

	"tandem"
	"tandem/dictionary"
)

func erpOrder() (order, line *dictionary.Object) {
	char := func(name string, length int) dictionary.Field {
		return dictionary.Field{Name: name, Type: dictionary.Text, Length: length, Padded: true}
	}
	order = &dictionary.Object{Name: "somast", Key: []string{"fsono"}, Fields: []dictionary.Field{char("fsono", 6), char("fcustno", 6)}}
	line = &dictionary.Object{Name: "soitem", Key: []string{"finumber"}, Fields: []dictionary.Field{
		char("finumber", 3), char("fpartno", 25),
		{Name: "fquantity", Type: dictionary.Decimal, Scale: 5},
		{Name: "funetprice", Type: dictionary.Decimal, Scale: 5},
		{Name: "fdesc", Type: dictionary.Text, Nullable: true},
	}}
	return order, line
}

func orderSpec() Spec {
	return Spec{
		Rules: []Rule{
			{Ours: "number", Theirs: "fsono"},
			{Ours: "customer", Theirs: "fcustno", Reference: "customers"},
		},
		Lines: &LinesSpec{Ours: "lines", Rules: []Rule{
			{Ours: "code", Theirs: "fpartno", Convert: []string{"upper"}},
			{Ours: "quantity", Theirs: "fquantity"},
			{Ours: "product", Theirs: "fpartno", Reference: "products", Direction: tandem.In},
		}},
	}
}

func list(width int, lines ...tandem.Record) tandem.Value {
	return tandem.ListValue(string(tandem.AppendLines(nil, width, lines)))
}

// One field that does not go out keeps all of them here. That is said, with its place.
func TestWhatNarrowsLinesIsSaid(t *testing.T) {
	order, line := erpOrder()
	spec := orderSpec()
	spec.Lines.Rules[2].Place = "sync.yaml:30:13"
	_, problems := Compile(spec, standard(t, "sales_order"), order, line)
	var got []string
	for _, p := range problems {
		if p.Notice && p.Warning {
			got = append(got, p.Err.Error()+" / "+p.Err.Hint)
		}
	}
	want := "sync.yaml:30:13: the lines of sales_order_line only come in, because their field product does / " +
		"lines are compared and replaced as a whole: for them to go out, every field of them has to"
	if len(got) != 1 || got[0] != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}

	// Where all of them go the same way there is nothing to say.
	for _, direction := range []tandem.Direction{tandem.In, tandem.Both} {
		spec := orderSpec()
		spec.Lines.Rules = spec.Lines.Rules[:2]
		for i := range spec.Lines.Rules {
			spec.Lines.Rules[i].Direction = direction
		}
		_, problems := Compile(spec, standard(t, "sales_order"), order, line)
		for _, p := range problems {
			if p.Notice {
				t.Errorf("all %s: %v", direction, p.Err)
			}
		}
	}
}

func TestLinesComeInAsOneValue(t *testing.T) {
	order, line := erpOrder()
	plan := compile(t, orderSpec(), standard(t, "sales_order"), order, line)
	if len(plan.LineFields) != 2 || plan.LineFields[0] != "fpartno" || plan.LineFields[1] != "fquantity" {
		t.Fatalf("line fields %v", plan.LineFields)
	}
	at := len(plan.Positions) - 1
	if p := plan.Positions[at]; !p.IsLines() || p.Name != "lines" || p.Direction != tandem.In || p.Theirs != -1 {
		t.Fatalf("position %+v", p)
	}

	// A row may have more fields than the plan asked for; the lines come last.
	row := tandem.Record{text("000007"), text("000042"), text("a field of somebody else"), list(2,
		tandem.Record{text("ab-1   "), tandem.DecimalValue(2, 0)},
		tandem.Record{text("cd-2   "), tandem.DecimalValue(15, 1)},
	)}
	n := make(tandem.Record, len(plan.Positions))
	if err := plan.FromTheirs(row, n); err != nil {
		t.Fatal(err)
	}
	ids := map[tandem.Key]int64{"000042": 42, "ab-1": 1, "cd-2": 2}
	err := plan.MapReferences(n, func(point string, v tandem.Value) (tandem.Value, error) {
		key, _ := v.Unresolved()
		if (point == "customers") != (key == "000042") {
			t.Errorf("%s was asked for %s", point, key)
		}
		return tandem.ReferenceValue(ids[key]), nil
	})
	if err != nil {
		t.Fatal(err)
	}

	ours := standard(t, "sales_order")
	rec, written := make(tandem.Record, len(plan.Ours)), tandem.Fields{}
	set := tandem.AllFields(len(n))
	if err := plan.ToOurs(n, &set, rec, &written); err != nil {
		t.Fatal(err)
	}
	got, err := rec[2].Lines()
	if err != nil || len(got) != 2 || len(got[0]) != len(ours.Lines.Fields) {
		t.Fatalf("%v, %v", got, err)
	}
	for i, want := range []map[string]tandem.Value{
		{"position": tandem.IntegerValue(1), "code": text("AB-1"), "quantity": tandem.DecimalValue(2, 0), "product": tandem.ReferenceValue(1), "net": null},
		{"position": tandem.IntegerValue(2), "code": text("CD-2"), "quantity": tandem.DecimalValue(15, 1), "product": tandem.ReferenceValue(2), "net": null},
	} {
		for j, f := range ours.Lines.Fields {
			if v, ok := want[f.Name]; ok && got[i][j] != v {
				t.Errorf("line %d: %s is %v", i+1, f.Name, show(got[i][j]))
			}
		}
	}

	again := make(tandem.Record, len(n))
	if err := plan.FromOurs(rec, again); err != nil || again[at] != n[at] {
		t.Errorf("our lines are %q, theirs %q, %v", again[at].Text(), n[at].Text(), err)
	}
}

func TestLinesGoOutAsOneValue(t *testing.T) {
	order, line := erpOrder()
	spec := orderSpec()
	spec.Lines.Rules = spec.Lines.Rules[:2]
	plan := compile(t, spec, standard(t, "sales_order"), order, line)
	n := tandem.Record{absent, absent, list(2, tandem.Record{text("AB-1"), tandem.DecimalValue(3, 0)})}
	row, written := make(tandem.Record, 3), tandem.Fields{}
	set := tandem.AllFields(3)
	if err := plan.ToTheirs(n, &set, row, &written); err != nil {
		t.Fatal(err)
	}
	if !written.Has(2) || written.Len() != 1 || row[2] != n[2] {
		t.Errorf("%v, %v", written, row)
	}

	n[2] = list(2, tandem.Record{text("AB-1"), null})
	err := plan.ToTheirs(n, &set, row, &written)
	var e *tandem.Error
	if !errors.As(err, &e) || e.Place != "lines[1].quantity" || e.Code != tandem.Invalid {
		t.Errorf("%v", err)
	}
}

// What no rule maps of the lines is not known: an expression goes on without it, and that is said.
func TestAFieldOfTheLinesThatNobodyMapsIsNull(t *testing.T) {
	order, line := erpOrder()
	spec := orderSpec()
	spec.Rules = append(spec.Rules,
		Rule{Ours: "total", Value: "sum(lines, .net)", Direction: tandem.In, Place: "sync.yaml:12:9"},
		Rule{Ours: "net", Value: "sum(lines, .net ?? (.quantity * .funetprice))", Direction: tandem.In, Place: "sync.yaml:13:9"})
	plan, problems := Compile(spec, standard(t, "sales_order"), order, line)
	var said []string
	for _, p := range problems {
		if p.Notice && p.Err.Place != "" {
			said = append(said, p.Err.Error())
		}
	}
	want := []string{
		"sync.yaml:12:9: no rule maps net of the lines: in the value of total it is null, of which a sum is 0",
		"sync.yaml:13:9: no rule maps net of the lines: in the value of net it is null, of which a sum is 0",
	}
	if !slices.Equal(said, want) {
		t.Errorf("got  %q\nwant %q", said, want)
	}
	if want := []string{"fpartno", "fquantity", "funetprice"}; !slices.Equal(plan.LineFields, want) {
		t.Fatalf("columns that are read: %v, wanted %v", plan.LineFields, want)
	}
	row := tandem.Record{text("000007"), text("000042"), list(3,
		tandem.Record{text("ab-1"), tandem.DecimalValue(2, 0), tandem.DecimalValue(15, 1)},
		tandem.Record{text("cd-2"), tandem.DecimalValue(1, 0), tandem.DecimalValue(40, 1)},
	)}
	n := make(tandem.Record, len(plan.Positions))
	if err := plan.FromTheirs(row, n); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"total": "0", "net": "7"} {
		at := slices.IndexFunc(plan.Positions, func(p Position) bool { return p.Name == name })
		if got := n[at].String(); got != want {
			t.Errorf("%s is %s, wanted %s", name, got, want)
		}
	}
}

func TestNoLinesAreNull(t *testing.T) {
	order, line := erpOrder()
	plan := compile(t, orderSpec(), standard(t, "sales_order"), order, line)
	n := make(tandem.Record, 3)
	for _, v := range []tandem.Value{null, list(2), tandem.ListValue("")} {
		if err := plan.FromTheirs(tandem.Record{absent, absent, v}, n); err != nil || n[2] != null {
			t.Errorf("%q: %v, %v", v.Text(), n[2], err)
		}
	}
	if err := plan.FromTheirs(tandem.Record{absent, absent, tandem.ListValue("\xff")}, n); tandem.CodeOf(err) != tandem.Invalid {
		t.Errorf("damaged lines: %v", err)
	}
}

func TestLineProblems(t *testing.T) {
	order, line := erpOrder()
	cases := map[string]func(*Spec){
		`sales_order has no field "line"`:        func(s *Spec) { s.Lines.Ours = "line" },
		`sales_order.number does not hold lines`: func(s *Spec) { s.Lines.Ours = "number" },
		`soitem has no field "fpart"`:            func(s *Spec) { s.Lines.Rules[0].Theirs = "fpart" },
		`lines are compared and replaced as a whole: a single field has neither a rule nor a conflict policy`: func(s *Spec) { s.Lines.Rules[0].Keep = NeverErase },
		`lines cannot go both: one of their fields does not`:                                                  func(s *Spec) { s.Lines.Direction = tandem.Both },
		`some fields of the lines only come in and others only go out, but lines travel as a whole`:           func(s *Spec) { s.Lines.Rules[0].Direction = tandem.Out },
	}
	for want, breakIt := range cases {
		spec := orderSpec()
		breakIt(&spec)
		plan, problems := Compile(spec, standard(t, "sales_order"), order, line)
		if errs := Errors(problems); plan != nil || len(errs) != 1 || errs[0].Err.Message != want {
			t.Errorf("want %s, got %v", want, errs)
		}
	}
}
