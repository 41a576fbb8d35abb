package dictionary

func customer() Object {
	fields := []Field{
		text("number", "Number", 40, "The number people know the customer by."),
		required(text("name", "Name", textLength, "Name of the company or person.")),
		choice("kind", "Kind", "customer", "What the company is to us.", "customer", "prospect", "supplier", "partner"),
		choice("status", "Status", "active", "Whether business is done with the customer; hold stops new orders.", "active", "hold", "inactive"),
		text("company_id", "Company id", 40, "Registration number of the company."),
		text("tax_id", "Tax id", 40, "Number the tax office knows the company by."),
		text("vat_id", "VAT id", 40, "VAT number with its country prefix."),
		email(),
		phone("phone", "Phone"),
		phone("mobile", "Mobile"),
		phone("fax", "Fax"),
		text("website", "Website", 500, "Address of the website."),
		text("street", "Street", textLength, "Street and house number of the seat."),
	}
	fields = append(fields, place()...)
	fields = append(fields,
		currency("Currency the customer is billed in: "+currencyDoc),
		language(languageDoc),
		of(Integer, "payment_days", "Payment days", "Days from the invoice to its due date."),
		money("credit_limit", "Credit limit", "Highest open amount, in the customer's currency."),
		reference("owner", "Owner", "operator", "The operator who looks after the customer."),
		reference("parent", "Parent", "customer", "The company this one belongs to."),
		externalNumber(),
		notes(),
	)
	return Object{
		Name: "customer", Plural: "customers", Label: "Customer",
		Doc:    "A company or person business is or may be done with.",
		Fields: fields,
	}
}
