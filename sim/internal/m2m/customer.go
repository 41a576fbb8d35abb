package m2m

import (
	"time"

	"tandem/sim/internal/fake"
)

// The Account Master: customers and prospects.
var customerTable = Table{
	Name: "slcdpm",
	Columns: []Column{
		char("fcustno", 6), char("fcompany", 35), char("ftype", 1), char("fcstatus", 1),
		char("fcfname", 15), char("fcontact", 30), char("ContactNum", 6),
		memo("fmstreet"), char("fcity", 20), char("fstate", 20), char("fzip", 10), char("fcountry", 25),
		char("fphone", 20), char("ffax", 20), varchar("fcemail", 100), varchar("fURL", 100),
		char("fterm", 4), char("fcurrency", 3), char("ftaxcode", 15), decimal("fcrlimit"),
		char("fsalespn", 3), char("fterr", 10), date("fsince"), date("fcreated"),
		decimal("fytdsamt"), decimal("fbacklog"), char("fcshipto", 4), char("fcsoldto", 4),
		memo("fmnotes"), char("fchangeby", 25), date("fcngdate"), varchar("fccrmacct", 12), integer("fncrmmod"),
	},
	Indexes: []Index{unique("fcustno"), index("fccrmacct")},
}

// The types and the credit status of customers.
const (
	TypeCustomer = "C"
	TypeProspect = "P"
	StatusGood   = "G"
	StatusHold   = "H"
)

// A Customer is one row of the Account Master with everything it owns.
type Customer struct {
	Number       string
	Type, Status string
	Company      fake.Company
	Terms        Terms
	CreditLimit  Money
	SalesRep     string
	Territory    string
	ChangedBy    string
	Since        time.Time
	Contacts     []Contact
	Addresses    []LinkedAddress
	Totals       Totals
}

// Totals of a customer, in its own currency.
type Totals struct {
	YearToDate Money // net of all invoices and credit memos since YearStart
	Backlog    Money // ordered and not yet invoiced, in orders that are not closed
}

// NewCustomer draws a customer without people and further addresses; see Populate.
func NewCustomer(r *fake.Rand, home *fake.Country, since time.Time) Customer {
	rep := r.IntN(salesReps)
	c := Customer{
		Type:        TypeCustomer,
		Status:      StatusGood,
		Company:     fake.RandomCompany(r, fake.RandomCountry(r)),
		Terms:       RandomTerms(r),
		CreditLimit: Money(r.IntN(40)) * 2_500_00,
		SalesRep:    salesRep(rep),
		Territory:   territory(rep),
		ChangedBy:   home.Family(r),
		Since:       since,
	}
	if fake.OneIn(r, 8) {
		c.Type, c.CreditLimit = TypeProspect, 0
	}
	if fake.OneIn(r, 33) {
		c.Status = StatusHold
	}
	return c
}

// Populate draws the customer's people, about 1.5, and its addresses, about 1.3.
func (c *Customer) Populate(r *fake.Rand) {
	for n := range fake.Weighted(r, 5, 55, 27, 10, 3) {
		contact := NewContact(r, &c.Company, c.Since)
		contact.Primary = n == 0
		c.Contacts = append(c.Contacts, contact)
	}
	c.Addresses = append(c.Addresses, soldTo(&c.Company, c.Since))
	for n := range fake.Weighted(r, 76, 18, 6) {
		c.Addresses = append(c.Addresses, NewShipTo(r, &c.Company, n+2, c.Since))
	}
}

// Write adds the customer with its contacts and addresses.
func (c *Customer) Write(s Sink, n Numbers) {
	var first fake.Person
	var firstNumber string
	for i := range c.Contacts {
		number := n.Next(ContactNumber)
		if i == 0 {
			first, firstNumber = c.Contacts[i].Person, number
		}
		c.Contacts[i].Write(s, OwnedByCustomer, c.Number, number)
	}
	for i := range c.Addresses {
		c.Addresses[i].Write(s, OwnedByCustomer, c.Number)
	}
	firm, at := &c.Company, c.Company.Address
	s.Add(&customerTable,
		c.Number, firm.Name, c.Type, c.Status,
		first.First, first.Last, firstNumber,
		at.Street, at.City, at.Region, at.Postal, at.Country.Name,
		firm.Phone, firm.Fax, firm.Email, "https://www."+firm.Domain,
		c.Terms.Code, at.Country.Currency, firm.TaxCode, c.CreditLimit,
		c.SalesRep, c.Territory, c.Since, c.Since,
		c.Totals.YearToDate, c.Totals.Backlog, c.shipTo(), addressKey(1),
		c.notes(), c.ChangedBy, c.Since, "", 0,
	)
}

// shipTo is the key of the default ship-to address, blank where goods go to the company itself.
func (c *Customer) shipTo() string {
	for _, a := range c.Addresses {
		if a.Type == ShipTo {
			return a.Key
		}
	}
	return ""
}

// notes are several lines long for some: line ends and quotes are what careless exports trip over.
func (c *Customer) notes() string {
	switch {
	case c.Status == StatusHold:
		return "On hold: ask accounting before shipping.\r\nLast reminder unanswered."
	case len(c.Addresses) > 2:
		return "Ships to several sites; the \"default\" one is not always right."
	default:
		return ""
	}
}
