package setup

// Field says how one field of ours and one of theirs correspond.
type Field struct {
	Ours      string            `json:"ours,omitempty"`
	Theirs    string            `json:"theirs,omitempty"`
	Value     string            `json:"value,omitempty"`     // an expression instead of the other side's field; one way only
	Convert   []string          `json:"convert,omitempty"`   // converters, applied in order from them to us
	Values    map[string]string `json:"values,omitempty"`    // value map: ours to theirs
	Direction string            `json:"direction,omitempty"` // both (also when left out), in, out
	Rule      string            `json:"rule,omitempty"`      // never_erase, only_if_empty, create_only
	Reference string            `json:"reference,omitempty"` // the data point their key belongs to
	Conflict  string            `json:"conflict,omitempty"`  // instead of the data point's
	Places    Places            `json:"-"`
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
		Values:    t.fixed("values"),
		Direction: t.word("direction", "both", "in", "out"),
		Rule:      t.word("rule", "never_erase", "only_if_empty", "create_only"),
		Reference: t.text("reference"),
		Conflict:  t.word("conflict", "ours", "theirs", "newest", "ask"),
		Places:    t.places,
	}
	t.call("field", f.Name())
	switch {
	case f.Ours == "" && f.Theirs == "":
		t.r.problems.addf(t.places[""], "", "a field needs ours, theirs or both")
	case f.Value == "" && (f.Ours == "" || f.Theirs == ""):
		t.r.problems.addf(t.places[""], "name the field of the other side, or give a value", "field %s has no counterpart", f.Name())
	}
	return f
}
