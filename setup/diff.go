package setup

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Change is one thing that applying a configuration changed.
type Change struct {
	Kind   string `json:"kind"` // field, connection, sync, trigger, retention, settings
	Name   string `json:"name"`
	Path   string `json:"path,omitempty"` // what of it: "data point customers: fields.name.convert"; "" = all of it
	What   string `json:"what"`           // created, changed, added, removed
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// String writes the change as one line.
func (c Change) String() string {
	s := c.Kind + " " + c.Name + ": "
	if c.Path != "" {
		s += c.Path + " "
	}
	s += c.What
	if c.Before != "" && c.After != "" {
		s += " (" + c.Before + " -> " + c.After + ")"
	}
	return s
}

// diff compares two stored bodies of one thing; no body is a thing that is not there.
func diff(kind, name string, before, after []byte) ([]Change, error) {
	if before == nil {
		return []Change{{Kind: kind, Name: name, What: "created"}}, nil
	}
	var old, now any
	if err := json.Unmarshal(before, &old); err != nil {
		return nil, fmt.Errorf("stored %s %s: %w", kind, name, err)
	}
	if err := json.Unmarshal(after, &now); err != nil {
		return nil, fmt.Errorf("new %s %s: %w", kind, name, err)
	}
	d := differ{kind: kind, name: name}
	d.compare(nil, old, now)
	return d.changes, nil
}

// differ walks two trees side by side.
type differ struct {
	kind, name string
	changes    []Change
}

func (d *differ) compare(path []string, old, now any) {
	if reflect.DeepEqual(old, now) {
		return
	}
	if a, ok := asNamed(old); ok {
		if b, ok := asNamed(now); ok {
			d.each(path, a, b)
			return
		}
	}
	if len(path) == 2 && path[0] == "sealed" {
		d.secret(path[1], old, now)
		return
	}
	c := Change{Kind: d.kind, Name: d.name, Path: pathText(path), What: "changed", Before: shortText(old), After: shortText(now)}
	switch {
	case old == nil:
		c.What = "added"
	case now == nil:
		c.What = "removed"
	}
	d.changes = append(d.changes, c)
}

// secret tells that a sealed setting changed, unless what is shown of it did too.
func (d *differ) secret(setting string, old, now any) {
	path := "settings." + setting
	if old == nil || now == nil || slices.ContainsFunc(d.changes, func(c Change) bool { return c.Path == path }) {
		return
	}
	d.changes = append(d.changes, Change{Kind: d.kind, Name: d.name, Path: path, What: "changed"})
}

// each compares two sets of named things.
func (d *differ) each(path []string, old, now map[string]any) {
	var names []string
	for name := range old {
		names = append(names, name)
	}
	for name := range now {
		if _, both := old[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if i := slices.Index(names, "sealed"); i >= 0 {
		names = append(slices.Delete(names, i, i+1), "sealed") // behind what is shown of it
	}
	for _, name := range names {
		d.compare(append(slices.Clone(path), name), old[name], now[name])
	}
}

// asNamed sees tables, and lists whose entries have a name, as things by name.
func asNamed(v any) (map[string]any, bool) {
	switch v := v.(type) {
	case map[string]any:
		return v, true
	case []any:
		named := make(map[string]any, len(v))
		for _, entry := range v {
			name, ok := nameOf(entry)
			if !ok || named[name] != nil {
				return nil, false
			}
			named[name] = entry
		}
		return named, len(v) > 0
	default:
		return nil, false
	}
}

func nameOf(entry any) (string, bool) {
	m, ok := entry.(map[string]any)
	if !ok {
		return "", false
	}
	for _, key := range []string{"name", "ours", "theirs"} {
		if s, ok := m[key].(string); ok && s != "" {
			return s, true
		}
	}
	return "", false
}

// pathText writes a path the way people speak of it.
func pathText(path []string) string {
	if len(path) >= 2 && path[0] == "data_points" {
		s := "data point " + path[1]
		if len(path) > 2 {
			s += ": " + strings.Join(path[2:], ".")
		}
		return s
	}
	return strings.Join(path, ".")
}

// shortText shows a single value; what takes more room is not shown.
func shortText(v any) string {
	switch v := v.(type) {
	case string:
		return short(v)
	case float64, bool:
		return fmt.Sprint(v)
	default:
		return ""
	}
}
