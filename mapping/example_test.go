package mapping_test

import (
	"fmt"

	"tandem"
	"tandem/dictionary"
	"tandem/mapping"
)

// A customer of an ERP and one of ours: codes, zero-padded numbers, blanks that
// fill up columns and a day that stands for no date, both ways.
func Example() {
	theirs := &dictionary.Object{Name: "slcdpm", Fields: []dictionary.Field{
		{Name: "fcustno", Type: dictionary.Text, Length: 6, Padded: true},
		{Name: "fcompany", Type: dictionary.Text, Length: 35, Padded: true},
		{Name: "fcstatus", Type: dictionary.Text, Length: 1},
		{Name: "fcphone", Type: dictionary.Text, Length: 20, Padded: true},
		{Name: "fcity", Type: dictionary.Text, Length: 20, Padded: true},
	}}
	ours, _ := dictionary.Standard().Object("customer")

	plan, problems := mapping.Compile(mapping.Spec{Rules: []mapping.Rule{
		{Ours: "number", Theirs: "fcustno", Convert: []string{"pad(6)"}},
		{Ours: "name", Theirs: "fcompany"},
		{Ours: "status", Theirs: "fcstatus", Values: map[string]string{"active": "G", "hold": "H", "inactive": "X"}},
		{Ours: "phone", Theirs: "fcphone", Convert: []string{"phone(CZ)"}},
		{Ours: "notes", Value: `fcity == "" ? "no address" : "from " + fcity`},
	}}, ours, theirs, nil)
	for _, p := range mapping.Errors(problems) {
		fmt.Println(p.Err)
	}

	text := tandem.TextValue
	row := tandem.Record{text("000042"), text("Alfa s.r.o.                        "), text("H"), text("777 123 456         "), text("Brno                ")}
	n := make(tandem.Record, len(plan.Positions))
	if err := plan.FromTheirs(row, n); err != nil {
		fmt.Println(err)
	}
	for i, p := range plan.Positions {
		fmt.Printf("%s = %s\n", p.Name, n[i])
	}

	// Somebody here lets the customer order again; that alone goes out.
	status, _ := plan.Position("status")
	n[status] = text("active")
	var set, written tandem.Fields
	set.Add(status)
	out := make(tandem.Record, len(plan.Theirs))
	if err := plan.ToTheirs(n, &set, out, &written); err != nil {
		fmt.Println(err)
	}
	for i, name := range plan.Theirs {
		if written.Has(i) {
			fmt.Printf("%s <- %s\n", name, out[i])
		}
	}

	// Output:
	// number = 42
	// name = Alfa s.r.o.
	// status = hold
	// phone = +420777123456
	// notes = from Brno
	// fcstatus <- G
}
