package dictionary

func contact() Object {
	return Object{
		Name: "contact", Plural: "contacts", Label: "Contact",
		Doc: "A person at a customer.",
		Fields: []Field{
			required(reference("customer", "Customer", "customer", "The customer the person belongs to.")),
			text("salutation", "Salutation", 40, "Mr, Mrs, Dr and the like."),
			text("first_name", "First name", 100, "Given name."),
			required(text("last_name", "Last name", 100, "Family name; the whole name where it is not known in parts.")),
			text("title", "Title", 100, "Position in the company."),
			email(),
			phone("phone", "Phone"),
			phone("mobile", "Mobile"),
			phone("fax", "Fax"),
			flag("is_primary", "Primary", "false", "Whether this is the customer's first contact."),
			externalNumber(),
			notes(),
		},
	}
}
