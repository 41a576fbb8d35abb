package access

import (
	"slices"

	"tandem"
	"tandem/dictionary"
)

// Rules are an account's rules on fields. Nil rules are none. They are not
// changed once made, so anybody may share them.
type Rules struct {
	levels map[place]tandem.Level
}

type place struct {
	role          tandem.Role
	object, field string
}

// New makes rules of what an account has stored. The later of two rules on the
// same field holds.
func New(stored []tandem.FieldRight) *Rules {
	r := &Rules{levels: make(map[place]tandem.Level, len(stored))}
	for _, f := range stored {
		r.levels[place{f.Role, f.Object, f.Field}] = f.Level
	}
	return r
}

// Restrictable lists the roles that rules bind. Owners and partners make the
// rules, so none could hold them.
func Restrictable() []tandem.Role {
	return []tandem.Role{tandem.Administrator, tandem.Agent, tandem.ReadOnly}
}

// Level tells how far a role's right on a field goes. It never goes beyond what
// the role may do with records, and a level that is not known shows nothing.
func (r *Rules) Level(role tandem.Role, object, field string) tandem.Level {
	at := tandem.MayWrite
	if r != nil && slices.Contains(Restrictable(), role) {
		if ruled, ok := r.levels[place{role, object, field}]; ok {
			at = ruled
		}
	}
	switch {
	case !role.May(tandem.SeeRecords):
		return tandem.Hidden
	case at == tandem.MayWrite && !mayEdit(role, object):
		return tandem.MayRead
	case at == tandem.MayWrite, at == tandem.MayRead:
		return at
	default:
		return tandem.Hidden
	}
}

// people is the object whose records say who may sign in: changing them is a
// matter of people and not of records.
const people = "operator"

// mayEdit reports whether a role may change records of an object at all.
func mayEdit(role tandem.Role, object string) bool {
	return role.May(tandem.EditRecords) && (object != people || role.May(tandem.ManagePeople))
}

// Check says what is wrong with rules before they are stored.
func Check(d *dictionary.Dictionary, rules []tandem.FieldRight) error {
	for _, r := range rules {
		place := r.Object + "." + r.Field
		object, ok := d.ObjectOrLines(r.Object)
		if !ok {
			return tandem.Errorf(tandem.Invalid, "there is no object %q", r.Object)
		}
		if _, ok := object.Field(r.Field); !ok {
			return tandem.Errorf(tandem.Invalid, "%s has no field %q", r.Object, r.Field).At(place).
				WithHint(dictionary.DidYouMean(r.Field, object.FieldNames()))
		}
		if !slices.Contains(Restrictable(), r.Role) {
			return tandem.Errorf(tandem.Invalid, "the role %q cannot be restricted", r.Role).At(place)
		}
		if !slices.Contains([]tandem.Level{tandem.MayWrite, tandem.MayRead, tandem.Hidden}, r.Level) {
			return tandem.Errorf(tandem.Invalid, "a right is write, read or hidden, not %q", r.Level).At(place)
		}
	}
	return nil
}
