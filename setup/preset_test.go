package setup_test

import (
	"os"
	"testing"

	"tandem/setup"
)

func TestParseM2M(t *testing.T) {
	text, err := os.ReadFile("../catalog/m2m.yaml")
	if err != nil {
		t.Fatal(err)
	}
	points, err := setup.ParsePoints("m2m.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range points {
		names = append(names, p.Name)
	}
	if len(points) != 7 {
		t.Errorf("M2M has %v", names)
	}
}
