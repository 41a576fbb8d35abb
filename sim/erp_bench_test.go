package sim

import "testing"

// BenchmarkCreate fills an ERP of 20,000 customers; BenchmarkDrift makes single changes.
func BenchmarkCreate(b *testing.B) {
	for b.Loop() {
		e, err := OpenERP(b.Context(), "sqlite://"+b.TempDir()+"/erp.db")
		if err != nil {
			b.Fatal(err)
		}
		if err := e.Create(b.Context(), Size{Customers: 20_000, Seed: 1}); err != nil {
			b.Fatal(err)
		}
		counts, err := e.Counts(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		rows := int64(0)
		for _, c := range counts {
			rows += c.Rows
		}
		b.ReportMetric(float64(rows), "rows/op")
		_ = e.Close()
	}
}

func BenchmarkDrift(b *testing.B) {
	e, err := OpenERP(b.Context(), "sqlite://"+b.TempDir()+"/erp.db")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	if err := e.Create(b.Context(), Size{Customers: 2_000, Seed: 1}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := e.Drift(b.Context(), 1, 1); err != nil {
			b.Fatal(err)
		}
	}
}
