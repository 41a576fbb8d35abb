package setup

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"tandem/dictionary"
	"tandem/expr"
	"tandem/match"
	"tandem/trigger"
)

// CustomField is a field the account has added to one of our objects.
type CustomField struct {
	dictionary.CustomField

	Removed bool // in a file: take it away
	Places  Places
}

// Path names the field: customer.segment.
func (f *CustomField) Path() string { return f.Object + "." + f.Field.Name }

// CustomFields are all of them. In a file they stand below their objects.
type CustomFields []CustomField

// MarshalJSON writes the fields as a file has them.
func (list CustomFields) MarshalJSON() ([]byte, error) {
	byObject := map[string][]dictionary.Field{}
	for _, f := range list {
		byObject[f.Object] = append(byObject[f.Object], f.Field)
	}
	return json.Marshal(byObject) //nolint:wrapcheck // whoever writes the file says so
}

func readCustomFields(t *table) CustomFields {
	if t == nil {
		return nil
	}
	var list CustomFields
	for _, object := range t.keys {
		for _, entry := range t.tables(object) {
			list = append(list, readCustomField(entry, object))
			entry.done()
		}
	}
	return list
}

func readCustomField(t *table, object string) CustomField {
	f := CustomField{Removed: t.is("removed"), Places: t.places}
	f.Object = object
	f.Field = dictionary.Field{
		Name: t.need("name"), Label: t.text("label"), Doc: t.text("doc"), Length: t.number("length"), Scale: t.number("scale"),
		Values: t.texts("values"), Target: t.text("target"), Initial: t.text("initial"), Required: t.is("required"),
	}
	if f.Field.Type = dictionary.Type(t.text("type")); f.Field.Type == "" && !f.Removed {
		f.Field.Type = dictionary.Type(t.need("type"))
	}
	t.call("field", f.Path())
	return f
}

// customFields checks the account's own fields and returns our objects with them.
func (c *checker) customFields(f *File) *dictionary.Dictionary {
	fields := slices.Clone(c.stored.Fields)
	seen := map[string]bool{}
	for i := range f.Fields {
		field := &f.Fields[i]
		if seen[field.Path()] {
			c.problems.addf(field.Places.Of("name"), "", "there are two fields %s", field.Path())
		}
		seen[field.Path()] = true
		at := slices.IndexFunc(fields, func(old dictionary.CustomField) bool {
			return old.Object == field.Object && old.Field.Name == field.Field.Name
		})
		switch {
		case field.Removed && at >= 0:
			fields = slices.Delete(fields, at, at+1)
			c.unmapped(field, f)
			c.unheard(field, f)
		case field.Removed:
		case at >= 0:
			if old := fields[at].Field.Type; old != field.Field.Type {
				c.problems.addf(field.Places.Of("type"), "remove it first; what records hold in it goes with it", "%s is %s and cannot become %s", field.Path(), old, field.Field.Type)
			}
			fields[at] = field.CustomField
		default:
			fields = append(fields, field.CustomField)
		}
	}
	ours, problems := dictionary.WithCustom(dictionary.Standard(), fields)
	for _, p := range problems {
		if i := slices.IndexFunc(f.Fields, func(own CustomField) bool { return own.Object == p.Object && own.Field.Name == p.Field }); i >= 0 {
			c.problems.addf(f.Fields[i].Places.Of(""), p.Hint, "%s: %s", f.Fields[i].Path(), p.Message)
		}
	}
	return ours
}

// unmapped refuses to take a field away from under a sync that the file leaves
// as it is; those it changes are checked as they will be.
func (c *checker) unmapped(field *CustomField, f *File) {
	for _, s := range c.stored.Syncs {
		if slices.ContainsFunc(f.Syncs, func(y Sync) bool { return y.Name == s.Name }) {
			continue
		}
		for i := range s.DataPoints {
			if p := &s.DataPoints[i]; c.speaksOf(p, field) {
				c.problems.addf(field.Places.Of("removed"), "take it out of the data point first", "data point %s of sync %s still uses %s", p.Name, s.Name, field.Path())
			}
		}
	}
}

// unheard refuses to take a field away from under a trigger that the file leaves as it is.
func (c *checker) unheard(field *CustomField, f *File) {
	word := regexp.MustCompile(`\b` + regexp.QuoteMeta(field.Field.Name) + `\b`)
	for i := range c.stored.Triggers {
		y := &c.stored.Triggers[i]
		if _, again := triggerNamed(f.Triggers, y.Name); again || y.Object != field.Object {
			continue
		}
		if slices.Contains(y.Fields, field.Field.Name) || word.MatchString(y.When) || y.Form == trigger.Templated && word.MatchString(y.URL+" "+y.Body+" "+strings.Join(slices.Collect(maps.Values(y.Headers)), " ")) {
			c.problems.addf(field.Places.Of("removed"), "take it out of the trigger first", "trigger %s still uses %s", y.Name, field.Path())
		}
	}
}

// speaksOf reports whether a data point maps the field, matches by it or
// computes with it. (A filter speaks of their columns.)
func (c *checker) speaksOf(p *DataPoint, field *CustomField) bool {
	if p.Ours == field.Object {
		return slices.ContainsFunc(p.Match, func(rule string) bool { return slices.Contains(match.Fields(rule), field.Field.Name) }) ||
			slices.ContainsFunc(p.Fields, func(m Field) bool { return m.Ours == field.Field.Name || m.Ours == "" && m.computesWith(field) })
	}
	object, ok := c.ours.Object(p.Ours)
	if !ok || object.Lines == nil || object.Lines.Name != field.Object || p.Lines == nil {
		return false
	}
	return slices.ContainsFunc(p.Lines.Fields, func(m Field) bool { return m.Ours == field.Field.Name || m.Ours == "" && m.computesWith(field) }) ||
		slices.ContainsFunc(p.Fields, func(m Field) bool { return m.computesWith(field) })
}

// computesWith reports whether a value calls the field by name. What comes in
// calls columns of theirs by name, save for the lines, which have our names as well.
func (m *Field) computesWith(field *CustomField) bool {
	if m.Value == "" {
		return false
	}
	names, err := expr.Names(m.Value)
	return err != nil || slices.Contains(names, field.Field.Name)
}
