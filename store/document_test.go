package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/dictionary"
	"tandem/expr"
	"tandem/store"
)

var invoices = tandem.Shape{Object: "invoice", Fields: []string{"number", "total", "date", "paid_at", "lines"}, LineFields: []string{"position", "code", "quantity"}}

func line(position int64, code string, quantity int64) tandem.Record {
	return tandem.Record{tandem.IntegerValue(position), text(code), tandem.DecimalValue(quantity, 2)}
}

func list(lines ...tandem.Record) tandem.Value {
	return tandem.ListValue(string(tandem.AppendLines(nil, 3, lines)))
}

func (f *fixture) writeInvoice(t *testing.T, op tandem.Op, id, version int64, values ...tandem.Value) *tandem.RecordWrite {
	t.Helper()
	batch := f.batch(tandem.Row{Write: tandem.RecordWrite{Op: op, ID: id, Version: version, Set: tandem.AllFields(len(values)), Values: values}})
	batch.Shape = &invoices
	check(t, f.Commit(t.Context(), batch))
	return &batch.Rows[0].Write
}

func TestLinesAreReplacedAsAWhole(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		date, paid := tandem.DateValue(20_000), tandem.InstantValue(1_700_000_000_123_456)
		total := tandem.DecimalValue(-1234567, 3)
		f.writeInvoice(t, tandem.Create, 1, 0, text("I1"), total, date, paid, list(line(1, "A", 100), line(2, "B", 25)))
		f.writeInvoice(t, tandem.Create, 2, 0, text("I2"), total, date, paid, tandem.NullValue())

		read := func(id int64) tandem.Record {
			t.Helper()
			var rows tandem.Rows
			check(t, s.Get(ctx, f.account, &invoices, id, &rows))
			return rows.Row(0)
		}
		want := tandem.Record{text("I1"), total, date, paid, list(line(1, "A", 100), line(2, "B", 25))}
		if diff := cmp.Diff(want, read(1), equalValues()); diff != "" {
			t.Error(diff)
		}
		if got := read(2)[4]; got != list() {
			t.Errorf("a document without lines reads as %v", got)
		}

		same := f.writeInvoice(t, tandem.Update, 1, 1, text("I1"), total, date, paid, list(line(1, "A", 100), line(2, "B", 25)))
		if same.NewVersion != 1 {
			t.Errorf("the same lines made version %d", same.NewVersion)
		}
		f.writeInvoice(t, tandem.Update, 1, 1, text("I1"), total, date, paid, list(line(2, "B", 30)))
		if got := read(1)[4]; got != list(line(2, "B", 30)) {
			t.Error("the lines were not replaced")
		}
		history, err := s.History(ctx, f.account, "invoice", 1, 10)
		check(t, err)
		change := history[0].Fields[0]
		before, err := change.Before.Lines()
		check(t, err)
		after, err := change.After.Lines()
		check(t, err)
		// In the log a line has all fields of the dictionary: position, product, code, ...
		if change.Field != "lines" || len(before) != 2 || len(after) != 1 || after[0][2] != text("B") || !after[0][1].IsNull() {
			t.Errorf("the change is %+v", change)
		}

		batch := f.batch(remove(1, 2))
		batch.Shape = &invoices
		check(t, s.Commit(ctx, batch))
		f.writeInvoice(t, tandem.Create, 1, 0, text("I1"), total, date, paid, tandem.Value{})
		if got := read(1)[4]; got != list() {
			t.Error("lines outlived their document")
		}
	})
}

func TestCustomFields(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, other, ctx := setUp(t, s, "acme"), setUp(t, s, "other"), t.Context()
		add := func(object, name string, kind dictionary.Type) {
			t.Helper()
			check(t, s.AddCustomField(ctx, f.account, dictionary.CustomField{Object: object, Field: dictionary.Field{Name: name, Type: kind, Scale: 4}}))
		}
		add("customer", "margin", dictionary.Decimal)
		add("customer", "since", dictionary.Date)
		add("customer", "seen", dictionary.Instant)
		add("customer", "vip", dictionary.Bool)
		add("customer", "nick", dictionary.Text)
		add("invoice_line", "weight", dictionary.Decimal)

		shape := tandem.Shape{Object: "customer", Fields: []string{"name", "margin", "since", "seen", "vip", "nick"}}
		want := tandem.Record{
			text("Alfa"), tandem.DecimalValue(123456789012345678, 4), tandem.DateValue(-400_000), tandem.InstantValue(-5), tandem.BoolValue(true), text("\"a\\\n\x01ž"),
		}
		batch := f.batch(tandem.Row{Write: tandem.RecordWrite{Op: tandem.Create, ID: 1, Set: tandem.AllFields(6), Values: want}})
		batch.Shape = &shape
		check(t, s.Commit(ctx, batch))
		var rows tandem.Rows
		check(t, s.Get(ctx, f.account, &shape, 1, &rows))
		if diff := cmp.Diff(want, rows.Row(0), equalValues()); diff != "" {
			t.Error(diff)
		}

		// Setting one leaves the others alone.
		one := tandem.Shape{Object: "customer", Fields: []string{"vip"}}
		batch = f.batch(tandem.Row{Write: tandem.RecordWrite{Op: tandem.Update, ID: 1, Version: 1, Set: tandem.AllFields(1), Values: tandem.Record{tandem.NullValue()}}})
		batch.Shape = &one
		check(t, s.Commit(ctx, batch))
		check(t, s.Get(ctx, f.account, &shape, 1, &rows))
		if got := rows.Row(0); !got[4].IsNull() || got[1] != want[1] || got[5] != want[5] {
			t.Errorf("the record is %v", got)
		}
		for _, filter := range []expr.Filter{
			expr.Comparison{Field: "margin", Op: expr.Greater, Value: tandem.DecimalValue(12, 0)},
			expr.Comparison{Field: "since", Op: expr.Less, Value: tandem.DateValue(0)},
			expr.Comparison{Field: "seen", Op: expr.Equal, Value: tandem.InstantValue(-5)},
			expr.Comparison{Field: "vip", Op: expr.Equal, Value: tandem.NullValue()},
			expr.Comparison{Field: "nick", Op: expr.EndsWith, Value: text("Ž")},
		} {
			if n, err := s.Count(ctx, f.account, "customer", filter); err != nil || n != 1 {
				t.Errorf("%v finds %d, %v", filter, n, err)
			}
		}

		lines := tandem.Shape{Object: "invoice", Fields: []string{"lines"}, LineFields: []string{"position", "weight"}}
		weighed := tandem.ListValue(string(tandem.AppendLines(nil, 2, []tandem.Record{{tandem.IntegerValue(1), tandem.DecimalValue(25, 1)}})))
		batch = f.batch(tandem.Row{Write: tandem.RecordWrite{Op: tandem.Create, ID: 1, Set: tandem.AllFields(1), Values: tandem.Record{weighed}}})
		batch.Shape = &lines
		check(t, s.Commit(ctx, batch))
		check(t, s.Get(ctx, f.account, &lines, 1, &rows))
		if rows.Row(0)[0] != weighed {
			t.Error("the custom field of a line was lost")
		}

		if err := s.Records(ctx, other.account, &shape, []int64{1}, &rows); tandem.CodeOf(err) != tandem.Schema {
			t.Errorf("another account has the field too: %v", err)
		}
		if err := s.AddCustomField(ctx, f.account, dictionary.CustomField{Object: "customer", Field: dictionary.Field{Name: "name", Type: dictionary.Text}}); tandem.CodeOf(err) != tandem.Config {
			t.Errorf("a standard field could be added: %v", err)
		}
		err := s.AddCustomField(ctx, f.account, dictionary.CustomField{Object: "customer", Field: dictionary.Field{Name: "nick", Type: dictionary.Integer}})
		if tandem.CodeOf(err) != tandem.Config {
			t.Errorf("a field changed its type: %v", err)
		}
		check(t, s.RemoveCustomField(ctx, f.account, "customer", "nick"))
		if err := s.Records(ctx, f.account, &shape, []int64{1}, &rows); tandem.CodeOf(err) != tandem.Schema {
			t.Errorf("a removed field is still there: %v", err)
		}
		add("customer", "nick", dictionary.Integer)
		check(t, s.Get(ctx, f.account, &shape, 1, &rows))
		if got := rows.Row(0); !got[5].IsNull() || got[1] != want[1] || rows.Versions[0] != 2 {
			t.Errorf("with a new field of an old name the record is %v, version %d", got, rows.Versions[0])
		}
		if _, err := s.Count(ctx, f.account, "customer", expr.Comparison{Field: "nick", Op: expr.Greater, Value: tandem.IntegerValue(1)}); err != nil {
			t.Error(err)
		}
	})
}
