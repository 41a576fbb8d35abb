package dictionary

// The limits the standard fields share.
const (
	moneyScale  = 4 // amounts
	rateScale   = 6 // exchange rates, unit prices, quantities: ERPs keep five digits
	textLength  = 200
	emailLength = 254 // the longest address SMTP carries
)

func text(name, label string, length int, doc string) Field {
	return Field{Name: name, Label: label, Doc: doc, Type: Text, Length: length}
}

// prose is text of any length.
func prose(name, label, doc string) Field { return text(name, label, 0, doc) }

func decimal(name, label string, scale int, doc string) Field {
	return Field{Name: name, Label: label, Doc: doc, Type: Decimal, Scale: scale}
}

// ratio is a number that says how one thing is to another: a sum of such means nothing.
func ratio(name, label string, scale int, doc string) Field {
	f := decimal(name, label, scale, doc)
	f.Ratio = true
	return f
}

func money(name, label, doc string) Field { return decimal(name, label, moneyScale, doc) }

func percent(name, label, doc string) Field { return ratio(name, label, moneyScale, doc) }

func of(t Type, name, label, doc string) Field {
	return Field{Name: name, Label: label, Doc: doc, Type: t}
}

// flag is a yes or no that every record knows.
func flag(name, label, initial, doc string) Field {
	return Field{Name: name, Label: label, Doc: doc, Type: Bool, Initial: initial, Required: true}
}

// choice is one of some words, required, with the word a new record gets.
func choice(name, label, initial, doc string, values ...string) Field {
	return Field{Name: name, Label: label, Doc: doc, Type: Enum, Values: values, Initial: initial, Required: true}
}

func reference(name, label, target, doc string) Field {
	return Field{Name: name, Label: label, Doc: doc, Type: Reference, Target: target}
}

// partOf is a reference to what the record is a part of.
func partOf(f Field) Field {
	f.Part = true
	return f
}

func required(f Field) Field {
	f.Required = true
	return f
}

func unique(f Field) Field {
	f.Unique = true
	return f
}

func currency(doc string) Field { return text("currency", "Currency", 3, doc) }

func phone(name, label string) Field {
	return text(name, label, 50, "Telephone number as it is dialled, with the country code where it is known.")
}

func email() Field { return text("email", "E-mail", emailLength, "One e-mail address.") }

func language(doc string) Field { return text("language", "Language", 20, doc) }

// externalNumber is the number a person in the other system knows the record by.
// Two systems may use the same number for different records, so it is not unique.
func externalNumber() Field {
	return text("external_number", "External number", 100, "The number the record has in the ERP or accounting program.")
}

func notes() Field { return prose("notes", "Notes", "Remarks of any length.") }

// place is the part of an address below the street.
func place() []Field {
	return []Field{
		text("city", "City", 100, "Town or city."),
		text("region", "Region", 100, "State, province or district."),
		text("postal_code", "Postal code", 20, "Postal or ZIP code."),
		text("country", "Country", 60, "Country, best as its ISO 3166 code of two letters (US, CZ)."),
	}
}

const (
	currencyDoc = "ISO 4217 code of the currency (USD, EUR, CZK)."
	languageDoc = "Language code (en, de, pt-BR)."
)
