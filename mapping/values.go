package mapping

import (
	"slices"
	"strings"

	"tandem"
	"tandem/dictionary"
)

// anyCode among the codes of a value map reads everything no other entry reads.
const anyCode = "*"

// valueMap is a compiled value map: enumerations of ours and codes of theirs.
// They are short, so looking through a slice beats hashing.
type valueMap struct {
	ours   []tandem.Value // the values of ours, sorted as written
	write  []tandem.Value // the code written for each; absent = none
	codes  []tandem.Value // the codes that are read ...
	reads  []int          // ... and which of ours each stands for
	others int            // which of ours every other code stands for; -1 = none
	blank  bool           // the empty text is a code; null reads as it, for some databases keep no empty texts
	empty  bool           // an empty text without an entry is nothing there
}

// valueMap reads Rule.Values. An entry "active: G|A|*" writes G and reads G, A
// and everything else.
func (c *compiler) valueMap(rule *Rule, ours *dictionary.Field, kind tandem.Kind, padded bool, direction tandem.Direction) *valueMap {
	m := &valueMap{others: -1, empty: ours == nil || !ours.Required}
	names := make([]string, 0, len(rule.Values))
	for name := range rule.Values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value, ok := c.ourValue(name, ours)
		if !ok {
			continue
		}
		m.ours = append(m.ours, value)
		c.addCodes(m, name, rule.Values[name], kind, padded, direction)
	}
	if ours != nil && ours.Type == dictionary.Enum && direction.Has(tandem.Out) {
		c.warnUncovered(ours, names)
	}
	return m
}

// ourValue reads the left side of an entry as a value of our field.
func (c *compiler) ourValue(name string, ours *dictionary.Field) (tandem.Value, bool) {
	if ours == nil {
		return tandem.TextValue(name), true
	}
	if ours.Type == dictionary.Enum && !slices.Contains(ours.Values, name) {
		c.failHintf(dictionary.DidYouMean(name, ours.Values), "%s.%s cannot be %q, only %s", c.ours.Name, ours.Name, name, strings.Join(ours.Values, ", "))
		return tandem.Value{}, false
	}
	value, ok := readAs(name, ours.Type.Kind())
	if !ok {
		c.failf("value map: %q is not %s, as %s.%s is", name, article(ours.Type.Kind()), c.ours.Name, ours.Name)
	}
	return value, ok
}

// addCodes reads the right side of the entry made last.
func (c *compiler) addCodes(m *valueMap, name, codes string, kind tandem.Kind, padded bool, direction tandem.Direction) {
	entry := len(m.ours) - 1
	m.write = append(m.write, tandem.Value{})
	for i, code := range strings.Split(codes, "|") {
		if code == anyCode {
			if m.others >= 0 {
				c.failf("value map: two entries take every other code")
			}
			m.others = entry
			continue
		}
		if padded {
			code = strings.TrimRight(code, " ")
		}
		value, ok := readAs(code, kind)
		if !ok {
			c.failf("value map: their code %q is not %s", code, article(kind))
			continue
		}
		if i == 0 {
			m.write[entry] = value
		}
		if slices.Contains(m.codes, value) {
			if direction.Has(tandem.In) {
				c.failHintf("give it to one of them, or set direction: out", "value map: their code %q stands for more than one value of ours", code)
			}
			continue
		}
		m.blank = m.blank || value == tandem.TextValue("")
		m.codes = append(m.codes, value)
		m.reads = append(m.reads, entry)
	}
	if m.write[entry].IsAbsent() && direction.Has(tandem.Out) {
		c.failf("value map: there is no code to write for %q", name)
	}
}

func (c *compiler) warnUncovered(ours *dictionary.Field, names []string) {
	var missing []string
	for _, value := range ours.Values {
		if !slices.Contains(names, value) {
			missing = append(missing, value)
		}
	}
	if len(missing) > 0 {
		c.warnf("rows with such a value fail until the value map has it", "%s.%s can be %s, which the value map does not know", c.ours.Name, ours.Name, strings.Join(missing, ", "))
	}
}

// readAs reads the text of a configuration as a value of a kind.
func readAs(text string, kind tandem.Kind) (tandem.Value, bool) {
	switch kind {
	case tandem.Text, tandem.Absent:
		return tandem.TextValue(text), true
	case tandem.Bool:
		return tandem.ParseBool(text)
	default:
		if text == "" {
			return tandem.NullValue(), true
		}
		v, err := toKind(tandem.TextValue(text), kind)
		return v, err == nil
	}
}

func (m *valueMap) step() step {
	s := step{in: m.in, out: m.out}
	// Where several values of ours share a code, one of them is the normal form.
	if len(m.codes) < len(m.ours) {
		s.norm = thereAndBack(s)
	}
	return s
}

func (m *valueMap) in(v tandem.Value) (tandem.Value, error) {
	if v.IsAbsent() {
		return v, nil
	}
	if v.IsNull() && m.blank {
		v = tandem.TextValue("")
	}
	for i := range m.codes {
		if m.codes[i] == v {
			return m.ours[m.reads[i]], nil
		}
	}
	switch {
	case v.IsNull(), m.empty && v.IsEmpty():
		return tandem.NullValue(), nil
	case m.others >= 0:
		return m.ours[m.others], nil
	default:
		return tandem.Value{}, invalid("their code %s has no counterpart in the value map", shown(v))
	}
}

func (m *valueMap) out(v tandem.Value) (tandem.Value, error) {
	for i := range m.ours {
		if m.ours[i] == v && !m.write[i].IsAbsent() {
			return m.write[i], nil
		}
	}
	if v.IsAbsent() || v.IsNull() {
		return v, nil
	}
	return tandem.Value{}, invalid("%s has no counterpart in the value map", shown(v))
}
