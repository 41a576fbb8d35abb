package store

import (
	"bytes"
	"encoding/json"
	"slices"

	"tandem"
)

// appendFieldChange adds "field":[before,after] to a JSON object in the making.
func appendFieldChange(dst []byte, name string, before, after tandem.Value, lines []*column) []byte {
	if len(dst) == 0 {
		dst = append(dst, '{')
	} else {
		dst = append(dst, ',')
	}
	dst = append(tandem.AppendJSONText(dst, name), ':', '[')
	dst = append(appendLoggedValue(dst, before, lines), ',')
	dst = appendLoggedValue(dst, after, lines)
	return append(dst, ']')
}

// closeObject ends a JSON object that may have no fields.
func closeObject(dst []byte) []byte {
	if len(dst) == 0 {
		return dst
	}
	return append(dst, '}')
}

// appendDeleted writes the whole record before it was deleted, nulls left out.
func appendDeleted(dst []byte, lay *layout, record tandem.Record) []byte {
	for i, c := range lay.columns {
		name := lay.table.listAt
		if c != nil {
			name = c.name
		}
		if !record[i].IsNull() {
			dst = appendFieldChange(dst, name, record[i], tandem.NullValue(), lay.lines)
		}
	}
	return closeObject(dst)
}

// appendLoggedValue writes a value, a list as an array of objects whose nulls
// are left out.
func appendLoggedValue(dst []byte, v tandem.Value, columns []*column) []byte {
	if v.Kind() != tandem.List {
		return appendJSON(dst, v)
	}
	lines, err := v.Lines()
	if err != nil {
		return append(dst, "null"...) // what the store itself encoded can be decoded
	}
	dst = append(dst, '[')
	for n, line := range lines {
		if n > 0 {
			dst = append(dst, ',')
		}
		start := len(dst)
		for i, c := range columns {
			if line[i].IsNull() || line[i].IsAbsent() {
				continue
			}
			if len(dst) == start {
				dst = append(dst, '{')
			} else {
				dst = append(dst, ',')
			}
			dst = append(tandem.AppendJSONText(dst, c.name), ':')
			dst = appendJSON(dst, line[i])
		}
		if len(dst) == start {
			dst = append(dst, '{')
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// decodeFieldChanges reads what appendFieldChange wrote, in its order. Fields
// the dictionary has no longer are read as what they look like.
func decodeFieldChanges(text string, t *table) ([]tandem.FieldChange, error) {
	if text == "" {
		return nil, nil
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	if _, err := decoder.Token(); err != nil {
		return nil, corruptChange(err)
	}
	var changes []tandem.FieldChange
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, corruptChange(err)
		}
		var sides [2]json.RawMessage
		if err := decoder.Decode(&sides); err != nil {
			return nil, corruptChange(err)
		}
		field, _ := name.(string)
		change := tandem.FieldChange{Field: field}
		if change.Before, err = t.parseLogged(field, sides[0]); err == nil {
			change.After, err = t.parseLogged(field, sides[1])
		}
		if err != nil {
			return nil, corruptChange(err)
		}
		changes = append(changes, change)
	}
	return changes, nil
}

func corruptChange(err error) error {
	return tandem.Errorf(tandem.Internal, "a row of the change log is damaged").Because(err)
}

func (t *table) parseLogged(field string, raw json.RawMessage) (tandem.Value, error) {
	if t == nil {
		return parseJSON(raw, guessKind(raw)), nil
	}
	if t.lines != nil && field == t.listAt {
		return t.lines.parseList(raw)
	}
	c, ok := t.column(field)
	if !ok {
		return parseJSON(raw, guessKind(raw)), nil
	}
	return parseJSON(raw, c.kind), nil
}

func (t *table) parseList(raw json.RawMessage) (tandem.Value, error) {
	if string(raw) == "null" {
		return tandem.NullValue(), nil
	}
	var lines []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &lines); err != nil {
		return tandem.Value{}, err
	}
	records := make([]tandem.Record, len(lines))
	for i, line := range lines {
		records[i] = slices.Repeat(tandem.Record{tandem.NullValue()}, len(t.columns))
		for name, text := range line {
			if at, ok := t.index[name]; ok {
				records[i][at] = parseJSON(text, t.columns[at].kind)
			}
		}
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, len(t.columns), records))), nil
}
