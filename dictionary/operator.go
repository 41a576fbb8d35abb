package dictionary

func operator() Object {
	return Object{
		Name: "operator", Plural: "operators", Label: "Operator",
		Doc: "A person who works with the records and may sign in.",
		Fields: []Field{
			required(text("name", "Name", textLength, "Full name.")),
			unique(required(text("email", "E-mail", emailLength, "Address the operator signs in with."))),
			phone("phone", "Phone"),
			choice("role", "Role", "agent", "What the operator may do; who may sign in has it from their membership.", "agent", "administrator", "owner", "partner", "read_only"),
			flag("active", "Active", "true", "Whether the operator may sign in."),
			language("Language of the pages: " + languageDoc),
			text("time_zone", "Time zone", 60, "IANA name of the time zone dates are shown in (Europe/Prague)."),
		},
	}
}
