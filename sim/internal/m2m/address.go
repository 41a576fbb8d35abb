package m2m

import (
	"fmt"
	"strconv"
	"time"

	"tandem/sim/internal/fake"
)

// Addresses of any owner: customers' beside vendors', told apart by fcalias.
var addressTable = Table{
	Name: "syaddr",
	Columns: []Column{
		char("fcalias", 10), char("fcaliaskey", 10), char("fcaddrtype", 1), char("fcaddrkey", 4),
		char("fccompany", 35), memo("fmstreet"), char("fccity", 20), char("fcstate", 20), char("fczip", 10),
		char("fccountry", 25), char("fcphone", 20), varchar("fcemail", 60),
		date("CreatedDate"), date("ModifiedDate"), varchar("fccrmaddrs", 12), integer("fncrmmod"),
	},
	Indexes: []Index{unique("fcalias", "fcaliaskey", "fcaddrtype", "fcaddrkey"), index("fccrmaddrs")},
}

// The types of addresses.
const (
	SoldTo = "O"
	ShipTo = "S"
)

// A LinkedAddress is where an owner wants goods or invoices.
type LinkedAddress struct {
	Type, Key      string
	Company, Phone string
	Email          string
	Address        fake.Address
	Created        time.Time
}

// addressKey is the key of the n-th address of an owner, counted from 1.
func addressKey(n int) string { return fmt.Sprintf("%04d", n) }

// NextAddress is the number after the one in the key; false where the key is not one of ours or the last.
func NextAddress(key string) (int, bool) {
	n, err := strconv.Atoi(key)
	return n + 1, err == nil && n < 9999
}

// soldTo is the address of the company itself; every customer has one.
func soldTo(company *fake.Company, created time.Time) LinkedAddress {
	return LinkedAddress{
		Type: SoldTo, Key: addressKey(1), Company: company.Name, Phone: company.Phone, Email: company.Email,
		Address: company.Address, Created: created,
	}
}

// NewShipTo draws the n-th address of a customer: one more place in its country that receives goods.
func NewShipTo(r *fake.Rand, company *fake.Company, n int, created time.Time) LinkedAddress {
	return LinkedAddress{
		Type: ShipTo, Key: addressKey(n), Company: company.Name, Phone: company.Address.Country.Phone(r),
		Address: company.Address.Country.Address(r), Created: created,
	}
}

// Write adds the address under its owner.
func (a *LinkedAddress) Write(s Sink, alias, owner string) {
	s.Add(&addressTable,
		alias, owner, a.Type, a.Key,
		a.Company, a.Address.Street, a.Address.City, a.Address.Region, a.Address.Postal,
		countryName(a.Address), a.Phone, a.Email,
		a.Created, a.Created, "", 0,
	)
}
