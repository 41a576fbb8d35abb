package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// json PATH VALUE looks a value up in the JSON printed last.
func jsonCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, len(args) == 2, "json PATH VALUE")
	got := lookup(ts, args[0])
	if (got == args[1]) == neg {
		ts.Fatalf("%s is %q, wanted %q", args[0], got, args[1])
	}
}

// keep NAME PATH puts a value of the JSON printed last into $NAME.
func keepCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 2, "keep NAME PATH")
	ts.Setenv(args[0], lookup(ts, args[1]))
}

// lookup follows a path like data_points.customers.rows: an entry of a list is
// found by its number, or by what it is called.
func lookup(ts *testscript.TestScript, path string) string {
	v := lastJSON(ts)
	for step := range strings.SplitSeq(path, ".") {
		if step == "" {
			continue // "." alone is all of it
		}
		var ok bool
		if v, ok = into(v, step); !ok {
			ts.Fatalf("%s: there is no %s", path, step)
		}
	}
	switch v := v.(type) {
	case nil:
		return "null"
	case string, json.Number, bool:
		return fmt.Sprint(v)
	case []any:
		return strconv.Itoa(len(v)) // a list alone says how many there are
	default:
		octets, err := json.Marshal(v)
		ts.Check(err)
		return string(octets)
	}
}

// lastJSON is the last value on standard output.
func lastJSON(ts *testscript.TestScript) any {
	d := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	d.UseNumber()
	var v any
	ts.Check(d.Decode(&v))
	return v
}

// titles are the keys by which an entry of a list is called.
func titles() []string { return []string{"name", "field", "key", "data_point", "id", "run"} }

func into(v any, step string) (any, bool) {
	switch v := v.(type) {
	case map[string]any:
		inner, ok := v[step]
		return inner, ok
	case []any:
		if i, err := strconv.Atoi(step); err == nil && i < len(v) {
			return v[i], true
		}
		for _, title := range titles() {
			for _, entry := range v {
				if m, ok := entry.(map[string]any); ok && fmt.Sprint(m[title]) == step {
					return entry, true
				}
			}
		}
	}
	return nil, false
}

// counts POINT [NAME=NUMBER]... compares every counter of a data point of the
// run or plan printed last; those not named must be 0. ours and theirs are its writes.
func countsCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) >= 1, "counts DATA_POINT [NAME=NUMBER]...")
	points, ok := into(lastJSON(ts), "data_points")
	if !ok {
		ts.Fatalf("no run was printed")
	}
	point, ok := into(points, args[0])
	if !ok {
		ts.Fatalf("there is no data point %s", args[0])
	}
	got, wanted := countersOf(point), args[1:]
	slices.Sort(got)
	slices.Sort(wanted)
	if !slices.Equal(got, wanted) {
		ts.Fatalf("%s: counted %s\nwanted %s", args[0], strings.Join(got, " "), strings.Join(wanted, " "))
	}
}

// countersOf lists the counters that are not 0.
func countersOf(point any) []string {
	var list []string
	for _, group := range []string{"outcomes", "writes"} {
		counters, _ := into(point, group)
		named, _ := counters.(map[string]any)
		for name, n := range named {
			if fmt.Sprint(n) != "0" {
				list = append(list, name+"="+fmt.Sprint(n))
			}
		}
	}
	return list
}
