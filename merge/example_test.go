package merge_test

import (
	"fmt"

	"tandem"
	"tandem/merge"
)

// Two people edit one customer at the same time: the phone here, the city there.
func ExampleDecide() {
	fields := []string{"name", "phone", "city"}
	rules := &merge.Rules{
		Operations: tandem.Operations{Create: tandem.Both, Update: tandem.Both, Delete: tandem.Both},
		Fields:     []merge.Field{{Direction: tandem.Both}, {Direction: tandem.Both}, {Direction: tandem.Both}},
	}
	record := func(name, phone, city string) tandem.Record {
		return tandem.Record{tandem.TextValue(name), tandem.TextValue(phone), tandem.TextValue(city)}
	}
	agreed := make(tandem.Record, len(fields))
	decision := merge.Decide(rules, &merge.Pair{
		Linked: true, HasBase: true, Ours: merge.Present, Theirs: merge.Present,
		BaseValues: record("Alfa", "111", "Brno"), OursValues: record("Alfa", "222", "Brno"), TheirsValues: record("Alfa", "111", "Praha"),
	}, agreed)
	for i, name := range fields {
		switch {
		case decision.SetOurs.Has(i):
			fmt.Println(name, "here becomes", agreed[i])
		case decision.SetTheirs.Has(i):
			fmt.Println(name, "there becomes", agreed[i])
		default:
			fmt.Println(name, "stays", agreed[i])
		}
	}
	// Output:
	// name stays Alfa
	// phone there becomes 222
	// city here becomes Praha
}
