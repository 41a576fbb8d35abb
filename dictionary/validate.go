package dictionary

import (
	"fmt"
	"slices"
	"strings"

	"tandem"
)

// Validate checks values that are about to be written to a record of the
// object. The values stand in the order of fields; set says which of them are
// written, and a value that is absent is not written either. With create, the
// required fields must be among them, but for those with an Initial value,
// which FillInitial supplies. Nothing is cut, rounded or mended: what does not
// fit is a problem.
func Validate(object *Object, fields []string, set tandem.Fields, values tandem.Record, create bool) []Problem {
	return NewChecker(object, fields).Check(&set, values, create)
}

// Checker is Validate for many records of the same field list.
type Checker struct {
	object *Object
	names  []string
	fields []*Field      // nil where the object has no such field
	needed []neededField // what a new record cannot do without
}

type neededField struct {
	field *Field
	at    int // in the list; -1 = not in it
}

// NewChecker prepares to check records whose values stand in the order of fields.
func NewChecker(object *Object, fields []string) *Checker {
	c := &Checker{object: object, names: fields}
	for _, name := range fields {
		f, _ := object.Field(name)
		c.fields = append(c.fields, f)
	}
	for i := range object.Fields {
		if f := &object.Fields[i]; f.Required && f.Initial == "" && !f.ReadOnly {
			c.needed = append(c.needed, neededField{f, slices.Index(fields, f.Name)})
		}
	}
	return c
}

// Check checks one record; see Validate. A record without problems costs no allocation.
func (c *Checker) Check(set *tandem.Fields, values tandem.Record, create bool) []Problem {
	if len(c.fields) > tandem.MaxFields || len(values) != len(c.fields) {
		return []Problem{{
			Code: tandem.Invalid, Object: c.object.Name,
			Message: fmt.Sprintf("%d values for %d fields; at most %d can be written", len(values), len(c.fields), tandem.MaxFields),
		}}
	}
	var problems []Problem
	for i, f := range c.fields {
		if set.Has(i) && !values[i].IsAbsent() {
			problems = append(problems, checkField(c.object, c.names[i], f, values[i])...)
		}
	}
	if !create {
		return problems
	}
	for _, n := range c.needed {
		if n.at < 0 || !set.Has(n.at) || values[n.at].IsAbsent() {
			problems = append(problems, Problem{Code: tandem.Invalid, Object: c.object.Name, Field: n.field.Name, Message: mustNotBeEmpty})
		}
	}
	return problems
}

// checkField checks the value of one field, down to the lines of a document.
func checkField(object *Object, name string, f *Field, v tandem.Value) []Problem {
	if f == nil {
		return []Problem{unknownField(object, name)}
	}
	message, hint := "is kept by the system and cannot be written", ""
	if !f.ReadOnly {
		message, hint = checkValue(f, v)
	}
	if message != "" {
		return []Problem{{Code: tandem.Invalid, Object: object.Name, Field: name, Message: message, Hint: hint}}
	}
	if f.Type == Lines && !v.IsEmpty() {
		return checkLines(object, name, v)
	}
	return nil
}

func unknownField(object *Object, name string) Problem {
	problem := Problem{Code: tandem.Invalid, Object: object.Name, Field: name, Message: "no such field", Hint: DidYouMean(name, object.FieldNames())}
	if isSystem(name) {
		problem.Message, problem.Hint = "is kept by the system and cannot be written", ""
	}
	return problem
}

// checkLines checks the lines of a document: each value, and that no two lines share a key.
func checkLines(object *Object, field string, v tandem.Value) []Problem {
	lines, err := v.Lines()
	if err != nil || object.Lines == nil {
		return []Problem{{Code: tandem.Invalid, Object: object.Name, Field: field, Message: "holds no readable lines"}}
	}
	var problems []Problem
	seen := make(map[tandem.Key]int, len(lines))
	for i, line := range lines {
		found := checkLine(object.Lines, line)
		if key, ok := lineKey(object.Lines, line); ok {
			if other := seen[key]; other > 0 {
				found = append(found, Problem{Field: strings.Join(object.Lines.Key, "."), Message: fmt.Sprintf("is the same as in line %d", other)})
			}
			seen[key] = i + 1
		}
		for _, p := range found {
			problems = append(problems, Problem{
				Code: tandem.Invalid, Object: object.Name, Field: field,
				Line: i + 1, Part: p.Field, Message: p.Message, Hint: p.Hint,
			})
		}
	}
	return problems
}

// checkLine checks one line, whose values stand in the order of its object's fields.
func checkLine(object *Object, line tandem.Record) []Problem {
	if len(line) != len(object.Fields) {
		return []Problem{{Message: fmt.Sprintf("has %d values, not %d", len(line), len(object.Fields))}}
	}
	var problems []Problem
	for i := range object.Fields {
		f, v := &object.Fields[i], line[i]
		if v.IsAbsent() {
			v = tandem.NullValue()
		}
		if message, hint := checkValue(f, v); message != "" {
			problems = append(problems, Problem{Field: f.Name, Message: message, Hint: hint})
		}
	}
	return problems
}

// lineKey returns what tells the line apart from the others.
func lineKey(object *Object, line tandem.Record) (tandem.Key, bool) {
	if len(line) != len(object.Fields) || len(object.Key) == 0 {
		return "", false
	}
	var key []byte
	for i := range object.Fields {
		for j, name := range object.Key {
			if object.Fields[i].Name == name {
				if line[i].IsEmpty() {
					return "", false
				}
				key = tandem.AppendKey(key, line[i], j == 0)
			}
		}
	}
	return tandem.Key(key), true
}
