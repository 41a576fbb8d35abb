package fake

// A Person works for a company.
type Person struct {
	First, Last, Title   string
	Email, Phone, Mobile string
}

// Person draws somebody who works at the company.
func (c *Company) Person(r *Rand) Person {
	land := c.Address.Country
	p := Person{Title: Pick(r, land.titles)}
	p.First, p.Last = land.name(r)
	p.Email = mailbox(p.First, p.Last, c.Domain)
	if OneIn(r, 9) { // some are only reached through the switchboard
		p.Email = ""
	}
	p.Phone = land.Phone(r)
	if !OneIn(r, 3) {
		p.Mobile = land.Mobile(r)
	}
	return p
}

// mailbox is first.last at the domain, or f.last where that grows too long for common systems.
func mailbox(first, last, domain string) string {
	const limit = 60
	name, at := Slug(first), "."+Slug(last)+"@"+domain
	if len(name)+len(at) > limit {
		name = name[:1]
	}
	return name + at
}

// name draws a first and a last name that agree in gender.
func (c *Country) name(r *Rand) (first, last string) {
	if r.IntN(2) == 0 {
		return Pick(r, c.men), Pick(r, c.families)
	}
	families := c.daughter
	if families == nil {
		families = c.families
	}
	return Pick(r, c.women), Pick(r, families)
}

// Family draws a family name.
func (c *Country) Family(r *Rand) string { return Pick(r, c.families) }

// Title draws what somebody does for a living.
func (c *Country) Title(r *Rand) string { return Pick(r, c.titles) }
