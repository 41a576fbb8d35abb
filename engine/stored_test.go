package engine

import (
	"encoding/json"
	"testing"

	"tandem"
)

// A run that was stopped by one version of the program goes on under the next:
// DO NOT EDIT what is pinned here.
func TestStoredCheckpointsStayReadable(t *testing.T) {
	const pinned = `{"theirs":"[\"000020\"]","start":"{\"feeds\":{}}","ours":20,"after":7}`
	s := &pass{progress: &tandem.PointProgress{Checkpoint: pinned}}
	c, resumed := s.loadCheckpoint()
	if want := (checkpoint{Theirs: `["000020"]`, Start: `{"feeds":{}}`, Ours: 20, After: 7}); !resumed || c != want {
		t.Errorf("reads as %+v, %v", c, resumed)
	}
}

// Stored plans are shown by whatever version comes later.
func TestStoredPlanLinesStayReadable(t *testing.T) {
	const pinned = `[{"field":"name","side":"ours","before":"Caldiflex S.A.","after":"Renamed"},{"field":"notes","side":"theirs","before":null,"after":"new"}]`
	var lines []PlannedField
	if err := json.Unmarshal([]byte(pinned), &lines); err != nil {
		t.Fatal(err)
	}
	if len(lines) != 2 || lines[0].Field != "name" || lines[0].Side != "ours" || *lines[0].Before != "Caldiflex S.A." || lines[1].Before != nil || *lines[1].After != "new" {
		t.Errorf("reads as %+v", lines)
	}
	if again, err := json.Marshal(lines); err != nil || string(again) != pinned {
		t.Errorf("is written as %s, %v", again, err)
	}
}
