package dictionary

func rma() Object {
	return Object{
		Name: "rma", Plural: "rmas", Label: "RMA",
		Doc: "A return of goods: who sends back what, why, and what is credited for it.",
		Fields: document(
			choice("status", "Status", "draft", "Where the return stands.",
				"draft", "open", "on_hold", "received", "closed", "rejected", "cancelled"),
			text("reason", "Reason", textLength, "Why the goods come back."),
			reference("sales_order", "Sales order", "sales_order", "The order the goods were sold with."),
			reference("invoice", "Invoice", "invoice", "The invoice the goods were billed with."),
		),
		Columns: documentColumns(),
		Lines: line("rma", "RMA line",
			decimal("received_quantity", "Received quantity", rateScale, "How many units have come back."),
			money("credit", "Credit", "What is credited for the line, without tax."),
		),
	}
}
