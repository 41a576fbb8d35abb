package dictionary

import (
	"fmt"
	"strings"

	"tandem"
)

// CustomField is a field an account adds to an object.
type CustomField struct {
	Object string `json:"object"` // also of lines: "invoice_line"
	Field  Field  `json:"field"`
}

// maxScale leaves a custom decimal at least six digits before the point.
const maxScale = 12

// WithCustom returns a copy of base with an account's fields added to its
// objects. Fields that cannot be added are left out and told as problems.
func WithCustom(base *Dictionary, custom []CustomField) (*Dictionary, []Problem) {
	d := base.Clone()
	var problems []Problem
	for _, c := range custom {
		if p := d.add(c); p != nil {
			problems = append(problems, *p)
		}
	}
	return d, problems
}

// add puts one custom field into the dictionary, or says why not.
func (d *Dictionary) add(c CustomField) *Problem {
	object, ok := d.ObjectOrLines(c.Object)
	if !ok {
		return customProblem(c, "no such object", DidYouMean(c.Object, d.names()))
	}
	f := c.Field
	f.Custom = true
	f.Values = append([]string(nil), f.Values...)
	if f.Label == "" {
		f.Label = label(f.Name)
	}
	if message, hint := d.checkCustom(object, &f); message != "" {
		return customProblem(c, message, hint)
	}
	object.Fields = append(object.Fields, f)
	return nil
}

func customProblem(c CustomField, message, hint string) *Problem {
	return &Problem{Code: tandem.Config, Object: c.Object, Field: c.Field.Name, Message: message, Hint: hint}
}

// checkCustom tells why the field cannot be added to the object.
func (d *Dictionary) checkCustom(object *Object, f *Field) (message, hint string) {
	if !isName(f.Name) {
		return "is not a name", fmt.Sprintf("small letters, digits and single underscores, beginning with a letter, at most %d", maxName)
	}
	if _, taken := object.Field(f.Name); taken || isSystem(f.Name) {
		return "there is a field of that name already", ""
	}
	if len(object.Fields) >= tandem.MaxFields-len(SystemFields()) {
		return fmt.Sprintf("%s cannot take more fields", object.Name), ""
	}
	if f.ReadOnly || f.Unique {
		return "a custom field is neither read-only nor unique", ""
	}
	if f.Length < 0 {
		return "a length is not negative", "0 is no limit"
	}
	if message, hint := d.checkType(f); message != "" {
		return message, hint
	}
	return checkInitial(f)
}

// checkType tells what is wrong with what goes with the field's type.
func (d *Dictionary) checkType(f *Field) (message, hint string) {
	switch f.Type {
	case Text, Integer, Bool, Date, Instant:
		return "", ""
	case Decimal:
		if f.Scale < 0 || f.Scale > maxScale {
			return fmt.Sprintf("a decimal has 0 to %d digits behind the point", maxScale), ""
		}
		return "", ""
	case Enum:
		return checkWords(f.Values)
	case Reference:
		if _, ok := d.Object(f.Target); !ok {
			return fmt.Sprintf("points at %q, which is no object", f.Target), DidYouMean(f.Target, d.names())
		}
		return "", ""
	default:
		types := []string{string(Text), string(Integer), string(Decimal), string(Bool), string(Date), string(Instant), string(Enum), string(Reference)}
		return fmt.Sprintf("%q is not a type for a custom field", f.Type), "one of " + strings.Join(types, ", ")
	}
}

// checkWords checks the values of an enumeration: some, each once, none empty.
func checkWords(words []string) (message, hint string) {
	if len(words) == 0 {
		return "an enumeration needs values", ""
	}
	seen := make(map[string]bool, len(words))
	for _, word := range words {
		if m, _ := checkText(&Field{Length: 100}, word); m != "" || strings.TrimSpace(word) != word || word == "" {
			return fmt.Sprintf("%q cannot be a value: it is empty, too long or has blanks around it", clip(word)), ""
		}
		if seen[word] {
			return fmt.Sprintf("the value %q is there twice", word), ""
		}
		seen[word] = true
	}
	return "", ""
}

// checkInitial checks that a new record may get the initial value.
func checkInitial(f *Field) (message, hint string) {
	if f.Initial == "" {
		return "", ""
	}
	v, err := Parse(f, f.Initial)
	if err != nil {
		return fmt.Sprintf("the initial value %q is not %s", clip(f.Initial), want(f.Type)), ""
	}
	if message, hint := checkValue(f, v); message != "" {
		return "the initial value " + message, hint
	}
	return "", ""
}

// label makes a label of a name: "Delivery terms" of "delivery_terms".
func label(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "_", " ")
}
