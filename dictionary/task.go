package dictionary

func task() Object {
	return Object{
		Name: "task", Plural: "tasks", Label: "Task",
		Doc: "Something an operator has to do.",
		Fields: []Field{
			text("number", "Number", 40, "The number people know the task by."),
			partOf(reference("customer", "Customer", "customer", "The customer it is for.")),
			partOf(reference("case", "Case", "case", "The case it is part of.")),
			required(text("subject", "Subject", 300, "What is to be done, in one line.")),
			prose("description", "Description", "What is to be done."),
			choice("status", "Status", "pending", "How far it is.", "pending", "in_progress", "done", "cancelled"),
			priority(),
			reference("assignee", "Assignee", "operator", "The operator who does it."),
			of(Instant, "due_at", "Due", "When it has to be done."),
			of(Instant, "done_at", "Done", "When it was done."),
		},
	}
}
