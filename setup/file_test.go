package setup_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/setup"
)

// The example of the manual: every form a file may take.
const example = `account: acme
connections:
  - name: erp
    connector: m2m            # or: sql
    settings: {url: "${ERP_URL}"}
syncs:
  - name: erp
    connection: erp
    schedule: "*/5 * * * *"   # or: manual
    guard: {deletes: 50, percent: 5}
    data_points:
      - name: customers
        ours: customer
        theirs: slcdpm
        key: [fcustno]
        cursor: timestamp_column
        deletes: {column: D_E_L_E_T_, value: "*"}
        external_id: fccrmacct
        new_key: {field: fcustno, from: max_plus_one, width: 6}
        constants: {fcurrency: "", fterr: 007}
        operations: {create: both, update: in, delete: in}
        conflict: theirs
        match: [external_number, vat_id, email]
        filter: 'ftype == "C"'
        fields:
          - {ours: name, theirs: fcompany, convert: [trim]}
          - {ours: status, theirs: fcstatus, values: {active: G, hold: H}}
          - {ours: notes, theirs: fmnotes, direction: in, rule: never_erase}
      - name: orders
        ours: sales_order
        theirs: somast
        key: [fsono]
        deletes: scan
        new_key: {field: fsono, from: {table: sysequ, column: fnumber}}
        operations: {create: in, update: in, delete: in}
        fields:
          - {ours: number, theirs: fsono}
          - {ours: customer, theirs: fcustno, reference: customers}
          - {ours: total, value: 'sum(lines, .net)', direction: in}
        lines: {ours: lines, theirs: soitem, parent: {fsono: fsono}, key: [finumber], fields: [{ours: code, theirs: fpartno, convert: [trim]}]}
fields:
  customer:
    - {name: segment, type: enum, values: [a, b], initial: a, label: Segment, doc: "How large: or small"}
    - {name: score, type: decimal, scale: 2, required: true}
  invoice_line:
    - {name: margin, type: decimal, scale: 4}
    - {name: case, type: reference, target: case}
    - {name: remark, type: text, length: 40}
retention: {days: 30, runs: 10}
`

func TestParse(t *testing.T) {
	f, err := setup.Parse("acme.yaml", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if f.Account != "acme" || f.Connections[0].Settings["url"] != "${ERP_URL}" || *f.Syncs[0].Guard != (setup.Guard{Deletes: 50, Percent: 5}) {
		t.Errorf("read %+v", f)
	}
	customers, orders := f.Syncs[0].DataPoints[0], f.Syncs[0].DataPoints[1]
	if customers.Constants["fterr"] != "007" || customers.Fields[1].Values["hold"] != "H" || customers.Deletes.Column != "D_E_L_E_T_" {
		t.Errorf("customers: %+v", customers)
	}
	if got := customers.Fields[0].Places.Of("convert"); got != "acme.yaml:26:44" {
		t.Errorf("convert stands at %s", got)
	}
	if got := customers.Fields[0].Places.Of("rule"); got != "acme.yaml:26:13" {
		t.Errorf("a key left out stands at %s", got)
	}
	if got := *orders.NewKey; got != (setup.NewKey{Field: "fsono", From: "table", Table: "sysequ", Column: "fnumber"}) {
		t.Errorf("new key: %+v", got)
	}
	if orders.Lines.Parent["fsono"] != "fsono" || orders.Lines.Fields[0].Ours != "code" {
		t.Errorf("lines: %+v", orders.Lines)
	}
}

func TestParseTellsEverythingWrongAtOnce(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"not YAML", "account: [", []string{`f.yaml:1:10: this is not valid YAML: sequence end token ']' not found`}},
		{"empty", "# nothing\n", []string{"f.yaml: the file is empty"}},
		{"a list", "- a\n", []string{"f.yaml:1:1: the file must be a set of keys with values, here is a list"}},
		{"invalid UTF-8", "account: a\nx: \xff\n", []string{"f.yaml:2:4: the file is not valid UTF-8 (save the file as UTF-8)"}},
		{"two documents", "account: a\n---\naccount: b\n", []string{"f.yaml:3:1: the file holds more than one document (put everything under one set of keys)"}},
		{"unknown key", "acount: a\n", []string{"f.yaml:1:1: the file has no key acount (did you mean account?)"}},
		{"twice", "account: a\naccount: b\n", []string{`f.yaml:2:1: this is not valid YAML: mapping key "account" already defined at [1:1]`}},
		{"later", "exports: []\n", []string{"f.yaml:1:1: exports cannot be configured by file yet (take it out of the file)"}},
		{"anchor", "account: &a b\n", []string{"f.yaml:1:10: account must be a text, here is an anchor or alias, which configuration does not use"}},
		{"connection", "connections:\n  - nam: erp\n    connector: sql\n", []string{
			"f.yaml:2:5: an entry of connections needs a name",
			"f.yaml:2:5: an entry of connections has no key nam (did you mean name?)",
		}},
		{"not a list", "connections: {name: erp}\n", []string{"f.yaml:1:14: connections must be a list, here is a set of keys (begin each entry with a dash)"}},
		{"all of it", `syncs:
  - name: erp
    connection: erp
    guard: {deletes: many, percent: -1}
    data_points:
      - name: customers
        ours: customer
        theirs: slcdpm
        operations: {create: bot}
        conflict: thiers
        deletes: never
        new_key: {field: a, form: database}
        fields:
          - {ours: name, theirs: fcompany, convert: {trim: 1}, direktion: in}
          - {ours: email}
          - {}
`, []string{
			`f.yaml:4:13: deletes must be a whole number, not negative, here is "many"`,
			`f.yaml:4:28: percent must be a number, not negative, here is "-1"`,
			`f.yaml:9:22: create cannot be "bot" (did you mean both?)`,
			`f.yaml:10:9: conflict cannot be "thiers" (did you mean theirs?)`,
			`f.yaml:11:9: deletes cannot be "never" (deletes: scan, {column: D_E_L_E_T_, value: "*"} or {log: TABLE})`,
			`f.yaml:12:18: new_key does not say where a key comes from (from: database, sequence, max_plus_one, ours, or table and column of the next number)`,
			`f.yaml:12:29: new_key has no key form (did you mean from?)`,
			`f.yaml:14:53: an entry of convert must be a text, here is a set of keys`,
			`f.yaml:14:64: field name has no key direktion (did you mean direction?)`,
			`f.yaml:15:13: field email has no counterpart (name the field of the other side, or give a value)`,
			`f.yaml:16:13: a field needs ours, theirs or both`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := setup.Parse("f.yaml", []byte(tt.text))
			if diff := cmp.Diff(tt.want, told(t, err)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// told writes problems as a person sees them, with the hint in brackets.
func told(t *testing.T, err error) []string {
	t.Helper()
	problems, ok := errors.AsType[setup.Problems](err)
	if !ok {
		t.Fatalf("want problems, got %v", err)
	}
	var lines []string
	for _, p := range problems {
		line := p.Error()
		if p.Hint != "" {
			line += " (" + p.Hint + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte("a: &b [*b]\n? {x: y}\n: !!z 1"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := setup.Parse("f.yaml", text)
		if (file == nil) && err == nil {
			t.Error("neither a file nor an error")
		}
	})
}
