package delivery_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
)

// The eleven calls of the grid, byte for byte as call centres' scripts expect them.
func TestElevenCalls(t *testing.T) {
	for _, address := range []struct{ name, path, query string }{
		{"plain", "/crm", "?"},
		{"nothing", "", "?"},
		{"a query of its own", "/crm.php?site=1&key=a%20b", "&"},
		{"an open query", "/crm.php?site=1&", ""},
		{"an empty query", "/crm.php?", ""},
		{"a fragment", "/crm%2Fx", "?"},
	} {
		t.Run(address.name, func(t *testing.T) {
			r := newReceiver(t, nil)
			url := r.URL + address.path
			if address.name == "a fragment" {
				url += "#part"
			}
			w := newWorld(t, url, nil)
			w.trigger.Call.Lanes = 1
			w.write("customer", tandem.Create, 11, 0, map[string]tandem.Value{"name": text("Alfa")})
			w.write("customer", tandem.Update, 11, 1, map[string]tandem.Value{"name": text("Beta")})
			w.write("case", tandem.Create, 22, 0, map[string]tandem.Value{"subject": text("x"), "customer": tandem.ReferenceValue(11)})
			w.write("case", tandem.Update, 22, 1, map[string]tandem.Value{"subject": text("y")})
			w.write("followup", tandem.Create, 33, 0, map[string]tandem.Value{"case": tandem.ReferenceValue(22)})
			w.write("task", tandem.Create, 44, 0, map[string]tandem.Value{"subject": text("x"), "customer": tandem.ReferenceValue(11)})
			w.write("task", tandem.Update, 44, 1, map[string]tandem.Value{"subject": text("y")})
			w.write("task", tandem.Delete, 44, 2, nil)
			w.write("followup", tandem.Delete, 33, 1, nil)
			w.write("case", tandem.Delete, 22, 2, nil)
			w.write("customer", tandem.Delete, 11, 2, nil)
			w.write("task", tandem.Create, 45, 0, map[string]tandem.Value{"subject": text("nobody's")})
			w.deliver()
			w.eventually("twelve calls", func() bool { return w.states()["arrived"] == 12 })

			path := address.path
			if path == "" {
				path = "/"
			}
			call := func(format string, ids ...any) string {
				return "GET " + path + address.query + fmt.Sprintf(format, ids...)
			}
			want := []string{
				call("AccountID=11"), call("AccountID=11"),
				call("AccountID=11&CaseID=22"), call("AccountID=11&CaseID=22"),
				call("AccountID=11&CaseID=22&FollowupID=33"),
				call("AccountID=11&TaskID=44"), call("AccountID=11&TaskID=44"), call("AccountID=11&TaskID=44"),
				call("AccountID=11&CaseID=22&FollowupID=33"), call("AccountID=11&CaseID=22"), call("AccountID=11"),
				call("AccountID=&TaskID=45"),
			}
			// Records do not wait for each other: the order holds for each of them.
			count := func(lines []string) map[string]int {
				n := map[string]int{}
				for _, line := range lines {
					n[line]++
				}
				return n
			}
			if diff := cmp.Diff(count(want), count(r.lines())); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			for _, h := range r.heard() {
				if h.body != "" || h.header.Get("Content-Type") != "" {
					t.Errorf("%s carries %q of type %q", h.line, h.body, h.header.Get("Content-Type"))
				}
			}
		})
	}
}
