package dictionary

// SystemFields returns the fields every record of ours has and nobody but the
// system writes. They are not part of Object.Fields.
func SystemFields() []Field {
	fields := []Field{
		of(Integer, "id", "Id", "Identifies the record for ever; never used again."),
		of(Integer, "version", "Version", "Grows by one with every change; an update names the version it was made from."),
		of(Instant, "created_at", "Created", "When the record was created."),
		of(Instant, "updated_at", "Updated", "When the record was last changed."),
		text("created_by", "Created by", textLength, "Who created the record: a person, a token or a connection."),
		text("updated_by", "Updated by", textLength, "Who last changed the record: a person, a token or a connection."),
	}
	for i := range fields {
		fields[i].Required = true
		fields[i].ReadOnly = true
	}
	fields[0].Unique = true
	return fields
}

// WithSystem returns a copy of an object of ours whose fields begin with the
// system fields, for filters, exports and everything that reads.
func WithSystem(o *Object) *Object {
	c := *o
	c.Fields = append(SystemFields(), o.Fields...)
	return &c
}

// isSystem reports whether a name belongs to the system, in every account and
// object: the fields above, and the word the store itself keys everything by.
func isSystem(name string) bool {
	if name == "account" || name == "custom" {
		return true
	}
	for _, f := range SystemFields() {
		if f.Name == name {
			return true
		}
	}
	return false
}
