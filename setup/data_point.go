package setup

import "github.com/goccy/go-yaml/ast"

// DataPoint is one pair of objects kept in step.
type DataPoint struct {
	Name       string            `json:"name"`
	Ours       string            `json:"ours"`
	Theirs     string            `json:"theirs"`
	Key        []string          `json:"key,omitempty"`
	Cursor     string            `json:"cursor,omitempty"`      // their column that grows with every change, or "scan"
	Overlap    int               `json:"overlap,omitempty"`     // seconds a cursor over a time is set back, for late commits
	Deletes    *Deletes          `json:"deletes,omitempty"`     // nil = by complete scan
	ExternalID string            `json:"external_id,omitempty"` // their column for our lasting key
	NewKey     *NewKey           `json:"new_key,omitempty"`
	Constants  map[string]string `json:"constants,omitempty"` // what a new row needs and we do not map
	Operations Operations        `json:"operations"`
	Conflict   string            `json:"conflict,omitempty"`   // ours, theirs, newest, ask (also when left out)
	ChangedAt  string            `json:"changed_at,omitempty"` // newest: their column with the time of change
	Match      []string          `json:"match,omitempty"`
	Filter     string            `json:"filter,omitempty"`
	With       string            `json:"with,omitempty"` // "customers": a record of ours goes there only together with the customer it is the first of
	Routines   *Routines         `json:"routines,omitempty"`
	Fields     []Field           `json:"fields"`
	Lines      *Lines            `json:"lines,omitempty"`
	Places     Places            `json:"-"`
}

// Operations is the operation matrix: in, out, both or off for each.
type Operations struct {
	Create string `json:"create"`
	Update string `json:"update"`
	Delete string `json:"delete"`
}

// Deletes tells how deleted rows show: by a value in a column, or in a table
// that logs their keys.
type Deletes struct {
	Column string `json:"column,omitempty"`
	Value  string `json:"value,omitempty"`
	Log    string `json:"log,omitempty"`
	Cursor string `json:"cursor,omitempty"` // growing column of the log
}

// NewKey is the rule by which a created row gets its key.
type NewKey struct {
	Field    string `json:"field"`
	From     string `json:"from"` // database, sequence, table, max_plus_one, ours
	Width    int    `json:"width,omitempty"`
	Sequence string `json:"sequence,omitempty"`
	Table    string `json:"table,omitempty"`
	Column   string `json:"column,omitempty"`
	Where    string `json:"where,omitempty"`
}

// Routines names stored procedures to write through.
type Routines struct {
	Create string `json:"create,omitempty"`
	Update string `json:"update,omitempty"`
	Delete string `json:"delete,omitempty"`
}

func readDataPoint(t *table) DataPoint {
	p := DataPoint{Name: t.need("name"), Ours: t.need("ours"), Theirs: t.need("theirs"), Places: t.places}
	t.call("data point", p.Name)
	p.Key = t.texts("key")
	p.Cursor = t.text("cursor")
	p.Overlap = t.number("overlap")
	p.Deletes = readDeletes(t)
	p.ExternalID = t.text("external_id")
	p.NewKey = readNewKey(t)
	p.Constants = t.fixed("constants")
	p.Operations = readOperations(t)
	p.Conflict = t.word("conflict", "ours", "theirs", "newest", "ask")
	p.ChangedAt = t.text("changed_at")
	p.Match = t.texts("match")
	p.Filter = t.text("filter")
	p.With = t.text("with")
	p.Routines = readRoutines(t.table("routines"))
	p.Fields = readEach(t, "fields", readField)
	p.Lines = readLines(t.table("lines"))
	return p
}

// readOperations reads the matrix. Left out, everything comes in and nothing
// goes out; an operation left out of a matrix that is there is off.
func readOperations(t *table) Operations {
	o := t.table("operations")
	if o == nil {
		return Operations{Create: "in", Update: "in", Delete: "in"}
	}
	defer o.done()
	return Operations{Create: readDirection(o, "create"), Update: readDirection(o, "update"), Delete: readDirection(o, "delete")}
}

func readDirection(o *table, key string) string {
	if w := o.word(key, "both", "in", "out", "off"); w != "" {
		return w
	}
	return "off"
}

// readDeletes accepts the word scan or a table.
func readDeletes(t *table) *Deletes {
	n, ok := t.get("deletes")
	if !ok {
		return nil
	}
	if isTable(n) {
		d := t.r.table("deletes", n)
		defer d.done()
		out := &Deletes{Column: d.text("column"), Value: d.text("value"), Log: d.text("log"), Cursor: d.text("cursor")}
		if (out.Column == "") == (out.Log == "") {
			t.r.problems.addf(d.places[""], "deletes: scan, {column: D_E_L_E_T_, value: \"*\"} or {log: TABLE}", "deletes needs either a column with a value or a log")
		}
		return out
	}
	if s, ok := t.r.scalar("deletes", n); ok && s != "scan" {
		t.r.problems.addf(t.places["deletes"], "deletes: scan, {column: D_E_L_E_T_, value: \"*\"} or {log: TABLE}", "deletes cannot be %q", s)
	}
	return nil
}

// readNewKey accepts from as a word, or as a table with the place of the next number.
func readNewKey(t *table) *NewKey {
	k := t.table("new_key")
	if k == nil {
		return nil
	}
	defer k.done()
	out := &NewKey{
		Field: k.text("field"), Width: k.number("width"),
		Sequence: k.text("sequence"), Table: k.text("table"), Column: k.text("column"), Where: k.text("where"),
	}
	n, ok := k.get("from")
	switch {
	case ok && isTable(n):
		from := k.r.table("from", n)
		defer from.done()
		out.From = "table"
		out.Sequence, out.Table, out.Column, out.Where = from.text("sequence"), from.text("table"), from.text("column"), from.text("where")
		if out.Sequence != "" {
			out.From = "sequence"
		}
	case ok:
		out.From = k.word("from", "database", "sequence", "table", "max_plus_one", "ours")
	case out.Table != "":
		out.From = "table"
	case out.Sequence != "":
		out.From = "sequence"
	default:
		k.r.problems.addf(k.places[""], "from: database, sequence, max_plus_one, ours, or table and column of the next number", "new_key does not say where a key comes from")
	}
	if out.From == "table" && (out.Table == "" || out.Column == "") {
		k.r.problems.addf(k.places[""], "", "new_key from a table needs its table and column")
	}
	if out.From == "sequence" && out.Sequence == "" {
		k.r.problems.addf(k.places[""], "", "new_key from a sequence needs its name")
	}
	return out
}

func readRoutines(t *table) *Routines {
	if t == nil {
		return nil
	}
	defer t.done()
	return &Routines{Create: t.text("create"), Update: t.text("update"), Delete: t.text("delete")}
}

func isTable(n ast.Node) bool {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	default:
		return false
	}
}
