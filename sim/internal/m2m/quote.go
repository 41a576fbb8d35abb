package m2m

import (
	"fmt"
	"time"

	"tandem/sim/internal/fake"
)

var quoteTable = Table{
	Name: "qtmast",
	Columns: []Column{
		char("fquoteno", 6), char("frevno", 2), char("fcustno", 6), char("fstatus", 20), char("ftype", 1),
		date("fquotedate"), date("fdexpired"), char("fsalespn", 3), char("OpportunNum", 6),
		char("fccurid", 3), decimal("fcfactor"), date("CreatedDate"), date("ModifiedDate"),
	},
	Indexes: []Index{unique("fquoteno", "frevno"), index("fcustno")},
}

var quoteItemTable = Table{
	Name: "qtitem",
	Columns: []Column{
		char("fquoteno", 6), char("finumber", 3), char("fenumber", 3), char("fpartno", 25), char("fpartrev", 3),
		varchar("fdesc", 60), char("fmeasure", 3), decimal("festqty"), decimal("funetprice"), char("fsono", 6),
	},
	Indexes: []Index{unique("fquoteno", "finumber")},
}

const (
	quoteFirm   = "F"
	quoteBudget = "B"
)

// A Quote offers lines to a customer.
type Quote struct {
	Number, Status, Type string
	Buyer                Buyer
	Date, Expires        time.Time
	Lines                []Line
	Order                string // its order's number, blank while there is none
}

// A Line is so many pieces of a part at a price in the buyer's currency.
type Line struct {
	Item  int // counted from 1
	Part  Part
	Qty   Quantity
	Price Money
}

// NewQuote draws an open quote of the day.
func NewQuote(r *fake.Rand, b Buyer, date time.Time, n Numbers) Quote {
	q := Quote{
		Number: n.Next(QuoteNumber), Status: StatusOpen, Type: quoteFirm,
		Buyer: b, Date: date, Expires: days(date, 30), Lines: newLines(r, b),
	}
	if fake.OneIn(r, 5) {
		q.Type = quoteBudget
	}
	return q
}

// newLines draws what the buyer asks for: about three lines.
func newLines(r *fake.Rand, b Buyer) []Line {
	lines := make([]Line, 1+fake.Weighted(r, 20, 25, 22, 16, 10, 7))
	for i := range lines {
		p := randomPart(r)
		lines[i] = Line{Item: i + 1, Part: p, Qty: Quantity(1 + r.IntN(6)*r.IntN(9)), Price: p.Price.in(b.Currency)}
		if discount := 50 * fake.Weighted(r, 6, 2, 1, 1); discount > 0 {
			lines[i].Price -= lines[i].Price.perMille(discount)
		}
	}
	return lines
}

// itemKey is how the number of a line is stored.
func itemKey(n int) string { return fmt.Sprintf("%03d", n) }

// Write adds the quote and its lines.
func (q *Quote) Write(s Sink) {
	s.Add(&quoteTable,
		q.Number, "00", q.Buyer.Number, q.Status, q.Type,
		q.Date, q.Expires, q.Buyer.SalesRep, "",
		q.Buyer.Currency, rateOf(q.Buyer.Currency), q.Date, q.Date,
	)
	for _, l := range q.Lines {
		s.Add(&quoteItemTable,
			q.Number, itemKey(l.Item), itemKey(l.Item), l.Part.Number, l.Part.Revision,
			l.Part.Text, l.Part.Unit, l.Qty, l.Price, q.Order,
		)
	}
}
