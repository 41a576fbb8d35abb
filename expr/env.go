package expr

import (
	"slices"

	"tandem"
	"tandem/dictionary"
)

// Env is what an expression may speak of.
type Env struct {
	// Object's fields stand by their names, and its lines as a list: "lines",
	// or the name of its field of that type. The values of a line stand in the
	// order of Object.Lines.Fields.
	Object *dictionary.Object
	// Named are further records under a name of their own: old.status, new.status.
	Named []Named
}

// Named is a record that is spoken of by name.
type Named struct {
	Name   string
	Object *dictionary.Object
}

// Changes is the environment of conditions about a change: its fields as they
// are now, and old and new for how they were and are.
func Changes(object *dictionary.Object) Env {
	return Env{Object: object, Named: []Named{{"old", object}, {"new", object}}}
}

// linesName is how the lines of a remote document are spoken of, which is not
// a field of it.
const linesName = "lines"

// lookup finds a field of an object: what it is and, if it holds lines, what they look like.
func lookup(o *dictionary.Object, name string) (*dictionary.Field, *dictionary.Object, bool) {
	if o == nil {
		return nil, nil, false
	}
	if f, ok := o.Field(name); ok {
		if f.Type == dictionary.Lines {
			return f, o.Lines, o.Lines != nil
		}
		return f, nil, true
	}
	if name == linesName && o.Lines != nil {
		return &dictionary.Field{Name: linesName, Type: dictionary.Lines}, o.Lines, true
	}
	return nil, nil, false
}

func (e Env) named(name string) (*dictionary.Object, bool) {
	i := slices.IndexFunc(e.Named, func(n Named) bool { return n.Name == name })
	if i < 0 {
		return nil, false
	}
	return e.Named[i].Object, true
}

// words lists the names an expression may begin with, for hints.
func (e Env) words() []string {
	var words []string
	if e.Object != nil {
		words = e.Object.FieldNames()
		if e.Object.Lines != nil {
			words = append(words, linesName)
		}
	}
	for _, n := range e.Named {
		words = append(words, n.Name)
	}
	return words
}

// typeOf returns the type of a field that holds values of a kind.
func typeOf(kind tandem.Kind) dictionary.Type {
	for _, t := range []dictionary.Type{
		dictionary.Text, dictionary.Integer, dictionary.Decimal, dictionary.Bool, dictionary.Date,
		dictionary.Instant, dictionary.Reference, dictionary.Bytes,
	} {
		if t.Kind() == kind {
			return t
		}
	}
	return dictionary.Text
}
