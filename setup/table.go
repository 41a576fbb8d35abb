package setup

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// table is a set of keys with values being read. Whoever reads it asks for the
// keys it knows; done then complains of every other key.
type table struct {
	r      *reader
	what   string // for messages: "data point customers"
	node   ast.Node
	keys   []string
	values []ast.Node
	places Places
	asked  []string
}

// add takes one pair of the file.
func (t *table) add(pair *ast.MappingValueNode) {
	key, ok := t.r.scalar("a key", pair.Key)
	if !ok {
		return
	}
	if slices.Contains(t.keys, key) {
		t.r.atf(pair.Key, "", "%s appears twice", key)
		return
	}
	t.keys = append(t.keys, key)
	t.values = append(t.values, pair.Value)
	t.places[key] = t.r.place(pair.Key)
}

// get returns the value of a key; an empty one counts as left out.
func (t *table) get(key string) (ast.Node, bool) {
	if t == nil {
		return nil, false
	}
	t.asked = append(t.asked, key)
	i := slices.Index(t.keys, key)
	if i < 0 {
		return nil, false
	}
	if _, null := t.values[i].(*ast.NullNode); null {
		return nil, false
	}
	return t.values[i], true
}

// done notes every key nobody asked for.
func (t *table) done() {
	if t == nil {
		return
	}
	for _, key := range t.keys {
		if !slices.Contains(t.asked, key) {
			t.r.problems.addf(t.places[key], didYouMean(key, t.asked), "%s has no key %s", t.what, key)
		}
	}
}

// text reads a key as one text, "" when it is left out.
func (t *table) text(key string) string {
	n, ok := t.get(key)
	if !ok {
		return ""
	}
	s, _ := t.r.scalar(key, n)
	return s
}

// need is text, and a problem when it is left out.
func (t *table) need(key string) string {
	s := t.text(key)
	if t != nil && strings.TrimSpace(s) == "" {
		t.r.problems.addf(t.places.Of(key), "", "%s needs a %s", t.what, key)
	}
	return s
}

// word is text that must be one of a choice.
func (t *table) word(key string, choice ...string) string {
	s := t.text(key)
	if s != "" && !slices.Contains(choice, s) {
		t.r.problems.addf(t.places.Of(key), didYouMean(s, choice), "%s cannot be %q", key, s)
		return ""
	}
	return s
}

// number reads a key as a whole number that is not negative.
func (t *table) number(key string) int {
	s := t.text(key)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		t.r.problems.addf(t.places.Of(key), "", "%s must be a whole number, not negative, here is %q", key, s)
		return 0
	}
	return n
}

// decimal reads a key as a number that is not negative.
func (t *table) decimal(key string) float64 {
	s := t.text(key)
	if s == "" {
		return 0
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !(f >= 0 && f < 1e12) {
		t.r.problems.addf(t.places.Of(key), "", "%s must be a number, not negative, here is %q", key, s)
		return 0
	}
	return f
}

// is reads a key as true or false; left out, it is false.
func (t *table) is(key string) bool {
	switch s := t.text(key); s {
	case "", "false":
		return false
	case "true":
		return true
	default:
		t.r.problems.addf(t.places.Of(key), "", "%s must be true or false, here is %q", key, s)
		return false
	}
}

// texts reads a key as a list of texts; one text alone is a list of one.
func (t *table) texts(key string) []string {
	n, ok := t.get(key)
	if !ok {
		return nil
	}
	var list []string
	for _, item := range t.r.list(n) {
		if s, ok := t.r.scalar("an entry of "+key, item); ok {
			list = append(list, s)
		}
	}
	return list
}

// table reads a key as keys with values; nil when it is left out.
func (t *table) table(key string) *table {
	n, ok := t.get(key)
	if !ok {
		return nil
	}
	return t.r.table(key, n)
}

// tables reads a key as a list of tables.
func (t *table) tables(key string) []*table {
	n, ok := t.get(key)
	if !ok {
		return nil
	}
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		t.r.atf(n, "begin each entry with a dash", "%s must be a list, here is %s", key, describe(n))
		return nil
	}
	var list []*table
	for _, item := range s.Values {
		if entry := t.r.table("an entry of "+key, item); entry != nil {
			list = append(list, entry)
		}
	}
	return list
}

// pair is one key of a table whose keys are names of the user's own.
type pair struct {
	Key, Value string
}

// pairs reads a key as names of the user's own with texts, in the file's order.
func (t *table) pairs(key string) []pair {
	inner := t.table(key)
	if inner == nil {
		return nil
	}
	list := make([]pair, 0, len(inner.keys))
	for i, name := range inner.keys {
		if _, null := inner.values[i].(*ast.NullNode); null {
			list = append(list, pair{Key: name})
			continue
		}
		if s, ok := t.r.scalar(name, inner.values[i]); ok {
			list = append(list, pair{name, s})
		}
		t.places[key+"."+name] = inner.places[name]
	}
	return list
}

// fixed is pairs without their order, nil when there are none.
func (t *table) fixed(key string) map[string]string {
	list := t.pairs(key)
	if len(list) == 0 {
		return nil
	}
	m := make(map[string]string, len(list))
	for _, p := range list {
		m[p.Key] = p.Value
	}
	return m
}

// call gives the table its own name in messages, once that is known.
func (t *table) call(kind, name string) {
	if name != "" {
		t.what = kind + " " + name
	}
}
