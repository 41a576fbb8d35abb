package setup

import "github.com/goccy/go-yaml/ast"

// Field says how one field of ours and one of theirs correspond.
type Field struct {
	Ours      string      `json:"ours,omitempty"`
	Theirs    string      `json:"theirs,omitempty"`
	Value     string      `json:"value,omitempty"`     // an expression instead of the other side's field; one way only
	Convert   []string    `json:"convert,omitempty"`   // converters, applied in order from them to us
	Values    []ValuePair `json:"values,omitempty"`    // value map
	Direction string      `json:"direction,omitempty"` // both (also when left out), in, out
	Rule      string      `json:"rule,omitempty"`      // never_erase, only_if_empty, create_only
	Reference string      `json:"reference,omitempty"` // the data point their key belongs to
	Conflict  string      `json:"conflict,omitempty"`  // instead of the data point's
	Places    Places      `json:"-"`
}

// ValuePair is one value of ours and its counterpart. Where several of theirs
// mean the same, the first is the one that is written.
type ValuePair struct {
	Ours   string   `json:"ours"`
	Theirs []string `json:"theirs"`
}

// Name says which field it is, in messages: ours, or theirs when there is none.
func (f *Field) Name() string {
	if f.Ours != "" {
		return f.Ours
	}
	return f.Theirs
}

func readField(t *table) Field {
	f := Field{
		Ours: t.text("ours"), Theirs: t.text("theirs"), Value: t.text("value"),
		Convert:   t.texts("convert"),
		Values:    readValues(t),
		Direction: t.word("direction", "both", "in", "out"),
		Rule:      t.word("rule", "never_erase", "only_if_empty", "create_only"),
		Reference: t.text("reference"),
		Conflict:  t.word("conflict", "ours", "theirs", "newest", "ask"),
		Places:    t.places,
	}
	t.what = "field " + f.Name()
	switch {
	case f.Ours == "" && f.Theirs == "":
		t.r.problems.add(t.places[""], "", "a field needs ours, theirs or both")
	case f.Value == "" && (f.Ours == "" || f.Theirs == ""):
		t.r.problems.add(t.places[""], "name the field of the other side, or give a value", "field %s has no counterpart", f.Name())
	}
	return f
}

// readValues reads a value map: ours to theirs, or to a list of theirs.
func readValues(t *table) []ValuePair {
	v := t.table("values")
	if v == nil {
		return nil
	}
	pairs := make([]ValuePair, 0, len(v.keys))
	for i, ours := range v.keys {
		p := ValuePair{Ours: ours}
		for _, n := range t.r.list(v.values[i]) {
			if _, null := n.(*ast.NullNode); null {
				p.Theirs = append(p.Theirs, "")
				continue
			}
			if s, ok := t.r.scalar("a value of "+ours, n); ok {
				p.Theirs = append(p.Theirs, s)
			}
		}
		pairs = append(pairs, p)
		t.places["values."+ours] = v.places[ours]
	}
	return pairs
}
