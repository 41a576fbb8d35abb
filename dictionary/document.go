package dictionary

// document returns the fields of a document: what all have, with the fields of
// its own between the date and the amounts.
func document(status Field, own ...Field) []Field {
	fields := []Field{
		text("number", "Number", 40, "The number on the document."),
		required(reference("customer", "Customer", "customer", "Whom it is for.")),
		reference("contact", "Contact", "contact", "Whom to talk to about it."),
		status,
		of(Date, "date", "Date", "The date on the document."),
	}
	fields = append(fields, own...)
	return append(fields,
		currency("Currency of the amounts: "+currencyDoc),
		ratio("rate", "Exchange rate", rateScale, "What one unit of the currency is worth in the company's own."),
		money("net", "Net", "Sum of the lines without tax, in the document's currency."),
		money("tax", "Tax", "Tax on it, in the document's currency."),
		money("total", "Total", "Net and tax, in the document's currency."),
		text("reference", "Reference", 100, "The customer's own number for it, such as the number of their purchase order."),
		notes(),
		of(Lines, "lines", "Lines", "The lines of the document, in order; written together with it."),
	)
}

// documentColumns are what a list of documents shows; when is the date of its own that matters most.
func documentColumns(when ...string) []string {
	columns := append([]string{"number", "customer", "status", "date"}, when...)
	return append(columns, "currency", "total")
}

// line returns what a line of a document looks like.
func line(document, label string, own ...Field) *Object {
	fields := []Field{
		required(of(Integer, "position", "Position", "Orders the lines of a document and tells them apart.")),
		reference("product", "Product", "product", "The product, where it is in the list of products."),
		text("code", "Code", 60, "Code of the product as it stands on the document."),
		text("description", "Description", 1000, "What the line is about."),
		decimal("quantity", "Quantity", rateScale, "How many units."),
		text("unit", "Unit", 20, "Unit of the quantity."),
		ratio("unit_price", "Unit price", rateScale, "Price of one unit without tax and before the discount."),
		percent("discount", "Discount", "Discount in per cent (10 is 10 %)."),
		percent("tax_rate", "Tax rate", "Tax in per cent (21 is 21 %)."),
		money("net", "Net", "Amount of the line without tax, after the discount."),
	}
	return &Object{
		Name:   document + "_line",
		Label:  label,
		Doc:    "A line of a document. It lives and dies with its document.",
		Fields: append(fields, own...),
		Key:    []string{"position"},
	}
}
