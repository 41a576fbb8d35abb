package web

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
)

func TestDownload(t *testing.T) {
	f := newFake()
	f.clock = noon
	f.add(tandem.Run{Sync: "erp", State: tandem.Done})
	f.rows[1] = []tandem.OutcomeRow{
		{Seq: 1, Run: 1, Point: "customers", Key: tandem.KeyOf(tandem.TextValue("A"), tandem.IntegerValue(7)), ID: 3, Outcome: tandem.Failed, Code: tandem.Invalid, Reason: "a \"quoted\", long\nreason", At: noon()},
		{Seq: 2, Run: 1, Point: "customers", Key: tandem.TextKey("B"), Outcome: tandem.Created, At: noon()},
		{Seq: 3, Run: 1, Point: "=1+1", Key: tandem.TextKey("-5"), Outcome: tandem.Waiting, Reason: "=HYPERLINK(\"http://evil\")", At: noon()},
	}
	w := get(t, f.handler(Options{}), "/runs/1/outcomes.csv")
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="run-1.csv"` {
		t.Errorf("the file is called %s", got)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"run", "data_point", "key", "id", "outcome", "code", "reason", "at"},
		{"1", "customers", "A/7", "3", "failed", "invalid", "a \"quoted\", long\nreason", "2026-11-21T12:00:00Z"},
		{"1", "'=1+1", "-5", "", "waiting", "", "'=HYPERLINK(\"http://evil\")", "2026-11-21T12:00:00Z"},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

// The file holds every row once, however many pages it is read in.
func TestDownloadIsComplete(t *testing.T) {
	f := newFake()
	f.clock = noon
	f.add(tandem.Run{Sync: "erp", State: tandem.Done})
	kinds := needsAttention()
	for i := range 3*downloadRows + 17 {
		f.rows[1] = append(f.rows[1], tandem.OutcomeRow{Seq: int64(i + 1), Run: 1, Key: tandem.KeyOf(tandem.IntegerValue(int64(i))), Outcome: kinds[i%len(kinds)]})
	}
	lines := strings.Split(strings.TrimSpace(get(t, f.handler(Options{}), "/runs/1/outcomes.csv").Body.String()), "\r\n")
	if want := 3*downloadRows + 18; len(lines) != want {
		t.Fatalf("%d lines, want %d", len(lines), want)
	}
	seen := map[string]bool{}
	for _, line := range lines {
		if seen[line] {
			t.Fatalf("%s stands there twice", line)
		}
		seen[line] = true
	}
}
