package access

import (
	"tandem"
	"tandem/dictionary"
)

// Write refuses what a role may not do to a record: op at all, or a field of it.
// fields are those that the edit names; what a new record is filled with by
// itself is none of them. A refusal names the field and does not tell what it holds.
func (r *Rules) Write(role tandem.Role, o *dictionary.Object, op tandem.Op, fields []string) error {
	if !mayEdit(role, o.Name) {
		return tandem.Errorf(tandem.Forbidden, "the role %s may not change this", role).At(o.Name).
			WithHint("an administrator of the account can change the role")
	}
	if op == tandem.Delete {
		return nil
	}
	for _, name := range fields {
		f, ok := o.Field(name)
		if !ok {
			continue // whoever writes says that there is no such field
		}
		if r.Level(role, o.Name, name) != tandem.MayWrite {
			return refused(role, o.Name+"."+name)
		}
		if f.Type != dictionary.Lines {
			continue
		}
		if kept := r.lineKept(role, o); kept != "" {
			return refused(role, kept)
		}
	}
	return nil
}

func refused(role tandem.Role, place string) error {
	return tandem.Errorf(tandem.Forbidden, "the role %s may not write this field", role).At(place).
		WithHint("leave the field out, or ask an administrator of the account for the right")
}
