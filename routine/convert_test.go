package routine_test

import (
	"testing"

	"tandem"
	"tandem/dictionary"
)

// lines is two lines of a document, as its dictionary has them.
func (p *place) lines(document string) tandem.Value {
	p.Helper()
	dict, err := p.store.Dictionary(p.Context(), p.caller.Account.ID)
	p.check(err)
	o, _ := dict.Object(document)
	var list []tandem.Record
	for i, code := range []string{"A1", "B2"} {
		line := make(tandem.Record, len(o.Lines.Fields))
		for j := range o.Lines.Fields {
			switch line[j] = tandem.NullValue(); o.Lines.Fields[j].Name {
			case "position":
				line[j] = tandem.IntegerValue(int64(i + 1))
			case "code":
				line[j] = tandem.TextValue(code)
			case "quantity":
				line[j] = tandem.DecimalValue(25, 1)
			}
		}
		list = append(list, line)
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, len(o.Lines.Fields), list)))
}

// codes are the product codes of a document's lines.
func (p *place) codes(document string, id int64) (codes []string) {
	p.Helper()
	var rows tandem.Rows
	shape := &tandem.Shape{Object: document, Fields: []string{"lines"}, LineFields: []string{"code", "quantity"}}
	p.check(p.store.Records(p.Context(), p.caller.Account.ID, shape, []int64{id}, &rows))
	list, err := rows.Row(0)[0].Lines()
	p.check(err)
	for _, line := range list {
		codes = append(codes, line[0].Text()+"/"+line[1].String())
	}
	return codes
}

func TestQuoteToOrderToInvoice(t *testing.T) {
	everywhere(t, func(p *place) {
		account := p.caller.Account.ID
		for _, object := range []string{"quote", "sales_order"} {
			p.check(p.store.AddCustomField(p.Context(), account, dictionary.CustomField{Object: object, Field: dictionary.Field{Name: "campaign", Type: dictionary.Text}}))
		}
		buyer := p.create("customer", "name", "Alfa", "payment_days", 14)
		quote := p.create("quote", "customer", buyer, "currency", "EUR", "total", "121.5", "reference", "PO 7", "campaign", "spring", "lines", p.lines("quote"))

		made := p.does("quote_to_order", "quote", quote, "requested_date", "2026-12-24")
		order := made["sales_order"].Int()
		for field, want := range map[string]string{
			"customer": tandem.IntegerValue(buyer).String(), "quote": tandem.IntegerValue(quote).String(), "status": "open", "date": "2026-11-29",
			"requested_date": "2026-12-24", "currency": "EUR", "total": "121.5", "reference": "PO 7", "campaign": "spring",
		} {
			p.wants("sales_order", order, field, want)
		}
		p.wants("quote", quote, "status", "closed")
		if codes := p.codes("sales_order", order); len(codes) != 2 || codes[0] != "A1/2.5" || codes[1] != "B2/2.5" {
			p.Errorf("the order's lines are %v", codes)
		}
		if again := p.does("quote_to_order", "quote", quote); again["changed"].Bool() || again["sales_order"].Int() != order {
			p.Errorf("converting again: %v", again)
		}

		billed := p.does("sales_order_to_invoice", "sales_order", order, "date", "2026-11-30")
		invoice := billed["invoice"].Int()
		p.wants("invoice", invoice, "due_date", "2026-12-14")
		p.wants("invoice", invoice, "kind", "invoice")
		p.wants("sales_order", order, "status", "closed")
		if codes := p.codes("invoice", invoice); len(codes) != 2 {
			p.Errorf("the invoice's lines are %v", codes)
		}

		hold := p.create("customer", "name", "Beta", "status", "hold")
		p.refuses(tandem.Invalid, "quote_to_order", "quote", p.create("quote", "customer", hold))
		p.refuses(tandem.Invalid, "quote_to_order", "quote", p.create("quote", "customer", buyer, "status", "declined"))
	})
}
