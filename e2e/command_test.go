package e2e

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// commands are what a scenario can say beside testscript's own words;
// testdata/README.md explains them.
func commands() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	return map[string]func(ts *testscript.TestScript, neg bool, args []string){
		"tandem":     tandemCommand,
		"database":   databaseCommand,
		"sql":        sqlCommand,
		"ours":       oursCommand,
		"records":    recordsCommand,
		"json":       jsonCommand,
		"keep":       keepCommand,
		"counts":     countsCommand,
		"is":         isCommand,
		"eventually": eventuallyCommand,
		"killed":     killedCommand,
		"nowhere":    nowhereCommand,
		"fill":       fillCommand,
		"m2m":        m2mCommand,
	}
}

// tandem ARGUMENT... runs the program. Whatever it does, it must not crash,
// call anything an internal error or show a password; and outcomes add up.
func tandemCommand(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec("tandem", args...)
	worldOf(ts).check(ts, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	switch {
	case err != nil && !neg:
		ts.Fatalf("tandem %s: %v", strings.Join(args, " "), err)
	case err == nil && neg:
		ts.Fatalf("tandem %s succeeded", strings.Join(args, " "))
	}
}

// check holds for everything the program ever prints.
func (w *world) check(ts *testscript.TestScript, stdout, stderr string) {
	for _, text := range []string{stdout, stderr} {
		for _, bad := range []string{"panic:", "goroutine ", "internal error", "%!"} {
			if strings.Contains(text, bad) {
				log, _ := os.ReadFile(filepath.Join(ts.Getenv("DATA"), "tandem.log"))
				ts.Fatalf("the output holds %q:\n%s\nlog:\n%s", bad, text, log)
			}
		}
		for _, password := range w.hidden {
			if strings.Contains(text, password) {
				ts.Fatalf("the output shows a password (Promise 11):\n%s", text)
			}
		}
	}
	checkSums(ts, stdout)
}

// checkSums holds the counters of a printed run to their sum (Promise 1).
func checkSums(ts *testscript.TestScript, stdout string) {
	var run struct {
		DataPoints []struct {
			Name     string           `json:"name"`
			Rows     int64            `json:"rows"`
			Outcomes map[string]int64 `json:"outcomes"`
		} `json:"data_points"`
	}
	if json.Unmarshal([]byte(stdout), &run) != nil {
		return
	}
	for _, p := range run.DataPoints {
		if p.Outcomes == nil {
			continue // a comparison
		}
		var sum int64
		for _, n := range p.Outcomes {
			sum += n
		}
		if sum != p.Rows {
			ts.Fatalf("%s: outcomes add up to %d, not to %d rows (Promise 1)", p.Name, sum, p.Rows)
		}
	}
}

// hide watches the output for the password of an address.
func (w *world) hide(address string) {
	if u, err := url.Parse(address); err == nil {
		if password, ok := u.User.Password(); ok && password != "" {
			w.hidden = append(w.hidden, password)
		}
	}
}

// database NAME makes an empty database of the foreign system's kind and puts its URL into $NAME.
func databaseCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 1, "database NAME")
	w := worldOf(ts)
	address := newDatabase(w.tb, w.remote)
	w.hide(address)
	ts.Setenv(args[0], address)
}

// sql URL STATEMENT|FILE.sql runs statements and prints the rows of the last one.
func sqlCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, len(args) == 2, "sql URL STATEMENT|FILE.sql")
	table, err := queryTable(ts, args)
	if neg != (err != nil) {
		ts.Fatalf("sql: %v", err)
	}
	_, _ = ts.Stdout().Write([]byte(table))
}

func queryTable(ts *testscript.TestScript, args []string) (string, error) {
	text := args[1]
	if strings.HasSuffix(text, ".sql") && !strings.Contains(text, " ") {
		text = ts.ReadFile(text)
	}
	return query(worldOf(ts).tb.Context(), args[0], text)
}

// ours OBJECT FIELD... prints these fields of all our records, a line each, ordered.
func oursCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) >= 2, "ours OBJECT FIELD...")
	table := oursTable(ts, args)
	_, _ = ts.Stdout().Write([]byte(table))
}

func oursTable(ts *testscript.TestScript, args []string) string {
	ts.Check(ts.Exec("tandem", "record", "list", args[0], "--fields", strings.Join(args[1:], ","), "--limit", "0", "--json"))
	var records []map[string]any
	d := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	d.UseNumber()
	ts.Check(d.Decode(&records))
	lines := make([]string, 0, len(records))
	for _, r := range records {
		values := make([]any, 0, len(args))
		for _, field := range args[1:] {
			values = append(values, r[field])
		}
		lines = append(lines, tableLine(values))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// records OBJECT NUMBER counts all our records.
func recordsCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 2, "records OBJECT NUMBER")
	if n := strconv.Itoa(strings.Count(oursTable(ts, []string{args[0], "id"}), "\n")); n != args[1] {
		ts.Fatalf("we have %s %s records, wanted %s", n, args[0], args[1])
	}
}

// is TEXT... compares what was printed last with a text, a line for each argument.
func isCommand(ts *testscript.TestScript, neg bool, args []string) {
	got := strings.TrimSpace(ts.ReadFile("stdout"))
	wanted := strings.Join(args, "\n")
	if (got == wanted) == neg {
		ts.Fatalf("printed:\n%s\nwanted:\n%s", got, wanted)
	}
}

// eventually SECONDS COMMAND... = LINE... asks again until the answer is that one.
func eventuallyCommand(ts *testscript.TestScript, neg bool, args []string) {
	at := slices.Index(args, "=")
	want(ts, !neg && at > 2, "eventually SECONDS sql|ours|tandem ARGUMENT... = LINE...")
	seconds, err := strconv.ParseFloat(args[0], 64)
	ts.Check(err)
	wanted := strings.Join(args[at+1:], "\n")
	began := time.Now()
	deadline := began.Add(time.Duration(seconds * float64(time.Second)))
	for {
		got := strings.TrimSpace(ask(ts, args[1], args[2:at]))
		if got == wanted {
			ts.Logf("after %v", time.Since(began).Round(time.Millisecond))
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("after %s s still:\n%s\nwanted:\n%s", args[0], got, wanted)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func ask(ts *testscript.TestScript, command string, args []string) string {
	switch command {
	case "sql":
		table, err := queryTable(ts, args)
		ts.Check(err)
		return table
	case "ours":
		return oursTable(ts, args)
	case "tandem":
		if err := ts.Exec("tandem", args...); err != nil {
			return err.Error()
		}
		return ts.ReadFile("stdout")
	default:
		ts.Fatalf("eventually knows sql, ours and tandem, not %q", command)
		return ""
	}
}

// killed MILLISECONDS ARGUMENT... starts the program and ends it with SIGKILL after that time, if it is not done before.
func killedCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) >= 2, "killed MILLISECONDS ARGUMENT...")
	ms, err := strconv.Atoi(args[0])
	ts.Check(err)
	p := program{binary: worldOf(ts).binary, env: environment(ts)}
	p.kill(worldOf(ts).tb, time.Duration(ms)*time.Millisecond, args[1:]...)
}

// environment is the scenario's, as far as the program looks at it.
func environment(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range []string{"HOME", "USER", "TANDEM_DATA", "TANDEM_DATABASE", "TANDEM_ACCOUNT", "ERP", "ERP2", "TMPDIR"} {
		if value := ts.Getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// nowhere TEXT looks for a text in every file of the data directory and every table of the store.
func nowhereCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, len(args) == 1, "nowhere TEXT")
	places := findText(ts, args[0])
	if neg != (len(places) > 0) {
		ts.Fatalf("%q is found in %v", args[0], places)
	}
}

func findText(ts *testscript.TestScript, text string) []string {
	var places []string
	err := filepath.WalkDir(ts.Getenv("DATA"), func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		octets, err := os.ReadFile(path)
		if strings.Contains(string(octets), text) {
			places = append(places, path)
		}
		return err
	})
	ts.Check(err)
	if store := ts.Getenv("STORE"); strings.HasPrefix(store, "postgres") {
		places = append(places, findInPostgres(ts, store, text)...)
	}
	return places
}

// findInPostgres reads every row of every table as text.
func findInPostgres(ts *testscript.TestScript, store, text string) []string {
	var places []string
	ctx := worldOf(ts).tb.Context()
	tables, err := query(ctx, store, "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
	ts.Check(err)
	for table := range strings.FieldsSeq(tables) {
		rows, err := query(ctx, store, "SELECT t::text FROM "+table+" t")
		ts.Check(err)
		// Octets are shown in hexadecimal.
		if strings.Contains(rows, text) || strings.Contains(rows, hexOf(text)) {
			places = append(places, table)
		}
	}
	return places
}

func want(ts *testscript.TestScript, ok bool, usage string) {
	if !ok {
		ts.Fatalf("usage: %s", usage)
	}
}
