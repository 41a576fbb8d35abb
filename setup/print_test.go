package setup_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tandem/setup"
)

func TestPrintIsReadBack(t *testing.T) {
	preset, err := os.ReadFile("../catalog/m2m.yaml")
	if err != nil {
		t.Fatal(err)
	}
	points, err := setup.ParsePoints("m2m.yaml", preset)
	if err != nil {
		t.Fatal(err)
	}
	f, err := setup.Parse("acme.yaml", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	f.Syncs[0].DataPoints = append(f.Syncs[0].DataPoints, points...)
	f.Connections[0].Settings["horrible"] = "a: \"b\" #c\n\t\u00e9\u2028 {x} & <y> 'z'"
	f.Connections[0].Settings["number"] = "007"
	f.Connections[0].Settings["off"] = "off"
	f.Connections[0].Settings["empty"] = ""

	var b strings.Builder
	if err := setup.Print(&b, f); err != nil {
		t.Fatal(err)
	}
	back, err := setup.Parse("printed.yaml", []byte(b.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	if diff := cmp.Diff(f, back, cmpopts.IgnoreTypes(setup.Places{})); diff != "" {
		t.Errorf("(-written +read back)\n%s\n%s", diff, b.String())
	}
	if os.Getenv("SHOW") != "" {
		t.Log(b.String())
	}
}
