package m2m

import (
	"fmt"
	"time"

	"tandem/sim/internal/fake"
)

// Invoices and credit memos. Credit memos carry negative quantities and totals, so that everything adds up by itself.
var invoiceTable = Table{
	Name: "armast",
	Columns: []Column{
		char("fcinvoice", 20), char("fcustno", 6), char("fbcompany", 35), char("fcstatus", 1), char("finvtype", 1),
		char("fcsource", 1), date("finvdate"), date("fduedate"), decimal("fnamount"), decimal("ftaxamt"), decimal("ffreight"),
		char("fsono", 6), char("fpono", 20), char("fpaidref", 20), char("fccurid", 3), decimal("fcfactor"),
	},
	Indexes: []Index{unique("fcinvoice"), index("fcustno")},
}

var invoiceItemTable = Table{
	Name: "aritem",
	Columns: []Column{
		char("fcinvoice", 20), char("fitem", 6), char("fpartno", 25), varchar("fmdescript", 60), char("fmeasure", 3),
		decimal("fshipqty"), decimal("fprice"), decimal("ftotprice"), char("fsokey", 12), char("fcrmakey", 18),
	},
	Indexes: []Index{unique("fcinvoice", "fitem")},
}

// The states of payment, as popup ARMAST.FCSTATUS explains them.
const (
	InvoiceUnpaid = "U"
	InvoicePartly = "P"
	InvoicePaid   = "F"
)

// An Invoice or, with a negative amount, a credit memo.
type Invoice struct {
	Number, Status     string
	Type, Source       string
	Order, PO, Payment string
	Buyer              Buyer
	Date, Due          time.Time
	Net, Tax, Freight  Money
	Items              []InvoiceItem
}

// An InvoiceItem is what was delivered or, with a negative quantity, taken back.
type InvoiceItem struct {
	Part      Part
	Qty       Quantity
	Price     Money
	SourceKey string // of the release
	ReturnKey string // of the line of an RMA
}

// Total is what the customer has to pay.
func (v *Invoice) Total() Money { return v.Net + v.Tax + v.Freight }

// Invoice bills the releases that deliver says yes to and marks them as invoiced. It returns nil when none is left.
func (o *Order) Invoice(r *fake.Rand, home *fake.Country, date time.Time, n Numbers, deliver func(item, release int) bool) *Invoice {
	v := Invoice{
		Status: InvoiceUnpaid, Type: "N", Source: "I", Order: o.Number, PO: o.PO,
		Buyer: o.Buyer, Date: date, Due: days(date, termDays(o.Buyer.Term)),
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		for j := range l.Releases {
			rel := &l.Releases[j]
			if open := rel.Qty - rel.Invoiced; open > 0 && deliver(l.Item, j) {
				v.bill(InvoiceItem{Part: l.Part, Qty: open, Price: l.Price, SourceKey: sourceKey(o.Number, l.Item, j)})
				rel.Invoiced = rel.Qty
			}
		}
	}
	if len(v.Items) == 0 {
		return nil
	}
	v.Number = n.Next(InvoiceNumber)
	v.Tax = v.Net.perMille(o.Buyer.taxRate(home))
	if !fake.OneIn(r, 3) {
		v.Freight = Money(10_00 + r.IntN(110_00)).in(o.Buyer.Currency)
	}
	o.Changed = date
	return &v
}

// Everything is the choice of deliveries that leaves nothing open.
func Everything(_, _ int) bool { return true }

func (v *Invoice) bill(item InvoiceItem) {
	v.Items = append(v.Items, item)
	v.Net += item.Price * Money(item.Qty)
}

// Pay marks the invoice as paid in full.
func (v *Invoice) Pay(r *fake.Rand) {
	v.Status, v.Payment = InvoicePaid, PaymentReference(r)
}

// PaymentReference is what the bank statement says about a payment.
func PaymentReference(r *fake.Rand) string { return fmt.Sprintf("CK%06d", r.IntN(1_000_000)) }

// Write adds the invoice and its items.
func (v *Invoice) Write(s Sink) {
	b := &v.Buyer
	s.Add(&invoiceTable,
		v.Number, b.Number, b.Company, v.Status, v.Type,
		v.Source, v.Date, v.Due, v.Total(), v.Tax, v.Freight,
		v.Order, v.PO, v.Payment, b.Currency, rateOf(b.Currency),
	)
	for i, item := range v.Items {
		s.Add(&invoiceItemTable,
			v.Number, itemKey(i+1), item.Part.Number, item.Part.Text, item.Part.Unit,
			item.Qty, item.Price, item.Price*Money(item.Qty), item.SourceKey, item.ReturnKey,
		)
	}
}
