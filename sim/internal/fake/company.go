package fake

import (
	"strings"
	"unicode/utf8"
)

// NameLimit is how many characters of a company's name every system here can store.
const NameLimit = 35

// A Company is one customer or supplier.
type Company struct {
	Name, TaxCode     string
	Domain, Email     string
	Phone, Fax        string
	Address           Address
	core, trade, form string
}

// RandomCompany draws a company of the country.
func RandomCompany(r *Rand, land *Country) Company {
	c := Company{
		core:  land.core(r),
		trade: Pick(r, land.trades),
		form:  Pick(r, land.forms),
	}
	if OneIn(r, 6) {
		c.trade = ""
	}
	c.Name = fit(c.core, c.trade, c.form)
	c.Domain = Slug(c.core) + land.domain + ".example"
	c.Email = Pick(r, []string{"info@", "office@", "sales@", "mail@"}) + c.Domain
	c.Phone = land.Phone(r)
	if OneIn(r, 3) {
		c.Fax = land.Phone(r)
	}
	c.TaxCode = land.TaxCode(r)
	c.Address = land.Address(r)
	return c
}

// Respelled returns the same company as a second clerk typed it: in capitals, or without its legal form.
func (c *Company) Respelled(r *Rand) Company {
	same := *c
	if r.IntN(2) == 0 {
		same.Name = strings.ToUpper(c.Name)
	} else {
		same.Name = fit(c.core, c.trade)
	}
	same.TaxCode = strings.ReplaceAll(c.TaxCode, " ", "")
	return same
}

// core draws the part of the name that tells companies apart: the owners or a coined word.
func (c *Country) core(r *Rand) string {
	switch Weighted(r, 2, 2, 6) {
	case 0:
		return Pick(r, c.families) + " & " + Pick(r, c.families)
	case 1:
		return Pick(r, c.families) + " " + coin(r)
	default:
		return coin(r)
	}
}

// coin makes up a word that could be a brand.
func coin(r *Rand) string {
	word := Pick(r, onsets) + Pick(r, middles)
	if r.IntN(2) == 0 {
		word += Pick(r, bridges)
	}
	return word + Pick(r, endings)
}

// fit joins the parts, leaving out those that no longer fit into the limit. The first part always fits.
func fit(parts ...string) string {
	name := parts[0]
	for _, p := range parts[1:] {
		if p != "" && utf8.RuneCountInString(name)+1+utf8.RuneCountInString(p) <= NameLimit {
			name += " " + p
		}
	}
	return name
}

var (
	onsets = []string{"Al", "Ar", "Bel", "Bor", "Cal", "Cor", "Dal", "Del", "Er", "Fal", "Fer", "Gal", "Gen", "Hal", "Hel",
		"In", "Kal", "Kor", "Lan", "Lum", "Mal", "Mer", "Nor", "Or", "Pal", "Per", "Quin", "Ral", "Sal", "Sil", "Tal", "Ter",
		"Ul", "Val", "Ver", "Vol", "Wel", "Xen", "Zen", "Zor"}
	middles = []string{"a", "e", "i", "o", "u", "ta", "te", "ti", "to", "ka", "ko", "mi", "mo", "na", "no", "ra", "ri", "ro",
		"sa", "vi", "do", "di", "be", "ga"}
	bridges = []string{"ma", "ne", "lo", "ri", "da", "xi", "pe", "co", "ve", "ste", "tra", "gi"}
	endings = []string{"tec", "dex", "mont", "plast", "met", "tron", "flex", "form", "line", "tex", "vac", "lux", "pro", "san",
		"via", "dor", "mat", "gen", "cast", "weld"}
)
