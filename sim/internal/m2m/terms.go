package m2m

import "tandem/sim/internal/fake"

// Terms say when an invoice is due.
type Terms struct {
	Code, Text string
	Days       int
}

var termsList = []Terms{
	{"N30", "Net 30", 30}, {"N14", "Net 14", 14}, {"N45", "Net 45", 45}, {"N60", "Net 60", 60}, {"COD", "Cash on delivery", 0},
}

// RandomTerms draws terms; thirty days are the most common.
func RandomTerms(r *fake.Rand) Terms { return termsList[fake.Weighted(r, 10, 5, 3, 2, 1)] }

// termDays knows how long the terms give; unknown ones give thirty days.
func termDays(code string) int {
	for _, t := range termsList {
		if t.Code == code {
			return t.Days
		}
	}
	return 30
}

func termsPairs() []string {
	var pairs []string
	for _, t := range termsList {
		pairs = append(pairs, t.Code, t.Text)
	}
	return pairs
}
