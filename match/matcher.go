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
	at   int // in the record
	form form
}

// Problem is something wrong with a match rule.
type Problem struct {
	Err  *tandem.Error // code Config
	Rule int           // which of the rules
}

// Compile reads match rules, strongest first. fields names the values of the
// records Keys will be given: fields of ours.
func Compile(rules, fields []string) (*Matcher, []Problem) {
	m := &Matcher{}
	var problems []Problem
	for i, source := range rules {
		r, err := compileRule(source, fields)
		if err == nil && slices.Contains(rules[:i], source) {
			err = tandem.Errorf(tandem.Config, "match rule %q is there twice", source)
		}
		if err != nil {
			problems = append(problems, Problem{Err: err, Rule: i})
			continue
		}
		m.rules = append(m.rules, r)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return m, nil
}

func compileRule(source string, fields []string) (rule, *tandem.Error) {
	var r rule
	for name := range strings.SplitSeq(source, "+") {
		name = strings.TrimSpace(name)
		at := slices.Index(fields, name)
		if at < 0 {
			return r, tandem.Errorf(tandem.Config, "match rule %q: no field %q is mapped", source, name).
				WithHint("mapped are " + strings.Join(fields, ", "))
		}
		r.parts = append(r.parts, part{at: at, form: formOf(name)})
	}
	return r, nil
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
