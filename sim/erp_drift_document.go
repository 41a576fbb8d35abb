package sim

import (
	"database/sql"
	"fmt"
	"strconv"

	"tandem/sim/internal/m2m"
)

// buyer reads a random customer for a document.
func (c *clerk) buyer(condition string) (m2m.Buyer, bool) {
	var b m2m.Buyer
	ok := c.pick("slcdpm", "t.fcustno, t.fcompany, t.fcountry, t.fcurrency, t.fterm, t.fsalespn, t.fcshipto", condition,
		trim(&b.Number), trim(&b.Company), trim(&b.Country), trim(&b.Currency), trim(&b.Term), trim(&b.SalesRep), trim(&b.ShipTo))
	return b, ok
}

func (c *clerk) newQuote() *Event {
	b, ok := c.buyer("1 = 1")
	if !ok {
		return nil
	}
	q := m2m.NewQuote(c.r, b, c.today(), c)
	q.Write(c)
	return &Event{Action: Inserted, Table: "qtmast", Key: q.Number}
}

func (c *clerk) newOrder() *Event {
	b, ok := c.buyer("t.ftype = '" + m2m.TypeCustomer + "'")
	if !ok {
		return nil
	}
	o := m2m.NewOrder(c.r, b, nil, c.today(), c)
	o.Status = m2m.StatusStarted
	o.Write(c)
	c.addTotals(b.Number, m2m.Totals{Backlog: o.Backlog()})
	return &Event{Action: Inserted, Table: "somast", Key: o.Number}
}

// changeOrderStatus releases an order that was started or held, or holds an open one.
func (c *clerk) changeOrderStatus() *Event {
	var id int64
	var number, status string
	if !c.pick("somast", "t.identity_column, t.fsono, t.fstatus",
		fmt.Sprintf("t.fstatus IN ('%s', '%s', '%s')", m2m.StatusStarted, m2m.StatusOpen, m2m.StatusOnHold),
		&id, trim(&number), trim(&status)) {
		return nil
	}
	next := m2m.StatusOpen
	if status == m2m.StatusOpen {
		next = m2m.StatusOnHold
	}
	return c.edited("somast", id, number, []Change{{"fstatus", status, next}})
}

// changeQuantity adds pieces to the first release of a line of which nothing is invoiced yet.
func (c *clerk) changeQuantity() *Event {
	var order, customer string
	if !c.pick("somast", "t.fsono, t.fcustno", "t.fstatus = '"+m2m.StatusOpen+"'", trim(&order), trim(&customer)) {
		return nil
	}
	var item, release string
	var qty m2m.Quantity
	var price m2m.Money
	if !c.find(`SELECT r.finumber, r.frelease, r.funetprice, i.fquantity
		FROM sorels r JOIN soitem i ON i.fsono = r.fsono AND i.finumber = r.finumber
		WHERE r.fsono = ? AND r.finvqty = 0 ORDER BY r.finumber, r.frelease LIMIT 1`,
		[]any{order}, trim(&item), trim(&release), &price, &qty) {
		return nil
	}
	more := m2m.Quantity(1 + c.r.IntN(5))
	c.exec("UPDATE soitem SET fquantity = fquantity + ? WHERE fsono = ? AND finumber = ?", more, order, item)
	c.exec(`UPDATE sorels SET forderqty = forderqty + ?, fnetprice = round(fnetprice + ?, 2)
		WHERE fsono = ? AND finumber = ? AND frelease = ?`, more, price*m2m.Money(more), order, item, release)
	c.exec(`UPDATE somast SET "ModifiedDate" = ? WHERE fsono = ?`, c.now, order)
	c.addTotals(customer, m2m.Totals{Backlog: price * m2m.Money(more)})
	return &Event{Action: Updated, Table: "soitem", Key: order + " " + item, Changes: []Change{
		{"fquantity", strconv.FormatInt(int64(qty), 10), strconv.FormatInt(int64(qty+more), 10)},
	}}
}

// closeOrder invoices what is left of an open order.
func (c *clerk) closeOrder() *Event {
	var id int64
	o := m2m.Order{Status: m2m.StatusOpen}
	if !c.pick("somast", "t.identity_column, t.fsono, t.fcustno, t.fcustpono, t.fccurid, t.fterm", "t.fstatus = '"+m2m.StatusOpen+"'",
		&id, trim(&o.Number), trim(&o.Buyer.Number), trim(&o.PO), trim(&o.Buyer.Currency), trim(&o.Buyer.Term)) {
		return nil
	}
	c.find("SELECT fcompany, fcountry FROM slcdpm WHERE fcustno = ?", []any{o.Buyer.Number},
		trim(&o.Buyer.Company), trim(&o.Buyer.Country))
	o.Lines = c.orderLines(o.Number)
	totals := m2m.Totals{Backlog: -o.Backlog()}
	if v := o.Invoice(c.r, c.home, c.today(), c, m2m.Everything); v != nil {
		v.Write(c)
		totals.YearToDate = v.Net
	}
	c.exec("UPDATE sorels SET finvqty = forderqty WHERE fsono = ? AND finvqty <> forderqty", o.Number)
	c.addTotals(o.Buyer.Number, totals)
	return c.edited("somast", id, o.Number, []Change{{"fstatus", m2m.StatusOpen, m2m.StatusClosed}})
}

// orderLines reads the lines of an order with their releases.
func (c *clerk) orderLines(order string) []m2m.OrderLine {
	if c.err != nil {
		return nil
	}
	rows, err := c.tx.QueryContext(c.ctx, rebind(c.dialect, `
		SELECT i.finumber, i.fpartno, i.fdesc, i.fmeasure, r.funetprice, r.forderqty, r.finvqty
		FROM soitem i JOIN sorels r ON r.fsono = i.fsono AND r.finumber = i.finumber
		WHERE i.fsono = ? ORDER BY i.finumber, r.frelease`), order)
	if err != nil {
		c.fail(err)
		return nil
	}
	defer rows.Close()
	var lines []m2m.OrderLine
	for rows.Next() {
		lines = c.scanRelease(rows, lines)
	}
	c.fail(rows.Err())
	return lines
}

// scanRelease appends the release to the last line, or to a new one.
func (c *clerk) scanRelease(rows *sql.Rows, lines []m2m.OrderLine) []m2m.OrderLine {
	var item string
	var l m2m.OrderLine
	var rel m2m.Release
	if err := rows.Scan(trim(&item), trim(&l.Part.Number), trim(&l.Part.Text), trim(&l.Part.Unit),
		&l.Price, &rel.Qty, &rel.Invoiced); err != nil {
		c.fail(err)
		return lines
	}
	n, err := strconv.Atoi(item)
	if err != nil {
		n = len(lines) + 1 // a line that somebody else wrote, numbered in some other way
	}
	l.Item = n
	if last := len(lines) - 1; last >= 0 && lines[last].Item == l.Item {
		lines[last].Releases = append(lines[last].Releases, rel)
		return lines
	}
	l.Releases = []m2m.Release{rel}
	return append(lines, l)
}

func (c *clerk) payInvoice() *Event {
	var id int64
	var number, payment string
	if !c.pick("armast", "t.identity_column, t.fcinvoice, t.fpaidref", "t.fcstatus = '"+m2m.InvoiceUnpaid+"'",
		&id, trim(&number), trim(&payment)) {
		return nil
	}
	return c.edited("armast", id, number, []Change{
		{"fcstatus", m2m.InvoiceUnpaid, m2m.InvoicePaid}, {"fpaidref", payment, m2m.PaymentReference(c.r)},
	})
}
