package dictionary

import (
	"fmt"
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
	if len(fields) > tandem.MaxFields || len(values) != len(fields) {
		return []Problem{{
			Code: tandem.Invalid, Object: object.Name,
			Message: fmt.Sprintf("%d values for %d fields; at most %d can be written", len(values), len(fields), tandem.MaxFields),
		}}
	}
	var problems []Problem
	written := make(map[string]bool, len(fields))
	for i, name := range fields {
		if !set.Has(i) || values[i].IsAbsent() {
			continue
		}
		written[name] = true
		problems = append(problems, checkField(object, name, values[i])...)
	}
	if create {
		problems = append(problems, checkMissing(object, written)...)
	}
	return problems
}

// checkField checks the value of one field, down to the lines of a document.
func checkField(object *Object, name string, v tandem.Value) []Problem {
	problem := Problem{Code: tandem.Invalid, Object: object.Name, Field: name}
	f, ok := object.Field(name)
	if !ok {
		problem.Message, problem.Hint = "no such field", DidYouMean(name, object.FieldNames())
		if isSystem(name) {
			problem.Message, problem.Hint = "is kept by the system and cannot be written", ""
		}
		return []Problem{problem}
	}
	if f.ReadOnly {
		problem.Message = "is kept by the system and cannot be written"
		return []Problem{problem}
	}
	if problem.Message, problem.Hint = checkValue(f, v); problem.Message != "" {
		return []Problem{problem}
	}
	if f.Type == Lines && !v.IsEmpty() {
		return checkLines(object, name, v)
	}
	return nil
}

// checkMissing finds the required fields a new record was given no value for.
func checkMissing(object *Object, written map[string]bool) []Problem {
	var problems []Problem
	for i := range object.Fields {
		f := &object.Fields[i]
		if f.Required && f.Initial == "" && !f.ReadOnly && !written[f.Name] {
			problems = append(problems, Problem{Code: tandem.Invalid, Object: object.Name, Field: f.Name, Message: mustNotBeEmpty})
		}
	}
	return problems
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
