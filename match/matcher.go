package match

import (
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"tandem"
)

// Key is the hash of a record's normalised values under one rule; 0 = there is
// nothing usable.
type Key uint64

// Matcher turns records in normal form into keys. It is never changed after
// Compile and may be used by any number of goroutines.
type Matcher struct {
	rules []rule
}

// rule is the fields whose values together make one key.
type rule struct {
	parts []part
}

type part struct {
	at   int // in the record; unmapped = nowhere
	form form
}

// unmapped stands for a field that no record has.
const unmapped = -1

// Problem is something wrong with a match rule.
type Problem struct {
	Err   *tandem.Error // code Config
	Rule  int           // which of the rules
	Field string        // of a rule that is left aside: the field that is not mapped; "" = the rules cannot be used
}

// Compile reads match rules, strongest first. fields names the values of the
// records Keys will be given: fields of ours. A rule over a field that is not
// among them gives nobody a key. It is told of but keeps its turn, so that the
// others keep theirs. Where no rule can give a key there is no matcher.
func Compile(rules, fields []string) (*Matcher, []Problem) {
	m := &Matcher{}
	var problems []Problem
	usable, works := true, false
	for i, source := range rules {
		if slices.Contains(rules[:i], source) {
			problems = append(problems, Problem{Err: tandem.Errorf(tandem.Config, "match rule %q is there twice", source), Rule: i})
			usable = false
			continue
		}
		r, missing := compileRule(source, fields)
		if missing != "" {
			problems = append(problems, Problem{Err: notMapped(source, missing, fields), Rule: i, Field: missing})
		}
		works = works || missing == ""
		m.rules = append(m.rules, r)
	}
	if !usable || !works {
		return nil, problems
	}
	return m, problems
}

// Fields are the fields of ours that a rule compares.
func Fields(rule string) []string {
	names := strings.Split(rule, "+")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return names
}

// compileRule reads one rule; missing is the first of its fields that is not mapped.
func compileRule(source string, fields []string) (r rule, missing string) {
	for _, name := range Fields(source) {
		at := slices.Index(fields, name)
		if at == unmapped && missing == "" {
			missing = name
		}
		r.parts = append(r.parts, part{at: at, form: formOf(name)})
	}
	return r, missing
}

func notMapped(source, name string, fields []string) *tandem.Error {
	return tandem.Errorf(tandem.Config, "match rule %q: no field %q is mapped", source, name).
		WithHint("mapped are " + strings.Join(fields, ", "))
}

// Rules is how many rules there are, and so how many keys a record has.
func (m *Matcher) Rules() int { return len(m.rules) }

// Keys appends the keys of a record, one per rule, to dst. References must be
// resolved before.
func (m *Matcher) Keys(n tandem.Record, dst []Key) []Key {
	for i := range m.rules {
		dst = append(dst, m.rules[i].key(n, uint64(i)))
	}
	return dst
}

func (r *rule) key(n tandem.Record, seed uint64) Key {
	var buf [128]byte
	text := buf[:0]
	for _, p := range r.parts {
		if len(text) > 0 {
			text = append(text, '\x1f')
		}
		before := len(text)
		text = p.append(text, n)
		if len(text) == before {
			return 0
		}
	}
	// 0 means "no key": the one value in 2^64 that would hash to it moves.
	return Key(max(xxh3.HashSeed(text, seed), 1))
}

// append writes the normal form of the part's value, nothing if it has none.
func (p part) append(dst []byte, n tandem.Record) []byte {
	if p.at == unmapped {
		return dst
	}
	v := n[p.at]
	switch v.Kind() {
	case tandem.Text:
		return p.form.append(dst, v.Text())
	case tandem.Absent, tandem.Null, tandem.List, tandem.Bytes:
		return dst
	case tandem.Reference:
		if _, unresolved := v.Unresolved(); unresolved {
			return dst
		}
		return v.Append(dst)
	case tandem.Integer, tandem.Decimal:
		if v.Int() == 0 {
			return dst // numbers start at one; zero stands for none
		}
		return v.Append(dst)
	default:
		return v.Append(dst)
	}
}
