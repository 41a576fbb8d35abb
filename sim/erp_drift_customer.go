package sim

import (
	"tandem/sim/internal/fake"
	"tandem/sim/internal/m2m"
)

func (c *clerk) newCustomer() *Event {
	customer := m2m.NewCustomer(c.r, c.home, c.now)
	customer.Populate(c.r)
	customer.Number = c.Next(m2m.CustomerNumber)
	customer.Write(c, c)
	return &Event{Action: Inserted, Table: "slcdpm", Key: customer.Number}
}

func (c *clerk) changeCustomerPhone() *Event {
	var id int64
	var number, country, phone string
	if !c.pick("slcdpm", "t.identity_column, t.fcustno, t.fcountry, t.fphone", "1 = 1",
		&id, trim(&number), trim(&country), trim(&phone)) {
		return nil
	}
	return c.editCustomer(id, number, Change{"fphone", phone, c.countryNamed(country).Phone(c.r)})
}

// moveCustomer changes the address on the customer itself; the linked sold-to address stays behind, as clerks forget it.
func (c *clerk) moveCustomer() *Event {
	var id int64
	var number, country, street, city, state, zip string
	if !c.pick("slcdpm", "t.identity_column, t.fcustno, t.fcountry, t.fmstreet, t.fcity, t.fstate, t.fzip", "1 = 1",
		&id, trim(&number), trim(&country), trim(&street), trim(&city), trim(&state), trim(&zip)) {
		return nil
	}
	to := c.countryNamed(country).Address(c.r)
	return c.editCustomer(id, number,
		Change{"fmstreet", street, to.Street}, Change{"fcity", city, to.City},
		Change{"fstate", state, to.Region}, Change{"fzip", zip, to.Postal})
}

func (c *clerk) changeCreditStatus() *Event {
	var id int64
	var number, status string
	if !c.pick("slcdpm", "t.identity_column, t.fcustno, t.fcstatus", "1 = 1", &id, trim(&number), trim(&status)) {
		return nil
	}
	next := m2m.StatusHold
	if status == m2m.StatusHold {
		next = m2m.StatusGood
	}
	return c.editCustomer(id, number, Change{"fcstatus", status, next})
}

func (c *clerk) changeTerms() *Event {
	var id int64
	var number, term string
	if !c.pick("slcdpm", "t.identity_column, t.fcustno, t.fterm", "1 = 1", &id, trim(&number), trim(&term)) {
		return nil
	}
	return c.editCustomer(id, number, Change{"fterm", term, m2m.RandomTerms(c.r).Code})
}

// deleteCustomer removes one without documents, and its people and addresses with it.
func (c *clerk) deleteCustomer() *Event {
	var number string
	if !c.pick("slcdpm", "t.fcustno", `
		NOT EXISTS (SELECT 1 FROM qtmast d WHERE d.fcustno = t.fcustno) AND
		NOT EXISTS (SELECT 1 FROM somast d WHERE d.fcustno = t.fcustno) AND
		NOT EXISTS (SELECT 1 FROM armast d WHERE d.fcustno = t.fcustno) AND
		NOT EXISTS (SELECT 1 FROM syrmama d WHERE d.fccustno = t.fcustno)`, trim(&number)) {
		return nil
	}
	c.exec("DELETE FROM syphon WHERE fcs_alias = ? AND fcsourceid = ?", m2m.OwnedByCustomer, number)
	c.exec("DELETE FROM syaddr WHERE fcalias = ? AND fcaliaskey = ?", m2m.OwnedByCustomer, number)
	c.exec("DELETE FROM slcdpm WHERE fcustno = ?", number)
	return &Event{Action: Deleted, Table: "slcdpm", Key: number}
}

func (c *clerk) editCustomer(id int64, number string, changes ...Change) *Event {
	return c.edited("slcdpm", id, number, changes)
}

// edited writes the changes that are any, and says so; it returns nil when all values are what they were.
func (c *clerk) edited(table string, id int64, key string, changes []Change) *Event {
	var kept []Change
	for _, change := range changes {
		if change.Before != change.After {
			kept = append(kept, change)
		}
	}
	if len(kept) == 0 {
		return nil
	}
	c.edit(table, id, kept...)
	return &Event{Action: Updated, Table: table, Key: key, Changes: kept}
}

// countryNamed finds the country that somebody typed; where it is none we know, the ERP's own.
func (c *clerk) countryNamed(name string) *fake.Country {
	if land := fake.CountryNamed(name); land != nil {
		return land
	}
	return c.home
}
