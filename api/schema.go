package api

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tandem"
	"tandem/dictionary"
)

// fieldSchema describes the values of a field.
func fieldSchema(f *dictionary.Field, line string) *huma.Schema {
	s := &huma.Schema{Description: describe(f), ReadOnly: f.ReadOnly, Nullable: !f.Required}
	switch f.Type {
	case dictionary.Integer:
		s.Type, s.Format = huma.TypeInteger, "int64"
	case dictionary.Decimal:
		s.Type = huma.TypeNumber
	case dictionary.Bool:
		s.Type = huma.TypeBoolean
	case dictionary.Date:
		s.Type, s.Format = huma.TypeString, "date"
	case dictionary.Instant:
		s.Type, s.Format = huma.TypeString, "date-time"
	case dictionary.Enum:
		s.Type, s.Enum = huma.TypeString, enumeration(f)
	case dictionary.Reference:
		s.Type, s.Format = huma.TypeInteger, "int64"
	case dictionary.Bytes:
		s.Type, s.ContentEncoding = huma.TypeString, "base64"
	case dictionary.Lines:
		s.Type, s.Items, s.Nullable = huma.TypeArray, refTo(line), false
	default:
		s.Type = huma.TypeString
		if f.Length > 0 {
			s.MaxLength = &f.Length
		}
	}
	return s
}

// enumeration lists the words of a field; nothing is one of them where it may be empty.
func enumeration(f *dictionary.Field) []any {
	var words []any
	for _, word := range f.Values {
		words = append(words, word)
	}
	if !f.Required {
		words = append(words, nil)
	}
	return words
}

// describe is what a description says of a field.
func describe(f *dictionary.Field) string {
	doc := f.Doc
	if f.Type == dictionary.Reference {
		doc = strings.TrimSpace(doc + " The id of a " + dictionary.TypeName(f.Target) + ".")
	}
	if f.Custom {
		doc = strings.TrimSpace(doc + " A field of this account's own.")
	}
	return doc
}

func refTo(name string) *huma.Schema { return &huma.Schema{Ref: "#/components/schemas/" + name} }

// shapeSchema describes a record of fields. What is required must be there.
func shapeSchema(doc string, fields []dictionary.Field, line string, required func(*dictionary.Field) bool) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeObject, Description: doc, Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	for i := range fields {
		f := &fields[i]
		s.Properties[f.Name] = fieldSchema(f, line)
		if required(f) {
			s.Required = append(s.Required, f.Name)
		}
	}
	return s
}

func never(*dictionary.Field) bool { return false }

// objectSchemas puts the descriptions of an object's records into the document: as
// they are read, as they are created, and as they are changed.
func (b *builder) objectSchemas(o *object) {
	name, line := o.TypeName(), ""
	if o.Lines != nil {
		line = o.Lines.TypeName()
		b.schemas[line] = shapeSchema(o.Lines.Doc, o.Lines.Fields, "", never)
	}
	b.schemas[name] = shapeSchema(o.Doc, o.system.Fields, line, func(f *dictionary.Field) bool { return f.Name == "id" || f.Name == "version" })
	b.schemas[name+"Input"] = shapeSchema("What a new record says.", o.Fields, line, func(f *dictionary.Field) bool { return f.Required && f.Initial == "" })
	patch := shapeSchema("What changes of a record: a field that is left out stays as it is, null empties it.", o.Fields, line, never)
	patch.Properties["id"] = &huma.Schema{Type: huma.TypeInteger, Format: "int64", Description: "The record, where the address does not name it."}
	patch.Properties["version"] = &huma.Schema{Type: huma.TypeInteger, Format: "int64", Description: "The version that was seen: refused when the record has another one by now."}
	b.schemas[name+"Patch"] = patch
}

// array describes a list of something.
func array(of *huma.Schema) *huma.Schema { return &huma.Schema{Type: huma.TypeArray, Items: of} }

func typed(t, doc string) *huma.Schema { return &huma.Schema{Type: t, Description: doc} }

// structure describes an object of our own making, all of whose parts are there.
func structure(doc string, parts map[string]*huma.Schema, optional ...string) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeObject, Description: doc, Properties: parts}
	for _, name := range sortedKeys(parts) {
		if !slices.Contains(optional, name) {
			s.Required = append(s.Required, name)
		}
	}
	return s
}

// problemSchema describes an error.
func problemSchema() *huma.Schema {
	var codes []any
	for _, code := range sortedKeys(statuses) {
		codes = append(codes, string(code))
	}
	return structure("An error (RFC 9457).", map[string]*huma.Schema{
		"type":   {Type: huma.TypeString, Format: "uri", Description: "Names the code."},
		"title":  typed(huma.TypeString, "The code in a few words."),
		"status": typed(huma.TypeInteger, "The HTTP status."),
		"detail": typed(huma.TypeString, "What is wrong, in one sentence."),
		"code":   {Type: huma.TypeString, Description: "Stable: programs may rely on it.", Examples: []any{string(tandem.Stale)}, Enum: codes},
		"place":  typed(huma.TypeString, "Where: customer.email."),
		"hint":   typed(huma.TypeString, "What to do about it."),
		"id":     typed(huma.TypeString, "Of a fault of ours: under which the log says more."),
	}, "place", "hint", "id")
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
