package setup_test

import (
	"strings"
	"testing"

	"tandem"
)

const withFields = `fields:
  customer:
    - {name: segment, type: enum, values: [a, b]}
    - {name: nick, type: text, length: 20}
`

const mapsNick = `connections:
  - name: crm
    connector: memory
    settings: {system: demo, token: "${TOKEN}"}
syncs:
  - name: crm
    connection: crm
    data_points:
      - name: customers
        ours: customer
        theirs: kunden
        key: [nr]
        cursor: stand
        match: [nick]
        fields:
          - {ours: external_number, theirs: nr, direction: in}
          - {ours: nick, theirs: firma}
`

// A file adds fields and maps them at once; what it does not name stays.
func TestCustomFieldsInAFile(t *testing.T) {
	b := newBench(t)
	b.mustApply(t, withFields+mapsNick, "field customer.segment: created", "field customer.nick: created", "connection crm: created", "sync crm: created")
	b.mustApply(t, withFields+mapsNick)
	b.mustApply(t, "fields:\n  customer:\n    - {name: segment, type: enum, values: [a, b, c], label: Size}\n",
		"field customer.segment: label added", "field customer.segment: values changed")
	f, err := b.config.File(t.Context(), 1, "acme")
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Fields) != 2 || len(f.Fields[1].Field.Values) != 3 {
		t.Errorf("stored are %+v", f.Fields)
	}
	before, err := b.config.Syncs(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	b.mustApply(t, "fields:\n  customer:\n    - {name: segment, type: enum, values: [a]}\n", "field customer.segment: label removed", "field customer.segment: values changed")
	if after, err := b.config.Syncs(t.Context(), 1); err != nil || after[0].Version == before[0].Version {
		t.Errorf("a worker would not notice that a field changed: %v", err)
	}

	remove := "fields:\n  customer:\n    - {name: nick, removed: true}\n"
	if _, err := b.apply(t, remove); tandem.CodeOf(err) != tandem.Config || !strings.Contains(err.Error(), "f.yaml:3:20: data point customers of sync crm still uses customer.nick") {
		t.Errorf("removing a field that is mapped: %v", err)
	}
	b.mustApply(t, remove+"syncs:\n  - {name: crm, removed: true}\n", "sync crm: removed", "field customer.nick: removed")
	b.mustApply(t, remove)
}

func TestCustomFieldsThatCannotBe(t *testing.T) {
	b := newBench(t)
	b.mustApply(t, withFields, "field customer.segment: created", "field customer.nick: created")
	for text, want := range map[string]string{
		"customer:\n    - {name: nick, type: integer}":                        "f.yaml:3:20: customer.nick is text and cannot become integer",
		"customer:\n    - {name: name, type: text}":                           "f.yaml:3:7: customer.name: there is a field of that name already",
		"custmer:\n    - {name: a, type: text}":                               "f.yaml:3:7: custmer.a: no such object",
		"customer:\n    - {name: a, type: float}":                             `f.yaml:3:7: customer.a: "float" is not a type for a custom field`,
		"customer:\n    - {name: a, type: enum}":                              "f.yaml:3:7: customer.a: an enumeration needs values",
		"customer:\n    - {name: a, type: text}\n    - {name: a, type: text}": "f.yaml:4:8: there are two fields customer.a",
	} {
		if _, err := b.apply(t, "fields:\n  "+text+"\n"); tandem.CodeOf(err) != tandem.Config || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngives %v,\nnot %s", text, err, want)
		}
	}
}

func TestRetentionInAFile(t *testing.T) {
	b := newBench(t)
	keeps := func(want tandem.Retention) {
		t.Helper()
		if got, err := b.config.Retention(t.Context(), 1); err != nil || got != want {
			t.Errorf("runs are kept %+v, %v; want %+v", got, err, want)
		}
	}
	keeps(tandem.DefaultRetention())
	b.mustApply(t, "retention: {days: 30}", "retention runs: created")
	keeps(tandem.Retention{Days: 30, Runs: 100})
	b.mustApply(t, "retention: {days: 30}")
	b.mustApply(t, "account: acme")
	keeps(tandem.Retention{Days: 30, Runs: 100})
	b.mustApply(t, "retention: {days: 7, runs: 5}", "retention runs: days changed (30 -> 7)", "retention runs: runs changed (100 -> 5)")
	keeps(tandem.Retention{Days: 7, Runs: 5})
}

// A field may go as long as nothing speaks of it: a word of a text, or a column of
// theirs that bears its name, does not.
func TestWhatSpeaksOfACustomField(t *testing.T) {
	const before = `fields:
  customer:
    - {name: art, type: text}
  sales_order_line:
    - {name: margin, type: decimal, scale: 2}
`
	for _, c := range []struct {
		point string
		kept  string // which field must stay
	}{
		{"ours: customer, theirs: kunden, key: [nr], filter: 'art == \"A\"', fields: [{ours: name, theirs: firma}]", ""},
		{"ours: customer, theirs: kunden, key: [nr], fields: [{theirs: firma, value: 'name + \" art\"'}]", ""},
		{"ours: customer, theirs: kunden, key: [nr], fields: [{ours: name, value: 'firma + art'}]", ""},
		{"ours: customer, theirs: kunden, key: [nr], fields: [{theirs: firma, value: 'name + art'}]", "customer.art"},
		{"ours: customer, theirs: kunden, key: [nr], match: [name+art], fields: [{ours: name, theirs: firma}]", "customer.art"},
		{"ours: sales_order, theirs: kunden, key: [nr], fields: [{ours: net, value: 'sum(lines, .margin)'}], lines: {theirs: personen, parent: {kunde: nr}, fields: [{ours: description, theirs: name}]}", "sales_order_line.margin"},
		{"ours: sales_order, theirs: kunden, key: [nr], fields: [{ours: number, theirs: nr}], lines: {theirs: personen, parent: {kunde: nr}, fields: [{theirs: name, value: 'text(margin)'}]}", "sales_order_line.margin"},
		{"ours: sales_order, theirs: kunden, key: [nr], fields: [{ours: number, theirs: nr}], lines: {theirs: personen, parent: {kunde: nr}, fields: [{ours: description, theirs: name}]}", ""},
	} {
		b := newBench(t)
		b.terms.Offline = true // what speaks of a field is told without asking anybody
		connection := "connections:\n  - {name: crm, connector: memory, settings: {system: demo, token: \"${TOKEN}\"}}\n"
		if _, err := b.apply(t, before+connection+"syncs:\n  - {name: crm, connection: crm, data_points: [{name: p, "+c.point+"}]}\n"); err != nil {
			t.Fatalf("%s\nis refused: %v", c.point, err)
		}
		for field, remove := range map[string]string{
			"customer.art":            "fields: {customer: [{name: art, removed: true}]}",
			"sales_order_line.margin": "fields: {sales_order_line: [{name: margin, removed: true}]}",
		} {
			if _, err := b.apply(t, remove); (err != nil) != (field == c.kept) {
				t.Errorf("%s\nremoving %s: %v", c.point, field, err)
			}
		}
	}
}
