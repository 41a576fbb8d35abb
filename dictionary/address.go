package dictionary

func address() Object {
	fields := []Field{
		required(reference("customer", "Customer", "customer", "The customer the address belongs to.")),
		choice("kind", "Kind", "shipping", "What the address is used for.", "billing", "shipping", "sold_to", "other"),
		text("company", "Company", textLength, "Name to write on the letter where it is not the customer's."),
		text("street", "Street", textLength, "Street and house number."),
		text("street2", "Street, second line", textLength, "Building, floor, department."),
	}
	fields = append(fields, place()...)
	fields = append(fields, phone("phone", "Phone"), email(), externalNumber())
	return Object{
		Name: "address", Plural: "addresses", Label: "Address",
		Doc:    "A further address of a customer: billing, shipping, sold to.",
		Fields: fields,
	}
}
