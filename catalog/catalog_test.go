package catalog_test

import (
	"testing"

	"tandem/catalog"
)

func TestEntriesSayWhatTheyAre(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range catalog.Types() {
		if e.Name == "" || e.Label == "" || e.Doc == "" || e.Tried == "" || e.Open == nil {
			t.Errorf("entry %q lacks its name, label, doc, what it was tried against or how it is opened", e.Name)
		}
		if seen[e.Name] {
			t.Errorf("there are two entries %s", e.Name)
		}
		seen[e.Name] = true
	}
}
