package catalog_test

import (
	"bytes"
	"encoding/xml"
	"slices"
	"testing"

	"tandem/catalog"
)

func TestEntriesSayWhatTheyAre(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range catalog.Types() {
		if e.Name == "" || e.Label == "" || e.Doc == "" || e.Tried == "" || e.Open == nil {
			t.Errorf("entry %q lacks its name, label, doc, what it was tried against or how it is opened", e.Name)
		}
		if !slices.Contains(catalog.Groups(), e.Group) || e.Engine == "" || len(e.Needs) == 0 {
			t.Errorf("entry %q lacks its group, its engine or what it needs", e.Name)
		}
		if err := xml.Unmarshal(e.Icon(), new(struct{})); err != nil || bytes.Contains(e.Icon(), []byte("<script")) {
			t.Errorf("entry %q has no picture that can be shown: %v", e.Name, err)
		}
		if seen[e.Name] {
			t.Errorf("there are two entries %s", e.Name)
		}
		seen[e.Name] = true
	}
}
