package dictionary

import "tandem"

// FillInitial gives the fields of a new record about which nothing was said
// their initial values, and adds them to set. Null is something said. Fields
// that are not in the list cannot be filled: a create lists all of them.
func FillInitial(object *Object, fields []string, set *tandem.Fields, values tandem.Record) {
	for i, name := range fields {
		if i >= tandem.MaxFields || i >= len(values) {
			return
		}
		f, ok := object.Field(name)
		if !ok || f.Initial == "" || (set.Has(i) && !values[i].IsAbsent()) {
			continue
		}
		if v, err := Parse(f, f.Initial); err == nil {
			values[i] = v
			set.Add(i)
		}
	}
}
