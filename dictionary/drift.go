package dictionary

import (
	"fmt"
	"slices"
	"strings"

	"tandem"
)

// DriftKind names what changed between two descriptions.
type DriftKind string

// The kinds of drift. What a mapping made for the old description may trip
// over is harmful, see Drift.Harmful.
const (
	ObjectAdded    DriftKind = "object_added"
	ObjectRemoved  DriftKind = "object_removed"
	ObjectReadOnly DriftKind = "object_read_only" // it could be written before
	KeyChanged     DriftKind = "key_changed"
	FieldAdded     DriftKind = "field_added"
	FieldDemanded  DriftKind = "field_demanded" // new or changed so that an insert must fill it
	FieldRemoved   DriftKind = "field_removed"
	FieldReadOnly  DriftKind = "field_read_only" // it could be written before
	Retyped        DriftKind = "retyped"
	Retargeted     DriftKind = "retargeted" // a reference points elsewhere
	Shortened      DriftKind = "shortened"  // less text or fewer digits fit
	Lengthened     DriftKind = "lengthened"
	ValueAdded     DriftKind = "value_added" // of an enumeration
	ValueRemoved   DriftKind = "value_removed"
)

// Drift is one difference between what a mapping was made for and what is there now.
type Drift struct {
	Kind   DriftKind
	Object string
	Field  string // "" when it concerns the object
	Was    string
	Is     string
}

// Harmful reports whether reading or writing may fail or mean something else now.
func (d Drift) Harmful() bool {
	switch d.Kind {
	case ObjectAdded, FieldAdded, Lengthened, ValueAdded:
		return false
	default:
		return true
	}
}

// Problem returns the drift as a problem of their schema.
func (d Drift) Problem() Problem {
	return Problem{Code: tandem.Schema, Object: d.Object, Field: d.Field, Message: d.message()}
}

// String writes the drift for people: "slcdpm.fcity: was text of 20, is text of 15".
func (d Drift) String() string { return d.Problem().Place() + ": " + d.message() }

func (d Drift) message() string {
	switch d.Kind {
	case ObjectAdded, FieldAdded:
		return "is new"
	case ObjectRemoved, FieldRemoved:
		return "is not there any more"
	case ObjectReadOnly, FieldReadOnly:
		return "cannot be written any more"
	case FieldDemanded:
		return "must be filled now"
	case KeyChanged:
		return fmt.Sprintf("the key was %s, is %s", orNone(d.Was), orNone(d.Is))
	case Retargeted:
		return fmt.Sprintf("pointed at %s, points at %s", orNone(d.Was), orNone(d.Is))
	case ValueAdded:
		return fmt.Sprintf("the value %q is new", d.Is)
	case ValueRemoved:
		return fmt.Sprintf("the value %q is not there any more", d.Was)
	default:
		return fmt.Sprintf("was %s, is %s", d.Was, d.Is)
	}
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// Diff tells how two descriptions of one system differ, in the order of the old
// one with what is new at the end. The order of fields and objects is no difference.
func Diff(old, now *Dictionary) []Drift {
	var drift []Drift
	for i := range old.Objects {
		was := &old.Objects[i]
		if is, ok := now.Object(was.Name); ok {
			drift = append(drift, diffObject(was, is)...)
		} else {
			drift = append(drift, Drift{Kind: ObjectRemoved, Object: was.Name})
		}
	}
	for i := range now.Objects {
		if _, ok := old.Object(now.Objects[i].Name); !ok {
			drift = append(drift, Drift{Kind: ObjectAdded, Object: now.Objects[i].Name})
		}
	}
	return drift
}

func diffObject(was, is *Object) []Drift {
	var drift []Drift
	if !slices.Equal(was.Key, is.Key) {
		drift = append(drift, Drift{Kind: KeyChanged, Object: was.Name, Was: strings.Join(was.Key, ", "), Is: strings.Join(is.Key, ", ")})
	}
	if is.ReadOnly && !was.ReadOnly {
		drift = append(drift, Drift{Kind: ObjectReadOnly, Object: was.Name})
	}
	for i := range was.Fields {
		f := &was.Fields[i]
		if g, ok := is.Field(f.Name); ok {
			drift = append(drift, diffField(was.Name, f, g)...)
		} else {
			drift = append(drift, Drift{Kind: FieldRemoved, Object: was.Name, Field: f.Name})
		}
	}
	for i := range is.Fields {
		if f := &is.Fields[i]; !hasField(was, f.Name) {
			drift = append(drift, Drift{Kind: addedKind(f), Object: was.Name, Field: f.Name, Is: describe(f)})
		}
	}
	return append(drift, diffLines(was, is)...)
}

func hasField(o *Object, name string) bool {
	_, ok := o.Field(name)
	return ok
}

func addedKind(f *Field) DriftKind {
	if demanded(f) {
		return FieldDemanded
	}
	return FieldAdded
}

// demanded reports whether an insert that does not name the field fails.
func demanded(f *Field) bool { return f.Required && !f.Default && !f.ReadOnly && f.Initial == "" }

func diffLines(was, is *Object) []Drift {
	switch {
	case was.Lines != nil && is.Lines != nil:
		return diffObject(was.Lines, is.Lines)
	case was.Lines != nil:
		return []Drift{{Kind: ObjectRemoved, Object: was.Lines.Name}}
	case is.Lines != nil:
		return []Drift{{Kind: ObjectAdded, Object: is.Lines.Name}}
	default:
		return nil
	}
}

func diffField(object string, was, is *Field) []Drift {
	var drift []Drift
	add := func(kind DriftKind, before, after string) {
		drift = append(drift, Drift{Kind: kind, Object: object, Field: was.Name, Was: before, Is: after})
	}
	switch {
	case was.Type != is.Type || was.Padded != is.Padded:
		add(Retyped, describe(was), describe(is))
	case fitsLess(was, is):
		add(Shortened, describe(was), describe(is))
	case fitsLess(is, was):
		add(Lengthened, describe(was), describe(is))
	}
	if was.Target != is.Target {
		add(Retargeted, was.Target, is.Target)
	}
	if is.ReadOnly && !was.ReadOnly {
		add(FieldReadOnly, "", "")
	}
	if demanded(is) && !demanded(was) {
		add(FieldDemanded, "", "")
	}
	for _, v := range was.Values {
		if !slices.Contains(is.Values, v) {
			add(ValueRemoved, v, "")
		}
	}
	for _, v := range is.Values {
		if !slices.Contains(was.Values, v) {
			add(ValueAdded, "", v)
		}
	}
	return drift
}

// fitsLess reports whether less fits into now than into was, in some respect.
func fitsLess(was, now *Field) bool {
	shorter := now.Length != 0 && (was.Length == 0 || now.Length < was.Length)
	return shorter || now.Scale < was.Scale
}

// describe writes a field's type for people: "text of 20", "decimal with 4 digits behind the point".
func describe(f *Field) string {
	s := string(f.Type)
	switch {
	case f.Type == Decimal:
		s += fmt.Sprintf(" with %d digits behind the point", f.Scale)
	case f.Length > 0:
		s += fmt.Sprintf(" of %d", f.Length)
	}
	if f.Padded {
		s += " padded with blanks"
	}
	if f.Native != "" {
		s += " (" + f.Native + ")"
	}
	return s
}
