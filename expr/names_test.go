package expr

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	for source, want := range map[string][]string{
		`name + " of the segment"`:                            {"name"},
		`sum(lines, .net ?? (#.quantity * .price))`:           {"lines", "net", "price", "quantity"},
		`lines[0].code`:                                       {"code", "lines"},
		`$env["Customer No."] == old.status`:                  {"$env", "Customer No.", "old", "status"},
		`let a = city; upper(a) contains "x" and not (b > 1)`: {"a", "b", "city", "upper"},
	} {
		if got, err := Names(source); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, %v; want %q", source, got, err, want)
		}
	}
	if _, err := Names("name +"); err == nil {
		t.Error("half an expression has names")
	}
}
