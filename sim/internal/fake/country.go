package fake

// A Country knows how its companies, people, streets and telephone numbers look.
type Country struct {
	Code     string // ISO 3166, two letters
	Name     string // as an English speaking clerk would type it
	Currency string
	TaxRate  int // usual sales tax, in tenths of a per cent

	share  int // how many of a hundred companies are from here
	taxID  func(*Rand) string
	domain string // what stands before the reserved ".example"

	men, women         []string
	families, daughter []string // daughter: women's family names where they differ
	titles             []string
	trades, forms      []string // what a company makes, and its legal form
	cities             []city
	streets            []string
	numberFirst        bool // "12 High Street" rather than "Hauptstraße 12"
	phones, mobiles    []string
}

// A city has a region and a pattern for its postal codes.
type city struct{ name, region, postal string }

// Countries returns every country this package knows, always in the same order.
func Countries() []*Country {
	return []*Country{&usa, &germany, &czechia, &brazil, &spain, &britain, &france, &poland, &slovakia, &austria, &greece}
}

// RandomCountry draws a country by its share.
func RandomCountry(r *Rand) *Country {
	all := Countries()
	roll := r.IntN(100)
	for _, c := range all {
		if roll < c.share {
			return c
		}
		roll -= c.share
	}
	return all[0]
}

// CountryNamed finds a country by its name; nil when it is none of ours.
func CountryNamed(name string) *Country {
	for _, c := range Countries() {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Phone draws a landline number as people here write it.
func (c *Country) Phone(r *Rand) string { return digits(r, Pick(r, c.phones)) }

// Mobile draws a mobile number as people here write it.
func (c *Country) Mobile(r *Rand) string { return digits(r, Pick(r, c.mobiles)) }

// TaxCode draws a tax number whose check digits are right. A few are typed with a blank after the country, as in life.
func (c *Country) TaxCode(r *Rand) string {
	code := c.taxID(r)
	if code[0] > '9' && OneIn(r, 20) {
		return code[:2] + " " + code[2:]
	}
	return code
}
