package memory

import (
	"slices"
	"unicode/utf8"

	"tandem"
	"tandem/dictionary"
)

// check finds the first constraint a row breaks.
func (t *Table) check(r *row) error {
	for i := range t.def.Fields {
		f := &t.def.Fields[i]
		place := t.def.Name + "." + f.Name
		if err := checkValue(f, r.values[i], slices.Contains(t.def.Key, f.Name)); err != nil {
			return err.At(place)
		}
		if owner, taken := t.unique[f.Name][r.values[i]]; taken && owner != r.key {
			return tandem.Errorf(tandem.Invalid, "%s has %q already", owner, r.values[i]).At(place)
		}
		if err := t.checkTarget(f, r.values[i]); err != nil {
			return err.At(place)
		}
	}
	return nil
}

// checkValue finds what makes a value unfit for a field.
func checkValue(f *dictionary.Field, v tandem.Value, isKey bool) *tandem.Error {
	if v.IsNull() {
		if isKey || !f.Nullable {
			return tandem.Errorf(tandem.Invalid, "must not be null")
		}
		return nil
	}
	if v.Kind() != f.Type.Kind() {
		return tandem.Errorf(tandem.Invalid, "takes %s, not %s", f.Type, v.Kind())
	}
	switch f.Type {
	case dictionary.Text:
		if f.Length > 0 && characters(v.Text()) > f.Length {
			return tandem.Errorf(tandem.Invalid, "%d characters do not fit into %d", characters(v.Text()), f.Length)
		}
	case dictionary.Decimal:
		if f.Scale > 0 && int(v.Scale()) > f.Scale {
			return tandem.Errorf(tandem.Invalid, "%s has more than %d digits behind the point", v, f.Scale)
		}
	case dictionary.Enum:
		if !slices.Contains(f.Values, v.Text()) {
			return tandem.Errorf(tandem.Invalid, "%q is none of %q", v.Text(), f.Values)
		}
	default:
	}
	return nil
}

// checkTarget refuses a value that names a row of another table which is not there.
func (t *Table) checkTarget(f *dictionary.Field, v tandem.Value) *tandem.Error {
	target, ok := t.target(f)
	if !ok || v.IsNull() {
		return nil
	}
	if _, ok := target.live(tandem.KeyOf(v)); !ok {
		return tandem.Errorf(tandem.Invalid, "there is no %s %s", target.def.Name, v)
	}
	return nil
}

// unreferenced refuses to remove a row that others still name, except those
// that go with it.
func (t *Table) unreferenced(r *row, except []*row) error {
	for _, other := range t.system.tables {
		for i := range other.def.Fields {
			if target, ok := other.target(&other.def.Fields[i]); !ok || target != t {
				continue
			}
			for _, key := range other.keys {
				child := other.rows[key]
				if child != r && !other.isGone(child) && !slices.Contains(except, child) && tandem.KeyOf(child.values[i]) == r.key {
					return tandem.Errorf(tandem.Invalid, "%s %s still refers to it", other.def.Name, key).At(t.def.Name + " " + r.key.String())
				}
			}
		}
	}
	return nil
}

// target returns the table a field refers to.
func (t *Table) target(f *dictionary.Field) (*Table, bool) {
	if f.Target == "" || (f.Type != dictionary.Text && f.Type != dictionary.Integer) {
		return nil, false
	}
	target, err := t.system.find(t.def.Profile, f.Target)
	return target, err == nil && len(target.def.Key) == 1
}

func characters(s string) int { return utf8.RuneCountInString(s) }
