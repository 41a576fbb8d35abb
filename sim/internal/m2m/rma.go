package m2m

import (
	"fmt"
	"time"

	"tandem/sim/internal/fake"
)

// Return material authorizations: what customers send back.
var rmaTable = Table{
	Name: "syrmama",
	Columns: []Column{
		char("fcrmano", 25), char("fccustno", 6), char("fcompany", 35), char("fcsono", 6), char("fcstatus", 20),
		date("fdenterdate"), date("fdincidate"), char("finqno", 10), memo("fnotes"),
	},
	Indexes: []Index{unique("fcrmano"), index("fccustno")},
}

var rmaItemTable = Table{
	Name: "syrmaitm",
	Columns: []Column{
		char("fcrmano", 25), char("finumber", 3), char("fenumber", 3), char("fcpartno", 25), decimal("fnqty"),
		decimal("fnqtyrecd"), decimal("funitprice"), decimal("fnitotalcr"), char("freason", 2), char("fcsokey", 12),
	},
	Indexes: []Index{unique("fcrmano", "finumber")},
}

type reason struct{ code, text, note string }

var reasons = []reason{
	{"DM", "Damaged in transit", "Box crushed, carrier informed."},
	{"WR", "Wrong part shipped", "Customer ordered another size."},
	{"DF", "Defective", "Leaks after 8 h of use – see photos."},
	{"EX", "Excess quantity", ""},
}

func reasonPairs() []string {
	var pairs []string
	for _, x := range reasons {
		pairs = append(pairs, x.code, x.text)
	}
	return pairs
}

// An RMA takes back part of an invoice.
type RMA struct {
	Number, Status    string
	Buyer             Buyer
	Order             string
	Entered, Incident time.Time
	Notes             string
	Items             []RMAItem
}

// An RMAItem is the return of one invoiced item.
type RMAItem struct {
	Part          Part
	Qty, Received Quantity
	Price, Credit Money
	Reason        string
	SourceKey     string
}

// NewRMA draws an open return of the invoice's first item.
func NewRMA(r *fake.Rand, v *Invoice, entered time.Time, n Numbers) RMA {
	item, why := v.Items[0], fake.Pick(r, reasons)
	return RMA{
		Number: n.Next(RMANumber), Status: StatusOpen, Buyer: v.Buyer, Order: v.Order,
		Entered: entered, Incident: days(entered, -r.IntN(4)), Notes: why.note,
		Items: []RMAItem{{
			Part: item.Part, Qty: 1 + Quantity(r.Int64N(int64(min(item.Qty, 5)))), Price: item.Price,
			Reason: why.code, SourceKey: item.SourceKey,
		}},
	}
}

// Credit receives everything, closes the RMA and returns the credit memo.
func (m *RMA) Credit(r *fake.Rand, home *fake.Country, date time.Time, n Numbers) Invoice {
	m.Status = StatusClosed
	v := Invoice{
		Number: n.Next(InvoiceNumber), Type: "C", Source: "R", Order: m.Order,
		Buyer: m.Buyer, Date: date, Due: date,
	}
	for i := range m.Items {
		item := &m.Items[i]
		item.Received, item.Credit = item.Qty, item.Price*Money(item.Qty)
		v.bill(InvoiceItem{
			Part: item.Part, Qty: -item.Qty, Price: item.Price, SourceKey: item.SourceKey,
			ReturnKey: fmt.Sprintf("%-15s%s", m.Number, itemKey(i+1)),
		})
	}
	v.Tax = v.Net.perMille(m.Buyer.taxRate(home))
	v.Pay(r)
	return v
}

// Write adds the RMA and its items.
func (m *RMA) Write(s Sink) {
	s.Add(&rmaTable,
		m.Number, m.Buyer.Number, m.Buyer.Company, m.Order, m.Status,
		m.Entered, m.Incident, "", m.Notes,
	)
	for i, item := range m.Items {
		s.Add(&rmaItemTable,
			m.Number, itemKey(i+1), itemKey(i+1), item.Part.Number, item.Qty,
			item.Received, item.Price, item.Credit, item.Reason, item.SourceKey,
		)
	}
}
