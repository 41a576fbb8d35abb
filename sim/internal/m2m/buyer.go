package m2m

import "tandem/sim/internal/fake"

// A Buyer is the customer of a document.
type Buyer struct {
	Number, Company, Country, Currency, Term, SalesRep, ShipTo string
}

// Buyer is what documents need to know of the customer.
func (c *Customer) Buyer() Buyer {
	land := c.Company.Address.Country
	return Buyer{
		Number: c.Number, Company: c.Company.Name, Country: land.Name,
		Currency: land.Currency, Term: c.Terms.Code, SalesRep: c.SalesRep, ShipTo: c.shipTo(),
	}
}

// Home is the country of the ERP's own company: the first is American, the second German, all others Czech.
func Home(company int) *fake.Country {
	switch company {
	case 1:
		return fake.CountryNamed("USA")
	case 2:
		return fake.CountryNamed("Germany")
	default:
		return fake.CountryNamed("Czech Republic")
	}
}

// taxRate is what the seller must charge: its own country's tax at home, nothing abroad.
func (b *Buyer) taxRate(home *fake.Country) int {
	if b.Country == home.Name {
		return home.TaxRate
	}
	return 0
}
