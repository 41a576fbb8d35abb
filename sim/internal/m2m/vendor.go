package m2m

import "tandem/sim/internal/fake"

// The tables of vendors are not part of this stand-in, but their people and addresses share the tables of the customers',
// under numbers that customers have too. A reader that forgets to look at the alias mixes them up.

// customersPerVendor is how many customers there are for every vendor.
const customersPerVendor = 50

func (w *World) writeVendor(s Sink, i int, n Numbers) {
	r := w.rand(streamVendors, i)
	number, since := FormatNumber(i+1), w.since(i)
	firm := fake.RandomCompany(r, fake.RandomCountry(r))
	contact := NewContact(r, &firm, since)
	contact.Primary = true
	contact.Write(s, OwnedByVendor, number, n.Next(ContactNumber))
	address := soldTo(&firm, since)
	address.Write(s, OwnedByVendor, number)
}
