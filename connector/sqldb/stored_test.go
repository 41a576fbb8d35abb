package sqldb

import "testing"

// Cursors are stored by one version of the program and read by the next:
// DO NOT EDIT what is pinned here.
func TestStoredCursorsStayReadable(t *testing.T) {
	for _, pinned := range []string{
		`{"feeds":{"rows":{"low":{"v":"1040","k":["000040"]},"marks":[{"v":"1049","k":["000003"],"at":1795908166899}]}}}`,
		`{"feeds":{"lines":{"low":{"v":"2026-11-21 10:00:00"},"next":{"v":"00000000000007d1","k":["1","2"]}},"rows":{"marks":[{"v":"7","at":1795908166899,"n":812}]}}}`,
	} {
		c, err := parseCursor(pinned)
		if err != nil {
			t.Errorf("%s: %v", pinned, err)
			continue
		}
		if again := c.String(); again != pinned {
			t.Errorf("%s is read as %s", pinned, again)
		}
		rows := c.Feeds["rows"]
		if rows == nil || len(rows.Marks) != 1 || rows.Marks[0].At != 1_795_908_166_899 || rows.newest().Value != rows.Marks[0].Value {
			t.Errorf("%s: rows are followed to %+v", pinned, rows)
		}
	}
}
