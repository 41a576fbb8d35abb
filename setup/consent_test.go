package setup_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tandem/setup"
)

// outgoing lets customers go out, and people through their procedures.
func outgoing(t *testing.T) string {
	t.Helper()
	text := strings.NewReplacer(
		"cursor: stand", "cursor: stand\n        operations: {create: in, update: both, delete: in}",
		"theirs: personen", "theirs: personen\n        operations: {create: in, update: both, delete: out}\n        routines: {update: p_update, delete: p_delete}",
	).Replace(small)
	if !strings.Contains(text, "p_delete") || !strings.Contains(text, "update: both, delete: in") {
		t.Fatal("the file is not what this test thinks")
	}
	return text
}

// mayWrite lists the data points that may write, and those that would if somebody confirmed it.
func (b *bench) mayWrite(t *testing.T) (may, unconfirmed []string) {
	t.Helper()
	syncs, err := b.config.Syncs(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range syncs {
		for _, p := range s.Points {
			if p.Writable {
				may = append(may, p.Name)
			}
		}
		unconfirmed = append(unconfirmed, s.Unconfirmed()...)
	}
	return may, unconfirmed
}

func (b *bench) expectWriting(t *testing.T, when string, may, unconfirmed []string) {
	t.Helper()
	gotMay, gotUnconfirmed := b.mayWrite(t)
	if !slices.Equal(gotMay, may) || !slices.Equal(gotUnconfirmed, unconfirmed) {
		t.Errorf("%s: %q may write and %q wait for a word, want %q and %q", when, gotMay, gotUnconfirmed, may, unconfirmed)
	}
}

// Writing to a table of theirs is off until somebody confirms it; a procedure
// of theirs needs no word.
func TestWritingWaitsForAWord(t *testing.T) {
	b := newBench(t)
	text := outgoing(t)
	b.mustApply(t, text, "connection crm: created", "sync crm: created")
	b.expectWriting(t, "applied by nobody", []string{"people"}, []string{"kunden"})
	given, err := b.config.Confirm(t.Context(), 1, "crm", "eva")
	if diff := cmp.Diff([]setup.Consent{{Table: "kunden", By: "eva"}}, given, cmpopts.IgnoreFields(setup.Consent{}, "At")); err != nil || diff != "" {
		t.Fatalf("%v %s", err, diff)
	}
	if given[0].At.IsZero() {
		t.Error("nobody knows when it was confirmed")
	}
	b.expectWriting(t, "confirmed", []string{"customers", "people"}, nil)
	if again, err := b.config.Confirm(t.Context(), 1, "crm", "jan"); err != nil || again[0].By != "eva" {
		t.Errorf("a second word replaces the first: %v, %v", again, err)
	}
	b.mustApply(t, text)
	b.expectWriting(t, "applied again by nobody", []string{"customers", "people"}, nil)

	// A table that is added waits for a word of its own.
	b.mustApply(t, strings.Replace(text, "        routines: {update: p_update, delete: p_delete}\n", "", 1), "sync crm: data point people: routines removed")
	b.expectWriting(t, "without the procedures", []string{"customers"}, []string{"personen"})

	// What is no longer written is forgotten.
	b.mustApply(t, strings.Replace(text, "connection: crm\n", "connection: crm\n    read_only: true\n", 1),
		"sync crm: data point people: routines added", "sync crm: read_only added")
	b.expectWriting(t, "read only", nil, nil)
	b.mustApply(t, text, "sync crm: read_only removed")
	b.expectWriting(t, "no longer read only", []string{"people"}, []string{"kunden"})
}

// Whoever applies a file by hand gives the word with it.
func TestApplyingByHandIsTheWord(t *testing.T) {
	b := newBench(t)
	b.terms.ConfirmedBy = "eva"
	f, err := setup.Parse("f.yaml", []byte(outgoing(t)))
	if err != nil {
		t.Fatal(err)
	}
	applied, err := b.config.Apply(t.Context(), 1, f, b.terms)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string][]string{"crm": {"kunden"}}, applied.Confirmed); diff != "" || applied.Unconfirmed != nil {
		t.Errorf("%s, unconfirmed %v", diff, applied.Unconfirmed)
	}
	b.expectWriting(t, "applied by eva", []string{"customers", "people"}, nil)

	// A sync that is taken away takes its consent along.
	b.mustApply(t, "syncs:\n  - {name: crm, removed: true}\n", "sync crm: removed")
	b.terms.ConfirmedBy = ""
	b.mustApply(t, outgoing(t), "sync crm: created")
	b.expectWriting(t, "back again", []string{"people"}, []string{"kunden"})
}
