package m2m

import (
	"testing"
	"time"
	"unicode/utf8"
)

// heap is a sink that keeps all rows.
type heap struct {
	t    *testing.T
	rows map[string][][]any
}

func (h *heap) Add(table *Table, values ...any) {
	h.rows[table.Name] = append(h.rows[table.Name], values)
}
func (h *heap) Stopped() bool { return false }

func fill(t *testing.T, company, customers int, seed uint64) map[string][][]any {
	t.Helper()
	w, err := NewWorld(company, customers, seed)
	if err != nil {
		t.Fatal(err)
	}
	h := &heap{t: t, rows: map[string][][]any{}}
	w.Write(h)
	return h.rows
}

// Every value has the type of its column and fits into it.
func TestRowsFitTheirTables(t *testing.T) {
	rows := fill(t, 1, 3000, 1)
	for _, table := range Tables() {
		if len(rows[table.Name]) == 0 {
			t.Errorf("%s is empty", table.Name)
		}
		for _, row := range rows[table.Name] {
			if len(row) != len(table.Columns) {
				t.Fatalf("%s: %d values for %d columns", table.Name, len(row), len(table.Columns))
			}
			for i, c := range table.Columns {
				if !fits(c, row[i]) {
					t.Fatalf("%s.%s: %T %q does not fit", table.Name, c.Name, row[i], row[i])
				}
			}
		}
	}
}

func fits(c Column, value any) bool {
	switch v := value.(type) {
	case string:
		return c.Kind == Memo || (c.Kind == Char || c.Kind == Varchar) && utf8.RuneCountInString(v) <= c.Size
	case int:
		return c.Kind == Integer
	case bool:
		return c.Kind == Flag
	case time.Time:
		return c.Kind == Date
	case Money, Quantity, Rate:
		return c.Kind == Decimal
	default:
		return false
	}
}

func TestIndexesNameColumns(t *testing.T) {
	for _, table := range Tables() {
		has := map[string]bool{}
		for _, c := range table.Columns {
			has[c.Name] = true
		}
		for _, i := range table.Indexes {
			for _, c := range i.Columns {
				if !has[c] {
					t.Errorf("%s has an index on %s, which it does not have", table.Name, c)
				}
			}
		}
	}
}

// The mixture is what the documentation says.
func TestProportions(t *testing.T) {
	const customers = 4000
	rows := fill(t, 1, customers, 7)
	for _, c := range []struct {
		table    string
		low, top float64 // rows per customer
	}{
		{"slcdpm", 1, 1}, {"syphon", 1.45, 1.6}, {"syaddr", 1.25, 1.4}, {"qtmast", 0.6, 1}, {"somast", 1.3, 1.6},
		{"soitem", 3.7, 5}, {"sorels", 4, 5.3}, {"armast", 1, 1.7}, {"aritem", 3, 5}, {"syrmama", 0.02, 0.06},
	} {
		if got := float64(len(rows[c.table])) / customers; got < c.low || got > c.top {
			t.Errorf("%s: %.3f rows per customer, want %.2f to %.2f", c.table, got, c.low, c.top)
		}
	}
}

func TestAnySize(t *testing.T) {
	for customers := range 60 {
		rows := fill(t, 3, customers, 9)
		if got := len(rows["slcdpm"]); got != customers {
			t.Errorf("%d customers, want %d", got, customers)
		}
	}
	for _, c := range []struct{ company, customers int }{{0, 1}, {100, 1}, {1, -1}, {1, MaxCustomers + 1}} {
		if _, err := NewWorld(c.company, c.customers, 1); err == nil {
			t.Errorf("company %d with %d customers was accepted", c.company, c.customers)
		}
	}
}

func TestFormatNumber(t *testing.T) {
	for n, want := range map[int]string{1: "000001", 999_999: "999999", 1_000_000: "A00000", 1_100_001: "B00001", MaxNumber: "Z99999"} {
		if got := FormatNumber(n); got != want {
			t.Errorf("FormatNumber(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		src  any
		want Money
	}{
		{float64(12.5), 1250}, {int64(3), 300}, {"12.50000", 1250}, {[]byte("-0.07000"), -7}, {"1.2345675e+06", 123456750},
	} {
		var m Money
		if err := m.Scan(c.src); err != nil || m != c.want {
			t.Errorf("Scan(%v) = %d, %v, want %d", c.src, m, err, c.want)
		}
	}
	var m Money
	if m.Scan(nil) == nil || m.Scan("abc") == nil {
		t.Error("nonsense was read as money")
	}
	if got := Money(-7).String(); got != "-0.07" {
		t.Errorf("got %s", got)
	}
	if got := Money(-1005).perMille(50); got != -50 {
		t.Errorf("got %d", got)
	}
}
