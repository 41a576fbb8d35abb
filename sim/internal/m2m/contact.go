package m2m

import (
	"time"

	"tandem/sim/internal/fake"
)

// People of any owner: customers' beside vendors', told apart by fcs_alias.
var contactTable = Table{
	Name: "syphon",
	Columns: []Column{
		char("fcs_alias", 10), char("fcsourceid", 10), char("Number", 6),
		char("fcfname", 15), char("fcontact", 30), char("fctitle", 30), varchar("fcemail", 60),
		char("PhoneWork", 20), char("PhoneMobile", 20), char("PhoneHome", 20), char("fcfax", 20),
		memo("Address"), char("City", 20), char("State", 20), char("PostalCode", 10), char("fccountry", 25),
		flag("IsPrimary"), flag("flEdited"), date("CreatedDate"), date("ModifiedDate"),
		varchar("fccrmcntct", 12), integer("fncrmmod"),
	},
	Indexes: []Index{unique("fcs_alias", "fcsourceid", "Number"), index("fccrmcntct")},
}

// The owners of contacts and addresses.
const (
	OwnedByCustomer = "SLCDPM"
	OwnedByVendor   = "APVEND"
)

// A Contact is a person at a customer or vendor.
type Contact struct {
	Person  fake.Person
	Fax     string
	Address fake.Address // the zero value where it is the company's
	Primary bool
	Created time.Time
}

// NewContact draws somebody who works at the company.
func NewContact(r *fake.Rand, company *fake.Company, created time.Time) Contact {
	c := Contact{Person: company.Person(r), Created: created}
	if fake.OneIn(r, 6) {
		c.Address = company.Address.Country.Address(r)
	}
	if fake.OneIn(r, 5) {
		c.Fax = company.Fax
	}
	return c
}

// Write adds the contact under its owner and number.
func (c *Contact) Write(s Sink, alias, owner, number string) {
	p, at := c.Person, c.Address
	s.Add(&contactTable,
		alias, owner, number,
		p.First, p.Last, p.Title, p.Email,
		p.Phone, p.Mobile, "", c.Fax,
		at.Street, at.City, at.Region, at.Postal, countryName(at),
		c.Primary, false, c.Created, c.Created,
		"", 0,
	)
}

func countryName(at fake.Address) string {
	if at.Country == nil {
		return ""
	}
	return at.Country.Name
}
