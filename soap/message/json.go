package message

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"tandem/soap/xmltree"
)

// MarshalJSON writes the tree as JSON: groups are objects, in order.
func (v *Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case KindNull:
		return []byte("null"), nil
	case KindList:
		return json.Marshal(v.items)
	case KindXML:
		var w xmltree.Writer
		w.WriteElement(v.xml)
		return json.Marshal(string(w.Bytes()))
	case KindText:
		return json.Marshal(v.text)
	case KindGroup:
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range v.fields {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(f.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(f.Value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads a tree. Numbers and booleans become texts.
func (v *Value) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	read, err := readJSON(d, 0)
	if err == nil {
		*v = *read
	}
	return err
}

const maxDepth = 100

func readJSON(d *json.Decoder, depth int) (*Value, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("the JSON is more than %d levels deep", maxDepth)
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case nil:
		return Null(), nil
	case json.Delim:
		if t == '{' {
			return readObject(d, depth)
		}
		list := List()
		for d.More() {
			item, err := readJSON(d, depth+1)
			if err != nil {
				return nil, err
			}
			list.items = append(list.items, item)
		}
		_, err := d.Token()
		return list, err
	}
	return Text(fmt.Sprint(token)), nil
}

func readObject(d *json.Decoder, depth int) (*Value, error) {
	group := Group()
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		key, ok := name.(string)
		if !ok {
			return nil, errors.New("a name is expected")
		}
		value, err := readJSON(d, depth+1)
		if err != nil {
			return nil, err
		}
		group.fields = append(group.fields, Field{Name: key, Value: value})
	}
	_, err := d.Token()
	return group, err
}
