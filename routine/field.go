package routine

import (
	"context"
	"slices"
	"strings"

	"tandem"
	"tandem/dictionary"
)

// customTypes are the types a field of an account's own may have.
var customTypes = []string{"text", "integer", "decimal", "bool", "date", "instant", "enum", "reference"}

func fieldAdd() Routine {
	return Routine{
		Name: "field_add", Label: "Add a field", Right: tandem.Configure, Changes: true,
		Doc: "Adds a field of the account's own to an object, or changes one; its type stays. SOAP and REST have it from then on, behind the others.",
		Params: []dictionary.Field{
			needed(param(dictionary.Text, "object", "Object", "The object, or the lines of a document: customer, invoice_line.")),
			needed(param(dictionary.Text, "name", "Name", "The field's name: small letters, digits, underscores.")),
			needed(dictionary.Field{Name: "type", Label: "Type", Doc: "What it holds.", Type: dictionary.Enum, Values: customTypes}),
			param(dictionary.Text, "label", "Label", "What people read."),
			param(dictionary.Text, "doc", "Meaning", "What it means."),
			param(dictionary.Integer, "length", "Length", "Of a text: most characters."),
			param(dictionary.Integer, "scale", "Scale", "Of a decimal: digits behind the point."),
			param(dictionary.Text, "values", "Values", "Of an enum: its words, parted by commas."),
			param(dictionary.Text, "target", "Target", "Of a reference: the object it points at."),
			param(dictionary.Text, "initial", "Initial", "What a new record gets that says nothing."),
			{Name: "required", Label: "Required", Doc: "It must not be empty when a record is written.", Type: dictionary.Bool, Initial: "false"},
		},
		Results: []dictionary.Field{doneResult()},
		do: func(ctx context.Context, c *call) (Values, error) {
			f := dictionary.Field{
				Name: c.text("name"), Type: dictionary.Type(c.text("type")), Label: c.text("label"), Doc: c.text("doc"),
				Length: int(c.int("length")), Scale: int(c.int("scale")), Values: words(c.text("values")), Target: c.text("target"),
				Initial: c.text("initial"), Required: c.params["required"].Bool(),
			}
			was, err := c.customField(ctx, c.text("object"), f.Name)
			if err != nil {
				return nil, err
			}
			if err := c.Fields.AddField(ctx, c.account, dictionary.CustomField{Object: c.text("object"), Field: f}); err != nil {
				return nil, err
			}
			is, err := c.customField(ctx, c.text("object"), f.Name)
			return Values{"changed": tandem.BoolValue(was == nil || is != nil && !equalFields(was, is))}, err
		},
	}
}

func fieldRemove() Routine {
	return Routine{
		Name: "field_remove", Label: "Remove a field", Right: tandem.Configure, Changes: true,
		Doc: "Takes a field of the account's own away, and with it what records hold in it.",
		Params: []dictionary.Field{
			needed(param(dictionary.Text, "object", "Object", "The object, or the lines of a document.")), needed(param(dictionary.Text, "name", "Name", "The field's name.")),
		},
		do: func(ctx context.Context, c *call) (Values, error) {
			return Values{}, c.Fields.RemoveField(ctx, c.account, c.text("object"), c.text("name"))
		},
	}
}

// words reads words parted by commas.
func words(text string) (list []string) {
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word != "" {
			list = append(list, word)
		}
	}
	return list
}

// customField is a field as it is now; nil when there is none.
func (c *call) customField(ctx context.Context, object, name string) (*dictionary.Field, error) {
	dict, err := c.Records.Dictionary(ctx, c.account)
	if err != nil {
		return nil, err
	}
	o, ok := dict.ObjectOrLines(object)
	if !ok {
		return nil, nil //nolint:nilnil // whoever adds the field says what is wrong
	}
	f, _ := o.Field(name)
	return f, nil
}

// equalFields compares what may be changed of a field.
func equalFields(a, b *dictionary.Field) bool {
	return a.Label == b.Label && a.Doc == b.Doc && a.Length == b.Length && a.Scale == b.Scale && a.Target == b.Target &&
		a.Initial == b.Initial && a.Required == b.Required && slices.Equal(a.Values, b.Values)
}
