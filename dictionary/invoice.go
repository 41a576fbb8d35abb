package dictionary

func invoice() Object {
	return Object{
		Name: "invoice", Plural: "invoices", Label: "Invoice",
		Doc: "An invoice, credit note or advance invoice to a customer.",
		Fields: document(
			choice("status", "Status", "draft", "Where the invoice stands.",
				"draft", "open", "on_hold", "partly_paid", "paid", "cancelled"),
			choice("kind", "Kind", "invoice", "What kind of invoice it is.", "invoice", "credit_note", "advance"),
			of(Date, "due_date", "Due date", "The last day to pay."),
			reference("sales_order", "Sales order", "sales_order", "The order it bills."),
			of(Instant, "paid_at", "Paid", "When it was paid in full."),
			money("paid_amount", "Paid amount", "What has been paid so far, in the document's currency."),
		),
		Columns: documentColumns("due_date"),
		Lines:   line("invoice", "Invoice line"),
	}
}
