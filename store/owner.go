package store

import (
	"tandem"
)

// owner says whose a record is: the customer, and the case where it belongs to one.
type owner struct{ customer, fromCase int64 }

// The objects and fields that lead from a record to its customer.
const (
	customerObject = "customer"
	caseObject     = "case"
)

// hasOwner reports whether records of a table point at their customer or case.
func hasOwner(t *table) bool {
	_, customer := t.column(customerObject)
	_, inCase := t.column(caseObject)
	return customer || inCase
}

// owners finds out whose records are, and remembers the cases it looked up.
type owners struct {
	*recordWriter

	customers map[int64]int64 // by case
}

func newOwners(w *recordWriter) *owners {
	return &owners{recordWriter: w, customers: map[int64]int64{}}
}

// of returns the owner of a record after a deed; after it was deleted, the one it had.
func (o *owners) of(deed *tandem.Deed, id int64) (owner, error) {
	if deed.Object == customerObject {
		return owner{customer: id}, nil
	}
	get := deed.After
	if deed.Op == tandem.Delete {
		get = deed.Before
	}
	found := owner{customer: get(customerObject).Int(), fromCase: get(caseObject).Int()}
	if deed.Object == caseObject {
		found.fromCase = id
		return found, nil
	}
	if found.customer != 0 || found.fromCase == 0 {
		return found, nil
	}
	var err error
	found.customer, err = o.customerOf(found.fromCase)
	return found, err
}

// customerOf is the customer of a case, also of one that was just deleted.
func (o *owners) customerOf(id int64) (int64, error) {
	if customer, ok := o.customers[id]; ok {
		return customer, nil
	}
	customer := int64(0)
	found, err := one(o.ctx, o.tx, `select customer from "case" where account = $1 and id = $2`, []any{o.batch.Account, id}, func(r row) { customer = r.int() })
	if err == nil && !found {
		customer, err = o.lastCustomerOf(id)
	}
	o.customers[id] = customer
	return customer, err
}

// lastCustomerOf reads in the log whose a deleted case was.
func (o *owners) lastCustomerOf(id int64) (customer int64, err error) {
	fields := ""
	_, err = one(o.ctx, o.tx, `select fields from change where account = $1 and object = $2 and record = $3 and op = $4 order by seq desc limit 1`,
		[]any{o.batch.Account, caseObject, id, int64(tandem.Delete)}, func(r row) { fields = r.text() })
	if err != nil {
		return 0, err
	}
	changes, err := decodeFieldChanges(fields, nil)
	for i := range changes {
		if changes[i].Field == customerObject {
			return changes[i].Before.Int(), err
		}
	}
	return 0, err
}
