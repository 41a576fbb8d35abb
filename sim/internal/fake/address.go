package fake

import "strconv"

// An Address is where a company receives goods or letters.
type Address struct {
	Street, City, Region, Postal string
	Country                      *Country
}

// Address draws an address in the country.
func (c *Country) Address(r *Rand) Address {
	at := Pick(r, c.cities)
	return Address{
		Street:  c.street(r),
		City:    at.name,
		Region:  at.region,
		Postal:  digits(r, at.postal),
		Country: c,
	}
}

func (c *Country) street(r *Rand) string {
	name, number := Pick(r, c.streets), strconv.Itoa(1+r.IntN(240))
	if c.numberFirst {
		return number + " " + name
	}
	return name + " " + number
}
