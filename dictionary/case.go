package dictionary

func caseObject() Object {
	return Object{
		Name: "case", Plural: "cases", Label: "Case",
		Doc: "A request, complaint or fault a customer came with, until it is solved.",
		Fields: []Field{
			text("number", "Number", 40, "The number people know the case by."),
			partOf(reference("customer", "Customer", "customer", "Whose case it is.")),
			reference("contact", "Contact", "contact", "Who reported it."),
			required(text("subject", "Subject", 300, "What it is about, in one line.")),
			prose("description", "Description", "The whole story."),
			choice("status", "Status", "new", "Where the case stands.", "new", "open", "waiting", "solved", "closed"),
			priority(),
			text("category", "Category", 100, "Kind of case, as the account sorts them."),
			reference("owner", "Owner", "operator", "The operator who works on it."),
			text("channel", "Channel", 40, "How it came in (phone, e-mail, portal, message)."),
			of(Instant, "due_at", "Due", "When it has to be solved."),
			of(Instant, "closed_at", "Closed", "When it was closed."),
		},
	}
}

func priority() Field {
	return choice("priority", "Priority", "normal", "How urgent it is.", "low", "normal", "high", "urgent")
}
