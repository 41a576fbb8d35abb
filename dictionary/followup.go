package dictionary

func followup() Object {
	return Object{
		Name: "followup", Plural: "followups", Label: "Follow-up",
		Doc: "One entry in the story of a case: a note, a reply, a call, a message.",
		Fields: []Field{
			required(partOf(reference("case", "Case", "case", "The case it belongs to."))),
			reference("author", "Author", "operator", "The operator who wrote it; empty when it came from the customer."),
			choice("kind", "Kind", "note", "What happened.", "note", "reply", "call", "email", "message"),
			flag("public", "Public", "false", "Whether the customer may see it."),
			prose("body", "Text", "What was said or written."),
			of(Instant, "at", "At", "When it happened."),
		},
	}
}
