package trigger

import "tandem"

// About is something that templates may say of the change itself, under the
// name "change": change.id, change.operation.
type About struct {
	Name string
	Kind tandem.Kind
	Doc  string
}

// AboutChange lists what templates may say of a change.
func AboutChange() []About {
	return []About{
		{"id", tandem.Integer, "id of the record"},
		{"object", tandem.Text, "what it is: customer, case, ..."},
		{"operation", tandem.Text, "create, edit or delete"},
		{"version", tandem.Integer, "version of the record after the change"},
		{"customer", tandem.Integer, "id of the customer it belongs to"},
		{"case", tandem.Integer, "id of the case it belongs to"},
		{"by", tandem.Text, "who did it: a person, a token or a connection"},
		{"from", tandem.Text, "from where: person, api, sync, import, undo"},
		{"at", tandem.Instant, "when"},
		{"delivery", tandem.Text, "names the call: the same each time it is made"},
	}
}
