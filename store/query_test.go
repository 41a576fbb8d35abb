package store_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tandem"
	"tandem/expr"
	"tandem/store"
)

// Whatever a decimal, a date or a text holds comes back as it was, and as SQL
// compares it so does Go.
func TestValuesSurvive(t *testing.T) {
	shape := tandem.Shape{Object: "invoice", Fields: []string{"number", "total", "date", "paid_at", "customer"}}
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		id := int64(0)
		rapid.Check(t, func(rt *rapid.T) {
			id++
			number := rapid.StringOf(rapid.RuneFrom([]rune("aZ0 'é\"\\\n\t%_\x01漢😀"))).Draw(rt, "number")
			coefficient := rapid.OneOf(rapid.Int64Range(1-1e18, 1e18-1), rapid.Int64Range(-1e6, 1e6), rapid.SampledFrom([]int64{0, 1e18 - 1, 1 - 1e18, 999_999_999_999_999, 1e15})).Draw(rt, "coefficient")
			want := tandem.Record{
				text(number),
				tandem.DecimalValue(coefficient, rapid.Uint8Range(0, 20).Draw(rt, "scale")),
				tandem.DateValue(rapid.Int64Range(-719_162, 2_932_896).Draw(rt, "day")),
				tandem.InstantValue(rapid.Int64Range(-719_162*86_400_000_000, 2_932_896*86_400_000_000).Draw(rt, "moment")),
				tandem.ReferenceValue(rapid.Int64().Draw(rt, "reference")),
			}
			batch := f.batch(tandem.Row{Write: tandem.RecordWrite{Op: tandem.Create, ID: id, Set: tandem.AllFields(5), Values: want}})
			batch.Shape, batch.Group = &shape, true
			if err := s.Commit(ctx, batch); err != nil {
				rt.Fatal(err)
			}
			var rows tandem.Rows
			if err := s.Get(ctx, f.account, &shape, id, &rows); err != nil {
				rt.Fatal(err)
			}
			if got := rows.Row(0); !slices.Equal(got, want) {
				rt.Fatalf("wrote %v, read %v", want, got)
			}
		})
	})
}

// A filter picks the same records in SQL as in Go.
func TestFilters(t *testing.T) {
	shape := tandem.Shape{Object: "customer", Fields: []string{"id", "name", "status", "payment_days", "credit_limit"}}
	names := []tandem.Value{text("Alfa"), text("alfa ŽIŽKA"), text("50 %_"), text(""), text("B"), text("a"), tandem.NullValue()}
	days := []tandem.Value{tandem.IntegerValue(0), tandem.IntegerValue(14), tandem.IntegerValue(-3), tandem.NullValue()}
	limits := []tandem.Value{tandem.DecimalValue(0, 0), tandem.DecimalValue(1005, 1), tandem.DecimalValue(-1, 4), tandem.DecimalValue(1e6, 0), tandem.NullValue()}
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		written := tandem.Shape{Object: "customer", Fields: shape.Fields[1:]}
		batch := f.batch()
		batch.Shape = &written
		for i := range int64(120) {
			batch.Rows = append(batch.Rows, tandem.Row{Write: tandem.RecordWrite{Op: tandem.Create, ID: i + 1, Set: tandem.AllFields(4), Values: tandem.Record{
				names[i%7], text([]string{"active", "hold"}[i%2]), days[i%4], limits[i%5],
			}}})
		}
		check(t, s.Commit(ctx, batch))
		var all tandem.Rows
		check(t, s.List(ctx, f.account, &shape, store.ListQuery{}, &all))
		if all.Len() != 120 {
			t.Fatalf("%d records", all.Len())
		}

		comparison := rapid.Custom(func(t *rapid.T) expr.Filter {
			anything := []expr.Operator{expr.Equal, expr.NotEqual}
			ordered := append(slices.Clone(anything), expr.Less, expr.LessEqual, expr.Greater, expr.GreaterEqual)
			texts := append(slices.Clone(ordered), expr.Contains, expr.StartsWith, expr.EndsWith)
			field := rapid.SampledFrom(shape.Fields[1:]).Draw(t, "field")
			values, ops := names, texts
			switch field {
			case "payment_days":
				values, ops = days, ordered
			case "credit_limit":
				values, ops = limits, ordered
			}
			v := rapid.SampledFrom(values).Draw(t, "value")
			if v.IsNull() {
				ops = anything
			}
			if !v.IsNull() && rapid.Bool().Draw(t, "in") {
				return expr.In{Field: field, Values: []tandem.Value{v, values[0]}}
			}
			return expr.Comparison{Field: field, Op: rapid.SampledFrom(ops).Draw(t, "op"), Value: v}
		})
		var filter *rapid.Generator[expr.Filter]
		filter = rapid.Custom(func(t *rapid.T) expr.Filter {
			parts := func() []expr.Filter {
				var list []expr.Filter
				for range rapid.IntRange(0, 3).Draw(t, "parts") {
					list = append(list, filter.Draw(t, "part"))
				}
				return list
			}
			switch rapid.IntRange(0, 5).Draw(t, "form") {
			case 0:
				return expr.And(parts())
			case 1:
				return expr.Or(parts())
			case 2:
				return expr.Not{Part: filter.Draw(t, "part")}
			default:
				return comparison.Draw(t, "comparison")
			}
		})
		rapid.Check(t, func(rt *rapid.T) {
			tree := filter.Draw(rt, "filter")
			var got tandem.Rows
			if err := s.List(ctx, f.account, &shape, store.ListQuery{Filter: tree}, &got); err != nil {
				rt.Fatal(err)
			}
			var want []int64
			for i, id := range all.IDs {
				record := all.Row(i)
				if expr.Match(tree, func(name string) tandem.Value { return record[slices.Index(shape.Fields, name)] }) {
					want = append(want, id)
				}
			}
			if !slices.Equal(got.IDs, want) {
				rt.Fatalf("SQL finds %v, Go %v", got.IDs, want)
			}
		})

		t.Run("pages", func(t *testing.T) { checkPages(t, f, &shape) })
	})
}

// checkPages reads a list page by page in every order: nothing is left out or comes twice.
func checkPages(t *testing.T, f *fixture, shape *tandem.Shape) {
	for _, order := range []string{"", "id", "name", "payment_days", "credit_limit"} {
		for _, desc := range []bool{false, true} {
			t.Run(fmt.Sprint(order, desc), func(t *testing.T) {
				seen := map[int64]bool{}
				query := store.ListQuery{Order: order, Desc: desc, Limit: 7}
				for {
					var page tandem.Rows
					check(t, f.List(t.Context(), f.account, shape, query, &page))
					if page.Len() == 0 {
						break
					}
					for i, id := range page.IDs {
						if seen[id] {
							t.Fatalf("%d comes twice", id)
						}
						seen[id] = true
						query.After = store.Position{ID: id}
						if at := slices.Index(shape.Fields, order); at >= 0 {
							query.After.Value = page.Row(i)[at].Clone()
						}
					}
				}
				if len(seen) != 120 {
					t.Errorf("%d of 120 records", len(seen))
				}
			})
		}
	}
}
