package setup

// Lines says how the lines of a document correspond.
type Lines struct {
	Ours   string            `json:"ours"`   // our field that holds the lines
	Theirs string            `json:"theirs"` // their object with a row per line
	Parent map[string]string `json:"parent"` // field of the line -> field of the document
	Key    []string          `json:"key"`    // orders the lines of a document and tells them apart
	Joins  []Join            `json:"joins,omitempty"`
	Fields []Field           `json:"fields"`
	Places Places            `json:"-"`
}

// Join brings in the fields of a further table, written table.field.
type Join struct {
	Theirs string            `json:"theirs"`
	On     map[string]string `json:"on"` // field of the joined table -> field of the line
}

func readLines(t *table) *Lines {
	if t == nil {
		return nil
	}
	defer t.done()
	l := &Lines{
		Ours: t.text("ours"), Theirs: t.need("theirs"),
		Parent: t.fixed("parent"), Key: t.texts("key"),
		Joins:  readEach(t, "joins", readJoin),
		Fields: readEach(t, "fields", readField),
		Places: t.places,
	}
	t.what = "lines"
	if l.Ours == "" {
		l.Ours = "lines"
	}
	if len(l.Parent) == 0 {
		t.r.problems.addf(t.places[""], "parent: {field of the line: field of the document}", "lines do not say how they belong to their document")
	}
	return l
}

func readJoin(t *table) Join {
	return Join{Theirs: t.need("theirs"), On: t.fixed("on")}
}
