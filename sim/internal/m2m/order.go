package m2m

import (
	"fmt"
	"time"

	"tandem/sim/internal/fake"
)

var orderTable = Table{
	Name: "somast",
	Columns: []Column{
		char("fsono", 6), char("fsorev", 2), char("fcustno", 6), char("fcustpono", 20), char("fstatus", 20),
		date("forderdate"), date("fduedate"), date("fackdate"), char("fsalescode", 7), char("fterm", 4),
		char("QuoteNumber", 6), char("ContractNu", 10), char("fccurid", 3), decimal("fcfactor"),
		date("CreatedDate"), date("ModifiedDate"),
	},
	Indexes: []Index{unique("fsono"), index("fcustno")},
}

var orderItemTable = Table{
	Name: "soitem",
	Columns: []Column{
		char("fsono", 6), char("finumber", 3), char("fenumber", 3), char("fpartno", 25), char("fpartrev", 3),
		varchar("fdesc", 60), char("fmeasure", 3), decimal("fquantity"), date("fduedate"),
	},
	Indexes: []Index{unique("fsono", "finumber")},
}

// Prices and delivered quantities live in the releases of a line.
var releaseTable = Table{
	Name: "sorels",
	Columns: []Column{
		char("fsono", 6), char("finumber", 3), char("frelease", 3), char("fpartno", 25), char("fshptoaddr", 4),
		date("fduedate"), decimal("forderqty"), decimal("finvqty"), decimal("funetprice"), decimal("fnetprice"),
	},
	Indexes: []Index{unique("fsono", "finumber", "frelease")},
}

// The states of documents, spelled as the ERP spells them.
const (
	StatusStarted   = "Started"
	StatusOpen      = "OPEN"
	StatusClosed    = "CLOSED"
	StatusCancelled = "CANCELLED"
	StatusOnHold    = "ON HOLD"
)

// An Order is what a customer bought.
type Order struct {
	Number, Status, PO string
	Quote              string // number of the quote it came from
	Buyer              Buyer
	Date, Due, Changed time.Time
	Lines              []OrderLine
}

// An OrderLine is delivered in one or more releases.
type OrderLine struct {
	Line
	Releases []Release
}

// A Release is one delivery of a line.
type Release struct {
	Qty, Invoiced Quantity
	Due           time.Time
}

// NewOrder draws an order of the day for the given lines; without any it draws those too.
func NewOrder(r *fake.Rand, b Buyer, lines []Line, date time.Time, n Numbers) Order {
	if len(lines) == 0 {
		lines = newLines(r, b)
	}
	o := Order{
		Number: n.Next(OrderNumber), Status: StatusOpen, PO: purchaseOrder(r),
		Buyer: b, Date: date, Due: days(date, 7+r.IntN(35)), Changed: date,
	}
	for _, l := range lines {
		o.Lines = append(o.Lines, OrderLine{Line: l, Releases: releases(r, l.Qty, o.Due)})
	}
	return o
}

// purchaseOrder is the customer's own number of the order, in whatever form that customer likes.
func purchaseOrder(r *fake.Rand) string {
	switch r.IntN(4) {
	case 0:
		return fmt.Sprintf("PO-%05d", r.IntN(100_000))
	case 1:
		return fmt.Sprintf("45%08d", r.IntN(100_000_000))
	case 2:
		return fmt.Sprintf("%04d/26", r.IntN(10_000))
	default:
		return ""
	}
}

// releases splits one line in ten into two deliveries.
func releases(r *fake.Rand, qty Quantity, due time.Time) []Release {
	if qty < 2 || !fake.OneIn(r, 10) {
		return []Release{{Qty: qty, Due: due}}
	}
	first := 1 + Quantity(r.Int64N(int64(qty)-1))
	return []Release{{Qty: first, Due: due}, {Qty: qty - first, Due: days(due, 14)}}
}

// Backlog is what is ordered and not invoiced, as long as the order is alive.
func (o *Order) Backlog() Money {
	if o.Status == StatusClosed || o.Status == StatusCancelled {
		return 0
	}
	var sum Money
	for _, l := range o.Lines {
		for _, rel := range l.Releases {
			sum += l.Price * Money(rel.Qty-rel.Invoiced)
		}
	}
	return sum
}

// sourceKey is how invoices and RMAs point at a release: order, line and release run together.
func sourceKey(order string, item, release int) string {
	return order + itemKey(item) + itemKey(release)
}

// Write adds the order, its lines and their releases.
func (o *Order) Write(s Sink) {
	b := &o.Buyer
	s.Add(&orderTable,
		o.Number, "00", b.Number, o.PO, o.Status,
		o.Date, o.Due, days(o.Date, 1), b.SalesRep, b.Term,
		o.Quote, "", b.Currency, rateOf(b.Currency),
		o.Date, o.Changed,
	)
	for _, l := range o.Lines {
		s.Add(&orderItemTable,
			o.Number, itemKey(l.Item), itemKey(l.Item), l.Part.Number, l.Part.Revision,
			l.Part.Text, l.Part.Unit, l.Qty, o.Due,
		)
		for i, rel := range l.Releases {
			s.Add(&releaseTable,
				o.Number, itemKey(l.Item), itemKey(i), l.Part.Number, b.ShipTo,
				rel.Due, rel.Qty, rel.Invoiced, l.Price, l.Price*Money(rel.Qty),
			)
		}
	}
}
