package setup_test

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"tandem/catalog"
	"tandem/dictionary"
	"tandem/setup"
	"tandem/sim"
)

// Every name in the preset exists: in our dictionary and in the ERP's tables.
func TestM2MFitsBothSides(t *testing.T) {
	url := "sqlite://" + filepath.ToSlash(filepath.Join(t.TempDir(), "erp.db"))
	erp, err := sim.OpenERP(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(erp.Create(t.Context(), sim.Size{Customers: 1, Seed: 1}), erp.Close()); err != nil {
		t.Fatal(err)
	}
	file := &setup.File{
		Connections: []setup.Connection{{Name: "erp", Connector: "m2m", Settings: map[string]string{"url": url}}},
		Syncs:       []setup.Sync{{Name: "erp", Connection: "erp"}},
	}
	config := setup.New(setup.Options{
		Store: shelf{}, Sealer: envelope{}, Catalog: catalog.Types(),
		Dictionary: func(context.Context, int64) (*dictionary.Dictionary, error) { return dictionary.Standard(), nil },
	})
	if _, err := config.Apply(t.Context(), 1, file, setup.Terms{}); err != nil {
		t.Fatal(err)
	}
}

// The matrix of what may travel which way is a promise of the preset.
func TestM2MOperations(t *testing.T) {
	in := setup.Operations{Create: "in", Update: "in", Delete: "in"}
	want := map[string]setup.Operations{
		"customers": {Create: "both", Update: "in", Delete: "in"},
		"contacts":  {Create: "both", Update: "both", Delete: "both"},
		"addresses": in, "quotes": in, "orders": in, "invoices": in, "rmas": in,
	}
	m2m, ok := catalog.Find(catalog.Types(), "m2m")
	if !ok {
		t.Fatal("no m2m")
	}
	points, err := setup.ParsePoints("m2m.yaml", m2m.Preset)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]setup.Operations{}
	for _, p := range points {
		got[p.Name] = p.Operations
		if p.Cursor != "timestamp_column" {
			t.Errorf("%s reads changes by %q", p.Name, p.Cursor)
		}
		if documents := []string{"quotes", "orders", "invoices", "rmas"}; slices.Contains(documents, p.Name) != (p.Lines != nil) {
			t.Errorf("%s: lines %v", p.Name, p.Lines)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
