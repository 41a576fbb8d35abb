package dictionary

func salesOrder() Object {
	return Object{
		Name: "sales_order", Plural: "sales-orders", Label: "Sales order",
		Doc: "An order of a customer.",
		Fields: document(
			choice("status", "Status", "draft", "Where the order stands.",
				"draft", "open", "on_hold", "closed", "cancelled"),
			of(Date, "requested_date", "Requested date", "When the customer wants it."),
			reference("quote", "Quote", "quote", "The quote it came from."),
		),
		Columns: documentColumns("requested_date"),
		Lines:   line("sales_order", "Sales order line"),
	}
}
