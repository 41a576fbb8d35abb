package message

import (
	"fmt"
	"strconv"
	"strings"
)

// step is one name of a path: a field, and which item of a list.
type step struct {
	name  string
	index int // -1 = all, where reading; the last, where putting
}

// parsePath splits "order.lines[].sku" or "order.lines[2].sku". A name with a
// namespace, "{urn:a.b}name", may hold dots.
func parsePath(path string) ([]step, error) {
	var steps []step
	for rest := path; rest != ""; {
		end := len(rest)
		for i, depth := 0, 0; i < len(rest); i++ {
			switch rest[i] {
			case '{':
				depth++
			case '}':
				depth--
			}
			if rest[i] == '.' && depth == 0 {
				end = i
				break
			}
		}
		name := rest[:end]
		rest = strings.TrimPrefix(rest[end:], ".")
		s := step{name: name, index: -1}
		if bare, index, found := strings.Cut(name, "["); found {
			number, closed := strings.CutSuffix(index, "]")
			n, err := strconv.Atoi(number)
			if !closed || number != "" && (err != nil || n < 0) {
				return nil, fmt.Errorf("%q is no path: %q is no place in a list", path, "["+index)
			}
			s.name = bare
			if number != "" {
				s.index = n
			}
		}
		if s.name == "" {
			return nil, fmt.Errorf("%q is no path: a name is missing", path)
		}
		steps = append(steps, s)
	}
	return steps, nil
}

// At returns all values that a path leads to; lists on the way are gone
// through, whether the path says so or not. A path that is none leads nowhere.
func (v *Value) At(path string) []*Value {
	steps, err := parsePath(path)
	if err != nil {
		return nil
	}
	here := v.Items()
	for _, s := range steps {
		var next []*Value
		for _, at := range here {
			items := at.Field(s.name).Items()
			if s.index >= 0 {
				items = items[min(s.index, len(items)):min(s.index+1, len(items))]
			}
			next = append(next, items...)
		}
		here = next
	}
	return here
}

// First returns the first value that a path leads to, nil if there is none.
func (v *Value) First(path string) *Value {
	if found := v.At(path); len(found) > 0 {
		return found[0]
	}
	return nil
}

// Put puts a value where a path leads, and makes what is missing on the way.
// "lines[]" is the last item of the list lines; "lines[2]" the third.
func (v *Value) Put(path string, value *Value) error {
	steps, err := parsePath(path)
	if err != nil {
		return err
	}
	if len(steps) == 0 {
		return fmt.Errorf("the path is empty")
	}
	here := v
	for i, s := range steps {
		if here.kind != KindGroup {
			return fmt.Errorf("%q leads through something that has no fields", path)
		}
		isLast := i == len(steps)-1
		isList := s.index >= 0 || strings.Contains(path, s.name+"[]")
		if isLast && !isList {
			here.Set(s.name, value)
			return nil
		}
		here, err = here.reach(s, isList, path)
		if err != nil {
			return err
		}
		if isLast {
			*here = *value
		}
	}
	return nil
}

// maxIndex bounds the lists that a path can make.
const maxIndex = 10_000

// reach returns the group that a step leads to.
func (v *Value) reach(s step, isList bool, path string) (*Value, error) {
	child := v.Field(s.name)
	if child == nil {
		child = Group()
		if isList {
			child = List()
		}
		v.Set(s.name, child)
	}
	if child.kind != KindList {
		return child, nil
	}
	at := s.index
	if at < 0 {
		at = max(0, len(child.items)-1)
	}
	if at > maxIndex {
		return nil, fmt.Errorf("%q leads beyond %d items", path, maxIndex)
	}
	for len(child.items) <= at {
		child.items = append(child.items, Group())
	}
	return child.items[at], nil
}
