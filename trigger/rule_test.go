package trigger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/dictionary"
	"tandem/expr"
	"tandem/trigger"
)

func when(t *testing.T, text string) *expr.Program {
	t.Helper()
	object, _ := dictionary.Standard().Object("case")
	p, err := expr.CompileCondition(text, expr.Changes(object))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// side is a record whose status is known.
func side(status string) func(string) tandem.Value {
	return func(field string) tandem.Value {
		if field == "status" && status != "" {
			return tandem.TextValue(status)
		}
		return tandem.NullValue()
	}
}

func TestRules(t *testing.T) {
	const edit, create, remove = tandem.Update, tandem.Create, tandem.Delete
	person, api := tandem.Actor{Origin: tandem.ByPerson}, tandem.Actor{Origin: tandem.ByAPI}
	erp, shop := tandem.Actor{Origin: tandem.BySync, Name: "erp"}, tandem.Actor{Origin: tandem.BySync, Name: "shop"}
	rules := trigger.NewRules([]trigger.Rule{
		{Receiver: 1, Object: "case", On: []tandem.Op{create, edit, remove}},
		{Receiver: 2, Object: "case", On: []tandem.Op{edit}, Fields: []string{"status", "owner"}},
		{Receiver: 3, Object: "case", On: []tandem.Op{edit, remove}, When: when(t, `new.status == "closed" and old.status != "closed"`)},
		{Receiver: 4, Object: "case", On: []tandem.Op{remove}, When: when(t, `status == "closed"`)},
		{Receiver: 5, Object: "case", On: []tandem.Op{create, edit}, From: []string{"sync:erp", "import"}},
		{Receiver: 6, Object: "case", On: []tandem.Op{edit}, From: []string{"sync"}},
		{Receiver: 7, Object: "task", On: []tandem.Op{edit}},
		{Receiver: 8, Object: "case", On: []tandem.Op{create}, When: when(t, `integer(subject) > 1`)},
	})
	for _, test := range []struct {
		name       string
		op         tandem.Op
		by         tandem.Actor
		changed    string
		was, is    string
		want       []int64
		may, looks bool
	}{
		{"created by a person", create, person, "", "", "new", []int64{1}, true, true},
		{"edited elsewhere", edit, api, "subject", "open", "open", []int64{1}, true, true},
		{"closed", edit, person, "status", "open", "closed", []int64{1, 2, 3}, true, true},
		{"closed already", edit, person, "subject", "closed", "closed", []int64{1}, true, true},
		{"deleted closed", remove, person, "", "closed", "", []int64{1, 4}, true, true},
		{"by the named connection", edit, erp, "status", "open", "closed", []int64{5, 6}, true, false},
		{"by another one", edit, shop, "status", "open", "closed", []int64{6}, true, false},
		{"by an import", create, tandem.Actor{Origin: tandem.ByImport}, "", "", "new", []int64{5}, true, false},
		{"deleted by a sync", remove, erp, "", "closed", "", nil, false, false},
		{"undone", edit, tandem.Actor{Origin: tandem.ByUndo}, "status", "closed", "open", nil, false, false},
	} {
		deed := &tandem.Deed{Object: "case", Op: test.op, Actor: test.by, Before: side(test.was), After: side(test.is)}
		if test.changed != "" {
			deed.Changed = []string{test.changed}
		}
		if diff := cmp.Diff(test.want, rules.Due(deed)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if may, looks := rules.Watches("case", test.op, test.by); may != test.may || looks != test.looks {
			t.Errorf("%s: watched %v, looks %v", test.name, may, looks)
		}
	}
	if may, _ := rules.Watches("invoice", edit, person); may {
		t.Error("nobody hears of invoices")
	}

	// What cannot be computed counts as met.
	broken := &tandem.Deed{Object: "case", Op: create, Actor: person, Before: side(""), After: func(string) tandem.Value { return tandem.TextValue("no number") }}
	if diff := cmp.Diff([]int64{1, 8}, rules.Due(broken)); diff != "" {
		t.Errorf("a condition that fails (-want +got):\n%s", diff)
	}
}

func TestWordsForOperations(t *testing.T) {
	for _, word := range trigger.Operations() {
		op, ok := trigger.ParseOperation(word)
		if !ok || trigger.Operation(op) != word {
			t.Errorf("%s is read as %v", word, op)
		}
	}
	if _, ok := trigger.ParseOperation("update"); ok {
		t.Error("update is a word of triggers")
	}
}

// Three days in all, as it is documented.
func TestRetriesTakeThreeDays(t *testing.T) {
	total := 0.0
	for _, wait := range trigger.DefaultRetries() {
		total += wait.Hours()
	}
	if total < 70 || total > 73 {
		t.Errorf("retries take %.1f hours", total)
	}
}

func TestTemplatesEscape(t *testing.T) {
	for kind, want := range map[string]string{
		"application/json": `a\"b<&é`, "application/problem+json; charset=utf-8": `a\"b<&é`, "text/xml": "a&#34;b&lt;&amp;é", "image/svg+xml": "a&#34;b&lt;&amp;é",
		"application/x-www-form-urlencoded": "a%22b%3C%26%C3%A9", "text/plain": `a"b<&é`, "": `a"b<&é`,
	} {
		if got := trigger.EscapeFor(kind)(`a"b<&é`); got != want {
			t.Errorf("%s: %s, want %s", kind, got, want)
		}
	}
	if got := trigger.InHeader("a\r\nX-Evil: 1"); got != "a  X-Evil: 1" {
		t.Errorf("a header becomes %q", got)
	}
}
