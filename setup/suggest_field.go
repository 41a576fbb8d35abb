package setup

import (
	"slices"
	"strings"
	"unicode"

	"tandem/dictionary"
)

// alike are words by which other systems call a field of ours.
func alike(field string) []string {
	return map[string][]string{
		"name":            {"company", "companyname", "customername", "firma", "nombre", "nome", "nazev", "razonsocial", "razaosocial"},
		"number":          {"no", "nr", "id", "code", "custno", "customerno", "kundennr", "numero", "cislo"},
		"external_number": {"no", "nr", "custno", "customerno", "kundennr", "numero", "cislo"},
		"email":           {"mail", "emailaddress", "correo"},
		"phone":           {"tel", "telephone", "telefon", "phonework", "telefono", "telefone"},
		"mobile":          {"cell", "cellphone", "phonemobile", "mobil", "handy", "celular"},
		"website":         {"url", "web", "homepage", "www"},
		"street":          {"address", "addr", "address1", "street1", "strasse", "ulice", "calle", "rua", "direccion", "endereco"},
		"street2":         {"address2", "addr2"},
		"city":            {"town", "ort", "stadt", "mesto", "ciudad", "cidade"},
		"region":          {"state", "province", "bundesland", "kraj", "estado", "provincia"},
		"postal_code":     {"zip", "zipcode", "postcode", "plz", "psc", "cep", "codigopostal"},
		"country":         {"land", "zeme", "pais", "krajina"},
		"currency":        {"waehrung", "mena", "moneda", "moeda", "curr"},
		"vat_id":          {"taxcode", "vat", "vatno", "ustid", "dic", "cif", "nif"},
		"company_id":      {"ico", "ic", "regno", "cnpj"},
		"first_name":      {"fname", "firstname", "vorname", "jmeno", "nombre"},
		"last_name":       {"lname", "lastname", "surname", "contact", "nachname", "prijmeni", "apellido", "sobrenome"},
		"notes":           {"memo", "remarks", "comment", "comments", "notiz", "poznamka", "notas"},
		"description":     {"desc", "descr", "text", "popis", "beschreibung"},
		"quantity":        {"qty", "orderqty", "menge", "mnozstvi", "cantidad"},
		"unit_price":      {"price", "uprice", "netprice", "preis", "cena", "precio", "preco"},
		"credit_limit":    {"crlimit", "limit"},
		"status":          {"state", "stav", "estado"},
		"kind":            {"type", "art", "typ", "tipo"},
		"due_date":        {"duedate", "faellig", "splatnost"},
		"date":            {"orderdate", "invdate", "quotedate", "datum", "fecha"},
	}[field]
}

// Suggestion is a rule that seems right because both fields have like names and types that fit.
type Suggestion struct {
	Field

	Sure bool // the names are the same word
}

// SuggestFields proposes rules for our fields that nothing maps yet. Every
// column of theirs is proposed once.
func SuggestFields(ours, theirs *dictionary.Object, mapped []Field) []Suggestion {
	taken := map[string]bool{}
	for i := range mapped {
		taken[mapped[i].Theirs] = true
	}
	var list []Suggestion
	for i := range ours.Fields {
		f := &ours.Fields[i]
		if f.ReadOnly || f.Type == dictionary.Reference || f.Type == dictionary.Lines || slices.ContainsFunc(mapped, func(m Field) bool { return m.Ours == f.Name }) {
			continue
		}
		best, score := "", 0
		for j := range theirs.Fields {
			if t := &theirs.Fields[j]; !taken[t.Name] && typesFit(f, t) {
				if n := likeness(f, t.Name); n > score {
					best, score = t.Name, n
				}
			}
		}
		if best != "" {
			taken[best] = true
			list = append(list, Suggestion{Field: Field{Ours: f.Name, Theirs: best}, Sure: score == sameWord})
		}
	}
	return list
}

// How alike two names are.
const (
	sameWord  = 3 // fax, FAX, f_fax
	knownWord = 2 // postal_code, zip
	partly    = 1 // phone, PhoneWork
)

// likeness compares a field of ours with the name of a column; 0 = not alike.
func likeness(f *dictionary.Field, column string) int {
	own := letters(f.Name)
	for _, name := range stems(column) {
		switch {
		case name == own:
			return sameWord
		case slices.Contains(alike(f.Name), name):
			return knownWord
		case len(own) > 3 && strings.HasPrefix(name, own):
			return partly
		}
	}
	return 0
}

// stems are a column's name and what is left of it without the prefixes that
// tell a type: fcompany, fcemail, sName.
func stems(column string) []string {
	whole := letters(column)
	list := []string{whole}
	for _, prefix := range []string{"f", "fc", "fm", "fn", "fd", "s", "str", "n", "c"} {
		if rest, ok := strings.CutPrefix(whole, prefix); ok && len(rest) > 1 {
			list = append(list, rest)
		}
	}
	return list
}

func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// typesFit reports whether values travel without a converter.
func typesFit(ours, theirs *dictionary.Field) bool {
	a, b := ours.Type, theirs.Type
	number := func(t dictionary.Type) bool { return t == dictionary.Integer || t == dictionary.Decimal }
	words := func(t dictionary.Type) bool { return t == dictionary.Text || t == dictionary.Enum }
	return a == b || number(a) && number(b) || words(a) && words(b)
}
