package sim

import (
	"strings"

	"tandem/sim/internal/fake"
	"tandem/sim/internal/m2m"
)

// company reads a random customer as far as it is needed to make up people and addresses for it.
func (c *clerk) company() (number string, firm fake.Company, ok bool) {
	var email, country string
	if !c.pick("slcdpm", "t.fcustno, t.fcompany, t.fcemail, t.fcountry", "1 = 1",
		trim(&number), trim(&firm.Name), trim(&email), trim(&country)) {
		return "", fake.Company{}, false
	}
	firm.Address.Country = c.countryNamed(country)
	firm.Domain = fake.Slug(firm.Name) + ".example"
	if _, domain, found := strings.Cut(email, "@"); found {
		firm.Domain = domain
	}
	return number, firm, true
}

func (c *clerk) newContact() *Event {
	customer, firm, ok := c.company()
	if !ok {
		return nil
	}
	contact := m2m.NewContact(c.r, &firm, c.now)
	number := c.Next(m2m.ContactNumber)
	contact.Write(c, m2m.OwnedByCustomer, customer, number)
	return &Event{Action: Inserted, Table: "syphon", Key: customer + " " + number}
}

func (c *clerk) editContact() *Event {
	var id int64
	var customer, number, country, title, phone, mobile string
	if !c.pick("syphon", `t.identity_column, t.fcsourceid, t."Number", t.fccountry, t.fctitle, t."PhoneWork", t."PhoneMobile"`,
		"t.fcs_alias = '"+m2m.OwnedByCustomer+"'",
		&id, trim(&customer), trim(&number), trim(&country), trim(&title), trim(&phone), trim(&mobile)) {
		return nil
	}
	c.find("SELECT fcountry FROM slcdpm WHERE fcustno = ?", []any{customer}, trim(&country))
	land := c.countryNamed(country)
	changes := []Change{{"PhoneWork", phone, land.Phone(c.r)}}
	switch c.r.IntN(3) {
	case 0:
		changes = []Change{{"PhoneMobile", mobile, land.Mobile(c.r)}}
	case 1:
		changes = []Change{{"fctitle", title, land.Title(c.r)}}
	}
	return c.edited("syphon", id, customer+" "+number, changes)
}

// deleteContact removes somebody who is not the customer's first contact, because the customer's own row names that one.
func (c *clerk) deleteContact() *Event {
	var id int64
	var customer, number string
	if !c.pick("syphon", `t.identity_column, t.fcsourceid, t."Number"`,
		"t.fcs_alias = '"+m2m.OwnedByCustomer+`' AND NOT t."IsPrimary"`, &id, trim(&customer), trim(&number)) {
		return nil
	}
	c.exec("DELETE FROM syphon WHERE identity_column = ?", id)
	return &Event{Action: Deleted, Table: "syphon", Key: customer + " " + number}
}
