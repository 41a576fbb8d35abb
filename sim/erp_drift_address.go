package sim

import "tandem/sim/internal/m2m"

// newAddress gives a customer one more place for deliveries, under the next free key.
func (c *clerk) newAddress() *Event {
	customer, firm, ok := c.company()
	if !ok {
		return nil
	}
	var last string
	c.find("SELECT coalesce(max(fcaddrkey), '0') FROM syaddr WHERE fcalias = ? AND fcaliaskey = ?",
		[]any{m2m.OwnedByCustomer, customer}, trim(&last))
	n, ok := m2m.NextAddress(last)
	if !ok {
		return nil // somebody else's kind of key
	}
	address := m2m.NewShipTo(c.r, &firm, n, c.now)
	address.Write(c, m2m.OwnedByCustomer, customer)
	return &Event{Action: Inserted, Table: "syaddr", Key: customer + " " + address.Key}
}

func (c *clerk) editAddress() *Event {
	var id int64
	var customer, key, country, street, city, state, zip string
	if !c.pick("syaddr", "t.identity_column, t.fcaliaskey, t.fcaddrkey, t.fccountry, t.fmstreet, t.fccity, t.fcstate, t.fczip",
		"t.fcalias = '"+m2m.OwnedByCustomer+"'",
		&id, trim(&customer), trim(&key), trim(&country), trim(&street), trim(&city), trim(&state), trim(&zip)) {
		return nil
	}
	to := c.countryNamed(country).Address(c.r)
	return c.edited("syaddr", id, customer+" "+key, []Change{
		{"fmstreet", street, to.Street}, {"fccity", city, to.City}, {"fcstate", state, to.Region}, {"fczip", zip, to.Postal},
	})
}

// deleteAddress removes a ship-to address that neither its customer nor any delivery uses.
func (c *clerk) deleteAddress() *Event {
	var id int64
	var customer, key string
	if !c.pick("syaddr", "t.identity_column, t.fcaliaskey, t.fcaddrkey",
		"t.fcalias = '"+m2m.OwnedByCustomer+"' AND t.fcaddrtype = '"+m2m.ShipTo+`' AND
		NOT EXISTS (SELECT 1 FROM slcdpm s WHERE s.fcustno = t.fcaliaskey AND s.fcshipto = t.fcaddrkey) AND
		NOT EXISTS (SELECT 1 FROM somast o JOIN sorels r ON r.fsono = o.fsono
			WHERE o.fcustno = t.fcaliaskey AND r.fshptoaddr = t.fcaddrkey)`, &id, trim(&customer), trim(&key)) {
		return nil
	}
	c.exec("DELETE FROM syaddr WHERE identity_column = ?", id)
	return &Event{Action: Deleted, Table: "syaddr", Key: customer + " " + key}
}
