package dictionary

func quote() Object {
	return Object{
		Name: "quote", Plural: "quotes", Label: "Quote",
		Doc: "An offer to a customer.",
		Fields: document(
			choice("status", "Status", "draft", "Where the quote stands.",
				"draft", "open", "on_hold", "accepted", "declined", "expired", "closed", "cancelled"),
			of(Date, "valid_until", "Valid until", "The last day the offer holds."),
		),
		Columns: documentColumns("valid_until"),
		Lines:   line("quote", "Quote line"),
	}
}
