package dbserver

import (
	"fmt"
	"strings"
	"testing"
)

func TestTailKeepsTheEnd(t *testing.T) {
	var log tail
	for i := range 10_000 {
		if _, err := fmt.Fprintf(&log, "line %d\n", i); err != nil {
			t.Fatal(err)
		}
	}
	if got := log.String(); len(got) != tailSize || !strings.HasSuffix(got, "line 9999\n") {
		t.Errorf("kept %d bytes ending in %q", len(got), got[len(got)-20:])
	}
}
