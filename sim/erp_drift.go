package sim

import (
	"context"
	"fmt"
	"time"

	"tandem/sim/internal/fake"
	"tandem/sim/internal/m2m"
)

// Drift lets the ERP's clerks make n changes, each in a transaction of its own, and returns those that are committed even
// when a later one fails. What they do follows from the seed, the number of changes so far and what is in the database:
// ten changes and ten more are the same as twenty. They leave no orphans and never delete a customer that has documents.
func (e *ERP) Drift(ctx context.Context, seed uint64, n int) ([]Event, error) {
	m, err := readMarker(ctx, e.db, e.dialect)
	if err != nil {
		return nil, err
	}
	if !m.filled {
		return nil, ErrNoERP
	}
	var events []Event
	for range n {
		event, err := e.driftOnce(ctx, seed, m.size.Company)
		if err != nil {
			return events, fmt.Errorf("drift: %w", err)
		}
		events = append(events, event)
	}
	return events, nil
}

func (e *ERP) driftOnce(ctx context.Context, seed uint64, company int) (Event, error) {
	tx, err := e.db.BeginTx(ctx, nil)
	if err != nil {
		return Event{}, err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it has nothing to say
	c := clerk{ctx: ctx, tx: tx, dialect: e.dialect, home: m2m.Home(company)}
	// First of all, so that clerks in several processes queue up here and never draw the same number.
	c.exec("UPDATE sim_erp SET drifted = drifted + 1")
	var number int64
	c.find("SELECT drifted FROM sim_erp", nil, &number)
	c.r, c.now = fake.NewRand(seed, uint64(number)), clockAt(number)
	event := c.work()
	event.Number, event.At = number, c.now
	if c.err != nil {
		return Event{}, c.err
	}
	return event, tx.Commit()
}

// clockAt is the ERP's time at its n-th change: a minute for each.
func clockAt(n int64) time.Time { return m2m.Today().Add(8*time.Hour + time.Duration(n)*time.Minute) }

// work picks a job that can be done and does it.
func (c *clerk) work() Event {
	jobs := []struct {
		weight int
		do     func() *Event // nil where there is nothing of that kind to do
	}{
		{10, c.newCustomer}, {9, c.newContact}, {4, c.newAddress}, {5, c.newQuote}, {12, c.newOrder},
		{11, c.changeCustomerPhone}, {6, c.moveCustomer}, {4, c.changeCreditStatus}, {4, c.changeTerms},
		{11, c.editContact}, {5, c.editAddress},
		{5, c.changeOrderStatus}, {4, c.changeQuantity}, {8, c.closeOrder}, {6, c.payInvoice},
		{2, c.deleteContact}, {1, c.deleteAddress}, {1, c.deleteCustomer},
	}
	weights := make([]int, len(jobs))
	for i, j := range jobs {
		weights[i] = j.weight
	}
	first := fake.Weighted(c.r, weights...)
	for i := range jobs {
		if event := jobs[(first+i)%len(jobs)].do(); event != nil {
			return *event
		}
	}
	return Event{} // only after a failure: otherwise a new customer can always be entered
}
