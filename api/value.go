package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"tandem"
	"tandem/dictionary"
)

// members are the members of a JSON object, still unread.
type members map[string]json.RawMessage

// readMembers reads a JSON object.
func readMembers(raw []byte, what string) (members, error) {
	var m members
	if err := json.Unmarshal(raw, &m); err != nil || m == nil {
		return nil, tandem.Errorf(tandem.Usage, "%s is not a JSON object", what).Because(err)
	}
	return m, nil
}

// readValue reads the value of a field. Null is null, and an empty text stays one.
func readValue(object *dictionary.Object, f *dictionary.Field, raw json.RawMessage) (tandem.Value, error) {
	place := object.Name + "." + f.Name
	raw = bytes.TrimSpace(raw)
	switch {
	case string(raw) == "null":
		return tandem.NullValue(), nil
	case f.Type == dictionary.Lines:
		return readLines(object.Lines, place, raw)
	case len(raw) > 0 && raw[0] == '"':
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return tandem.Value{}, tandem.Errorf(tandem.Usage, "is not a text").At(place)
		}
		if f.Type == dictionary.Text || f.Type == dictionary.Enum {
			return tandem.TextValue(text), nil
		}
		return parseText(f, text, place)
	case f.Type == dictionary.Text || f.Type == dictionary.Enum || f.Type == dictionary.Date || f.Type == dictionary.Instant || f.Type == dictionary.Bytes:
		return tandem.Value{}, tandem.Errorf(tandem.Invalid, "is no text").At(place).WithHint("write it in quotation marks")
	default:
		return parseText(f, string(raw), place)
	}
}

// parseText reads a value that is written as text. Only texts may be empty.
func parseText(f *dictionary.Field, text, place string) (tandem.Value, error) {
	if strings.TrimSpace(text) == "" && f.Type != dictionary.Bytes {
		return tandem.Value{}, tandem.Errorf(tandem.Invalid, "is empty").At(place).WithHint("null is how a field is emptied")
	}
	v, err := dictionary.Parse(f, text)
	if err != nil {
		return v, tandem.Errorf(tandem.Invalid, "is not %s", f.Type).At(place).Because(err)
	}
	if f.Type == dictionary.Bytes && text == "" {
		return tandem.BytesValue(""), nil
	}
	return v, nil
}

// readLines reads the lines of a document, whole: what a line does not say is null.
func readLines(line *dictionary.Object, place string, raw json.RawMessage) (tandem.Value, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil || line == nil {
		return tandem.Value{}, tandem.Errorf(tandem.Invalid, "is no list of lines").At(place)
	}
	lines := make([]tandem.Record, len(list))
	for i, raw := range list {
		at := place + "[" + strconv.Itoa(i+1) + "]"
		m, err := readMembers(raw, at)
		if err != nil {
			return tandem.Value{}, err
		}
		lines[i] = emptyLine(line)
		for name, value := range m {
			k := fieldAt(line.Fields, name)
			if k < 0 {
				return tandem.Value{}, unknownField(line, name).At(at + "." + name)
			}
			if lines[i][k], err = readValue(line, &line.Fields[k], value); err != nil {
				return tandem.Value{}, err
			}
		}
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, len(line.Fields), lines))), nil
}

func emptyLine(o *dictionary.Object) tandem.Record {
	line := make(tandem.Record, len(o.Fields))
	for i := range line {
		line[i] = tandem.NullValue()
	}
	return line
}

func fieldAt(fields []dictionary.Field, name string) int {
	for i := range fields {
		if fields[i].Name == name {
			return i
		}
	}
	return -1
}

func unknownField(o *dictionary.Object, name string) *tandem.Error {
	return tandem.Errorf(tandem.Invalid, "%s has no field %q", o.Name, name).At(o.Name + "." + name).WithHint(dictionary.DidYouMean(name, o.FieldNames()))
}
