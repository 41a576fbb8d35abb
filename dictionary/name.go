package dictionary

import "strings"

// maxName keeps names within what every database takes, with room for the
// names of indexes made from them.
const maxName = 50

// TypeName returns the object's name in SOAP and OpenAPI: "SalesOrder" of "sales_order".
func (o *Object) TypeName() string { return TypeName(o.Name) }

// TypeName returns a name of ours the way typed interfaces write it: "SalesOrder" of "sales_order".
func TypeName(name string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(name, "_") {
		if part == "" {
			continue
		}
		b.WriteString(strings.ToUpper(part[:1]))
		b.WriteString(part[1:])
	}
	return b.String()
}

// isName reports whether s may name something of ours: small letters, digits
// and single underscores, beginning with a letter.
func isName(s string) bool {
	if s == "" || len(s) > maxName || s[0] < 'a' || s[0] > 'z' || s[len(s)-1] == '_' || strings.Contains(s, "__") {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return true
}
