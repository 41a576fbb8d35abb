package m2m

import "fmt"

var salesRepTable = Table{
	Name:    "slspns",
	Columns: []Column{char("fsalespn", 3), char("flastname", 20), char("fterr", 10)},
	Indexes: []Index{unique("fsalespn")},
}

const salesReps = 12

// salesRep is the code of the n-th sales person.
func salesRep(n int) string { return fmt.Sprintf("S%02d", n+1) }

// territory is where the n-th sales person travels.
func territory(n int) string {
	return [...]string{"NORTH", "SOUTH", "EAST", "WEST", "EUROPE", "LATAM"}[n%6]
}

func (w *World) writeSalesReps(s Sink) {
	r := w.rand(streamSalesReps, 0)
	for n := range salesReps {
		s.Add(&salesRepTable, salesRep(n), w.home.Family(r), territory(n))
	}
}
