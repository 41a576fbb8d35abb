package main

import (
	"context"
	"encoding/json"
	"os/user"
	"strconv"
	"strings"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

// person is who edits from the command line: whoever may use the data directory
// owns what is in it.
func person() tandem.Actor {
	name := "command line"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return tandem.Actor{Origin: tandem.ByPerson, Name: name, Role: tandem.Owner}
}

// versionArgument reads the version that somebody saw of a record; "" is 0: it does not matter.
func versionArgument(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, tandem.Errorf(tandem.Usage, "--if-version counts from 1: %q", text).WithHint("record get shows the version")
	}
	return n, nil
}

// edits is the part of the record commands that read "field=value".
func edits(object *dictionary.Object, assignments []string) ([]engine.FieldValue, error) {
	list := make([]engine.FieldValue, len(assignments))
	for i, text := range assignments {
		name, value, err := assignment(text)
		if err != nil {
			return nil, err
		}
		v, err := parseValue(object, name, value)
		if err != nil {
			return nil, err
		}
		list[i] = engine.FieldValue{Field: name, Value: v}
	}
	return list, nil
}

// parseValue reads the value of a field as typed; lines are JSON.
func parseValue(object *dictionary.Object, name, text string) (tandem.Value, error) {
	f, ok := object.Field(name)
	if !ok {
		return tandem.Value{}, tandem.Errorf(tandem.Invalid, "%s has no field %s", object.Name, name).WithHint(dictionary.DidYouMean(name, object.FieldNames()))
	}
	if f.Type == dictionary.Lines {
		return parseLines(object.Lines, text)
	}
	v, err := dictionary.Parse(f, text)
	if e, ok := err.(*tandem.Error); ok { //nolint:errorlint // Parse returns nothing else
		return v, e.At(object.Name + "." + name)
	}
	return v, err
}

// parseLines reads the lines of a document: [{"code": "A1", "quantity": 2}].
func parseLines(line *dictionary.Object, text string) (tandem.Value, error) {
	var rows []map[string]any
	if text != "" {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&rows); err != nil {
			return tandem.Value{}, tandem.Errorf(tandem.Usage, "lines are written as JSON").WithHint(`lines='[{"position": 1, "code": "A1", "quantity": 2}]'`)
		}
	}
	lines := make([]tandem.Record, len(rows))
	for i, row := range rows {
		record := make(tandem.Record, len(line.Fields))
		for name, value := range row {
			at := position(line, name)
			if at < 0 {
				return tandem.Value{}, tandem.Errorf(tandem.Invalid, "a line has no field %s", name).WithHint(dictionary.DidYouMean(name, line.FieldNames()))
			}
			v, err := dictionary.Parse(&line.Fields[at], jsonText(value))
			if err != nil {
				return tandem.Value{}, err
			}
			record[at] = v
		}
		lines[i] = record
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, len(line.Fields), lines))), nil
}

func position(o *dictionary.Object, name string) int {
	for i := range o.Fields {
		if o.Fields[i].Name == name {
			return i
		}
	}
	return -1
}

// jsonText is a JSON value as people would type it.
func jsonText(v any) string {
	if s, ok := v.(string); ok || v == nil {
		return s
	}
	octets, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(octets)
}

// write sends one edit through the door and wakes a running server, so that it
// leaves for the connected systems at once.
func (a *app) write(ctx context.Context, account int64, object string, edit engine.Edit) (*engine.Written, error) {
	results, err := a.engine.Write(ctx, account, person(), object, []engine.Edit{edit})
	if err != nil {
		return nil, err
	}
	if results[0].Err != nil {
		return nil, results[0].Err
	}
	poke(ctx, a.dir)
	return &results[0], nil
}

// object opens the account and finds the object a command is about.
func (a *app) object(ctx context.Context, name string) (*tandem.Account, *dictionary.Object, error) {
	account, err := a.openAccount(ctx)
	if err != nil {
		return nil, nil, err
	}
	d, err := a.store.Dictionary(ctx, account.ID)
	if err != nil {
		return nil, nil, err
	}
	o, err := objectArgument(d, name)
	return account, o, err
}
