package tandem_test

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// The table in ARCHITECTURE.md is for people, but it must be this floor plan.
func TestArchitecturePage(t *testing.T) {
	page, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range floorPlan.rooms {
		if row := r.row(); !strings.Contains(string(page), row+"\n") {
			t.Errorf("ARCHITECTURE.md lacks the row\n%s", row)
		}
	}
}

// row is the room's row in ARCHITECTURE.md.
func (r room) row() string {
	return "| `" + r.title() + "` | " + r.does + " | " + r.may.phrase() + r.marks() + " |"
}

func (r room) title() string {
	if r.name == root {
		return "tandem"
	}
	return r.name
}

// phrase writes the rooms as a person would, the pure ones together.
func (r rooms) phrase() string {
	names := slices.Clone(r)
	if !slices.ContainsFunc(decisions, func(name string) bool { return !slices.Contains(names, name) }) {
		names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(decisions, name) })
		names = append(names, "the pure rooms")
	}
	for i, name := range names {
		switch name {
		case root:
			names[i] = "the root"
		case everything:
			names[i] = "everything"
		}
	}
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

func (r room) marks() string {
	var marks string
	if len(r.bounds) == len(pure) && slices.EqualFunc(r.bounds, pure, func(a, b bound) bool { return a.why == b.why }) {
		marks += "; **pure**"
	}
	if r.drivers {
		marks += "; database drivers"
	}
	return marks
}
