package dictionary_test

import (
	"fmt"

	"tandem"
	"tandem/dictionary"
)

// An account adds a field of its own; values are checked against it like any other.
func Example() {
	d, _ := dictionary.WithCustom(dictionary.Standard(), []dictionary.CustomField{
		{Object: "customer", Field: dictionary.Field{Name: "segment", Type: dictionary.Enum, Values: []string{"retail", "trade"}}},
	})
	customer, _ := d.Object("customer")

	fields := []string{"name", "email", "segment"}
	values := tandem.Record{
		tandem.TextValue("Novák s.r.o."),
		tandem.NullValue(),
		tandem.TextValue("trad"),
	}
	for _, p := range dictionary.Validate(customer, fields, tandem.AllFields(3), values, true) {
		fmt.Printf("%s: %s (%s)\n", p.Place(), p.Message, p.Hint)
	}
	// Output:
	// customer.segment: "trad" is not one of retail, trade (did you mean trade?)
}

// A remote system is described again before every run; what changed under a
// mapping is told before anything is written.
func ExampleDiff() {
	was := &dictionary.Dictionary{Objects: []dictionary.Object{{Name: "slcdpm", Fields: []dictionary.Field{
		{Name: "fcity", Type: dictionary.Text, Length: 20},
	}}}}
	is := was.Clone()
	is.Objects[0].Fields[0].Length = 15
	is.Objects[0].Fields = append(is.Objects[0].Fields, dictionary.Field{Name: "fgln", Type: dictionary.Text})

	for _, drift := range dictionary.Diff(was, is) {
		fmt.Println(drift, drift.Harmful())
	}
	// Output:
	// slcdpm.fcity: was text of 20, is text of 15 true
	// slcdpm.fgln: is new false
}
