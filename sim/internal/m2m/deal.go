package m2m

import (
	"time"

	"tandem/sim/internal/fake"
)

// A Deal is one piece of business from the first question to the last return: the documents that belong together.
type Deal struct {
	Quote    *Quote
	Order    *Order
	Invoices []Invoice
	RMA      *RMA
}

// dealer draws the documents of one deal, as they stand today.
type dealer struct {
	r       *fake.Rand
	home    *fake.Country
	numbers Numbers
}

// deal draws a quote that led to nothing, a quote with its order, or an order alone. A prospect only gets a quote.
func (d *dealer) deal(c *Customer, date time.Time) Deal {
	var deal Deal
	kind := fake.Weighted(d.r, 15, 25, 60)
	if c.Type == TypeProspect {
		kind = 0
	}
	if kind < 2 {
		deal.Quote = d.quote(c, date)
	}
	if kind > 0 {
		deal.Order = d.order(c, deal.Quote, date)
		deal.Invoices = d.deliver(deal.Order)
		deal.RMA = d.returned(&deal)
	}
	return deal
}

func (d *dealer) quote(c *Customer, date time.Time) *Quote {
	q := NewQuote(d.r, c.Buyer(), date, d.numbers)
	if q.Expires.Before(Today()) {
		q.Status = StatusClosed
	}
	return &q
}

// order follows its quote by some days and keeps what was quoted.
func (d *dealer) order(c *Customer, q *Quote, date time.Time) *Order {
	if q == nil {
		o := NewOrder(d.r, c.Buyer(), nil, date, d.numbers)
		return &o
	}
	o := NewOrder(d.r, q.Buyer, q.Lines, earlier(days(date, d.r.IntN(20)), Today()), d.numbers)
	o.Quote = q.Number
	q.Order, q.Status = o.Number, StatusClosed
	return &o
}

// deliver moves the order to the state that fits its age, and bills what that implies.
func (d *dealer) deliver(o *Order) []Invoice {
	age := int(Today().Sub(o.Date).Hours() / 24)
	switch roll := d.r.IntN(100); {
	case roll < 4:
		o.Status = StatusCancelled
		return nil
	case roll < 7:
		o.Status = StatusOnHold
		return nil
	case age > 60 && roll < 93, age > 20 && roll < 50:
		return d.close(o)
	case age < 10 && roll < 40:
		o.Status = StatusStarted
		return nil
	case age > 15 && roll > 70 && len(o.Lines) > 1:
		return d.bill(nil, o, o.Due, func(item, _ int) bool { return item == 1 })
	default:
		return nil
	}
}

// close bills everything: first deliveries when they were due, later ones on their own invoice.
func (d *dealer) close(o *Order) []Invoice {
	invoices := d.bill(nil, o, o.Due, func(_, release int) bool { return release == 0 })
	invoices = d.bill(invoices, o, days(o.Due, 14), Everything)
	o.Status = StatusClosed
	return invoices
}

// bill appends the invoice of a delivery, if there is anything to deliver, and decides whether it was paid since.
func (d *dealer) bill(invoices []Invoice, o *Order, date time.Time, deliver func(item, release int) bool) []Invoice {
	v := o.Invoice(d.r, d.home, earlier(date, Today()), d.numbers, deliver)
	if v == nil {
		return invoices
	}
	switch roll := d.r.IntN(100); {
	case days(v.Due, 10).Before(Today()) && roll < 94, roll < 25:
		v.Pay(d.r)
	case roll > 97:
		v.Status = InvoicePartly
	}
	return append(invoices, *v)
}

// returned draws what the customer sends back of every thirtieth delivery; older returns are credited already.
func (d *dealer) returned(deal *Deal) *RMA {
	if len(deal.Invoices) == 0 || !fake.OneIn(d.r, 30) {
		return nil
	}
	v := &deal.Invoices[0]
	entered := days(v.Date, 5+d.r.IntN(20))
	if entered.After(Today()) {
		return nil
	}
	m := NewRMA(d.r, v, entered, d.numbers)
	if credited := days(entered, 10); credited.Before(Today()) && !fake.OneIn(d.r, 5) {
		deal.Invoices = append(deal.Invoices, m.Credit(d.r, d.home, credited, d.numbers))
	}
	return &m
}

// addTo adds the deal to the totals of its customer.
func (d *Deal) addTo(t *Totals) {
	if d.Order != nil {
		t.Backlog += d.Order.Backlog()
	}
	for _, v := range d.Invoices {
		if !v.Date.Before(YearStart()) {
			t.YearToDate += v.Net
		}
	}
}

// Write adds all documents of the deal.
func (d *Deal) Write(s Sink) {
	if d.Quote != nil {
		d.Quote.Write(s)
	}
	if d.Order != nil {
		d.Order.Write(s)
	}
	for i := range d.Invoices {
		d.Invoices[i].Write(s)
	}
	if d.RMA != nil {
		d.RMA.Write(s)
	}
}
