package sqldb

import (
	"context"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/connector"
	"tandem/expr"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The SQL of every dialect is pinned, so that a change shows in all of them, and
// that of databases which could not be run (SQL Server, Oracle) is at least read
// by people when it changes.
func TestStatementsAreTheOnesPinned(t *testing.T) {
	for _, scheme := range []string{"postgres", "mysql", "sqlite", "firebird", "sqlserver", "oracle"} {
		t.Run(scheme, func(t *testing.T) {
			got := pinned(t, scheme)
			file := filepath.Join("testdata", scheme+".sql")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-pinned +now; go test -run Pinned -update writes them anew):\n%s", file, diff)
			}
		})
	}
}

// pinned does everything the connector can do against a database that only
// writes down what it is told.
func pinned(t *testing.T, scheme string) string {
	t.Helper()
	d, _ := dialectOf(scheme)
	r := &recorder{dialect: d}
	c := &Conn{
		dialect: d, db: r, tables: map[tableName]*table{}, streams: make(chan struct{}, 1),
		cfg: &config{zone: time.UTC, pageRows: 1000, connections: 4},
	}
	ctx := t.Context()
	drain := func(title string, view *connector.View, after string) {
		r.title(title)
		for _, err := range c.List(ctx, view, after) {
			if err != nil {
				t.Fatalf("%s: %v", title, err)
			}
		}
	}
	view := goldenView()
	r.title("describe one table")
	if _, err := c.table(ctx, view, "slcdpm"); err != nil {
		t.Fatal(err)
	}
	drain("list from the start", view, "")
	drain("list after a key", view, "000042")
	filtered := *view
	filtered.Filter = expr.And{
		expr.Comparison{Field: "ftype", Op: expr.Equal, Value: tandem.TextValue("C")},
		expr.Comparison{Field: "fcrlimit", Op: expr.GreaterEqual, Value: tandem.DecimalValue(1005, 1)},
		expr.Comparison{Field: "fcompany", Op: expr.Contains, Value: tandem.TextValue("x")},
	}
	drain("list with a filter", &filtered, "")
	composite := *view
	composite.Key = []string{"ftype", "fcustno"}
	drain("list after a key of two parts", &composite, string(tandem.TextKey("C", "000042")))

	r.title("get")
	if _, err := c.Get(ctx, view, []tandem.Key{"000001", "000002"}); err != nil {
		t.Fatal(err)
	}
	r.title("get by a key of two parts")
	if _, err := c.Get(ctx, &composite, []tandem.Key{tandem.TextKey("C", "000001"), tandem.TextKey("P", "000002")}); err != nil {
		t.Fatal(err)
	}
	r.title("lines of documents")
	documents := *view
	documents.Lines = &connector.Lines{
		Object: "syaddr", Parent: [][2]string{{"fcaliaskey", "fcustno"}}, Key: []string{"fcaddrkey"}, Fields: []string{"fcaddrkey", "fccity", "fnote"},
		Joins: []connector.Join{{Object: "extra", On: [][2]string{{"fkey", "fcaddrkey"}}}},
	}
	r.answer = "000001"
	if _, err := c.Get(ctx, &documents, []tandem.Key{"000001"}); err != nil {
		t.Fatal(err)
	}
	r.answer = ""
	changes := func(title, since string) {
		r.title(title)
		for _, err := range c.Changes(ctx, view, since) {
			if err != nil {
				t.Fatalf("%s: %v", title, err)
			}
		}
	}
	changes("changes from now on", "")
	cursor := changeCursor{Feeds: map[string]*feedState{"rows": {Low: &position{Value: "00000000000007d1", Tie: []string{"000042"}}}}}
	changes("changes since a version", cursor.String())
	view.Cursor = "fcngdate"
	cursor.Feeds["rows"].Low.Value = "2026-11-21 10:00:00.123"
	changes("changes since a time", cursor.String())
	view.Cursor = "timestamp_column"

	r.writes(t, c, view)
	return r.text.String()
}

func goldenView() *connector.View {
	return &connector.View{
		Object: "slcdpm", Fields: []string{"fcustno", "fcompany", "fcrlimit", "fsince", "timestamp_column"},
		Key: []string{"fcustno"}, Cursor: "timestamp_column", ExternalID: "fccrmacct", Writable: true,
		NewKey:    connector.NewKey{Field: "fcustno", From: connector.KeyByMax, Width: 6},
		Constants: map[string]tandem.Value{"fterr": tandem.TextValue(""), "ftype": tandem.TextValue("C")},
	}
}

// writes pins inserts, updates and deletes under each rule for new keys.
func (r *recorder) writes(t *testing.T, c *Conn, view *connector.View) {
	t.Helper()
	day, _ := tandem.ParseDate("2026-11-21")
	row := tandem.Record{tandem.TextValue("000042"), tandem.TextValue("Alfa s.r.o."), tandem.DecimalValue(1005, 1), day, tandem.Value{}}
	create := connector.Write{Op: tandem.Create, ExternalID: "TDM000000001", Values: row}
	create.Set.Add(1)
	create.Set.Add(2)
	change := connector.Write{Op: tandem.Update, Key: "000042", Values: row, Before: tandem.Record{row[0], row[1], row[2], tandem.NullValue(), tandem.Value{}}}
	change.Set.Add(1)
	change.Set.Add(3)
	version := change
	version.Before = tandem.Record{row[0], row[1], row[2], row[3], tandem.BytesValue("\x00\x00\x00\x00\x00\x00\x07\xd1")}
	remove := connector.Write{Op: tandem.Delete, Key: "000042", Before: change.Before}
	do := func(title string, view *connector.View, writes ...connector.Write) {
		r.title(title)
		if _, err := c.Write(t.Context(), view, writes); err != nil {
			r.note(err)
		}
	}
	do("create with the highest number plus one", view, create)
	rule := *view
	rule.NewKey = connector.NewKey{Field: "fcustno", From: connector.KeyBySequence, Sequence: "customer_numbers", Width: 6}
	do("create with a number from a sequence", &rule, create)
	rule.NewKey = connector.NewKey{Field: "fcustno", From: connector.KeyByTable, Table: "sysequ", Column: "fcnumber", Where: `fcclass == "SLCDPM"`, Width: 6}
	do("create with the next number of a table", &rule, create)
	rule.NewKey = connector.NewKey{Field: "fcustno", From: connector.KeyByDatabase}
	do("create with a key of the database", &rule, create)
	do("update", view, change)
	do("update with a row version", view, version)
	another := change
	another.Key = "000043"
	do("updates that are written alike", view, change, another)
	do("delete", view, remove)
	rule.Tombstone = &connector.Tombstone{Column: "d_e_l_e_t_", Value: "*"}
	do("delete by a tombstone", &rule, remove)
}

// recorder is a database that writes down what it is told and knows one catalogue.
type recorder struct {
	dialect dialect
	text    strings.Builder
	answer  string // what the first column of every row is; "" = no rows
}

func (r *recorder) title(s string) { fmt.Fprintf(&r.text, "\n-- %s\n", s) }

func (r *recorder) note(err error) { fmt.Fprintf(&r.text, "-- %v\n", err) }

func (r *recorder) check(context.Context) error { return nil }

func (r *recorder) close() error { return nil }

func (r *recorder) begin(context.Context) (transaction, error) {
	r.text.WriteString("BEGIN\n")
	return &recorderTransaction{recorder: r}, nil
}

func (r *recorder) write(text string, args []any) {
	fmt.Fprintf(&r.text, "%s;\n", strings.Join(strings.Fields(text), " "))
	for i, arg := range args {
		fmt.Fprintf(&r.text, "    %d = %s\n", i+1, showArg(arg))
	}
}

func showArg(arg any) string {
	switch v := arg.(type) {
	case []byte:
		return hex.EncodeToString(v)
	case nil:
		return "null"
	default:
		switch t := fmt.Sprintf("%T", arg); t {
		case "string", "int64", "bool":
			return fmt.Sprintf("%v", v)
		case "sql.Out":
			return t
		default:
			return fmt.Sprintf("%v (%s)", v, t)
		}
	}
}

func (r *recorder) query(_ context.Context, text string, args []any) (rows, error) {
	r.write(text, args)
	return &recorded{lines: r.lines(text)}, nil
}

// lines answers the catalogue queries, whichever way the dialect asks.
func (r *recorder) lines(text string) [][]string {
	in := tableName{}
	names := []string{"x"}
	is := func(f func(tableName, []string) (string, []any)) bool {
		pattern, _ := f(in, names)
		return text == pattern
	}
	switch {
	case is(r.dialect.tables):
		return [][]string{
			{r.cased("slcdpm"), "t", "5", "1"}, {r.cased("syaddr"), "t", "5", "1"}, {r.cased("extra"), "t", "5", "1"}, {r.cased("sysequ"), "t", "5", "1"},
		}
	case is(r.dialect.columns):
		return r.columnLines()
	case is(r.dialect.keys):
		return [][]string{{r.cased("slcdpm"), "pk", "1", r.cased("fcustno")}}
	case strings.Contains(strings.ToLower(text), "fcnumber"):
		return [][]string{{"000041"}}
	case strings.Contains(strings.ToUpper(text), "CUSTOMER_NUMBERS"):
		return [][]string{{"42"}}
	case r.answer != "" && strings.Contains(text, "slcdpm"), r.answer != "" && strings.Contains(text, "SLCDPM"):
		return [][]string{{r.answer, "Alfa", "1", "2026-11-21", "1"}}
	default:
		return nil
	}
}

func (r *recorder) cased(name string) string {
	if r.dialect.traits().foldsUpper {
		return strings.ToUpper(name)
	}
	return name
}

// columnLines describes the columns in the dialect's own types.
func (r *recorder) columnLines() [][]string {
	types := map[string][]string{ // a padded and a plain text, decimal, time, version
		"PostgreSQL": {"bpchar", "varchar", "numeric", "timestamp", "int8"},
		"MySQL":      {"char", "varchar", "decimal", "datetime", "bigint"},
		"SQLite":     {"char(6)", "varchar(35)", "decimal(10,2)", "timestamp", "integer"},
		"Firebird":   {"char", "varchar", "bigint", "timestamp", "bigint"},
		"SQL Server": {"char", "varchar", "decimal", "datetime", "timestamp"},
		"Oracle":     {"char", "varchar2", "number", "timestamp", "number"},
	}[r.dialect.traits().name]
	var lines [][]string
	add := func(table, name string, kind int, length, precision, scale string) {
		lines = append(lines, []string{r.cased(table), r.cased(name), types[kind], types[kind], length, precision, scale, "0", "0", "0"})
	}
	add("slcdpm", "fcustno", 0, "6", "0", "-1")
	add("slcdpm", "fcompany", 1, "35", "0", "-1")
	add("slcdpm", "ftype", 0, "1", "0", "-1")
	add("slcdpm", "fcrlimit", 2, "0", "10", "2")
	add("slcdpm", "fsince", 3, "0", "0", "3")
	add("slcdpm", "fcngdate", 3, "0", "0", "3")
	add("slcdpm", "fterr", 0, "10", "0", "-1")
	add("slcdpm", "fccrmacct", 1, "12", "0", "-1")
	add("slcdpm", "d_e_l_e_t_", 0, "1", "0", "-1")
	add("slcdpm", "timestamp_column", 4, "0", "18", "0")
	add("syaddr", "fcaliaskey", 0, "6", "0", "-1")
	add("syaddr", "fcaddrkey", 0, "4", "0", "-1")
	add("syaddr", "fccity", 1, "20", "0", "-1")
	add("extra", "fkey", 0, "4", "0", "-1")
	add("extra", "fnote", 1, "20", "0", "-1")
	add("sysequ", "fcclass", 0, "10", "0", "-1")
	add("sysequ", "fcnumber", 0, "6", "0", "-1")
	return lines
}

// recorded is a result of the recorder.
type recorded struct {
	lines [][]string
	at    int
}

func (r *recorded) next() bool {
	r.at++
	return r.at <= len(r.lines)
}

func (r *recorded) cells() [][]byte {
	cells := make([][]byte, 16)
	for i, cell := range r.lines[r.at-1] {
		cells[i] = []byte(cell)
	}
	return cells
}

func (r *recorded) close() error { return nil }

type recorderTransaction struct {
	*recorder

	ended bool
}

func (t *recorderTransaction) run(_ context.Context, statements []statement) ([]done, error) {
	results := make([]done, len(statements))
	for i, s := range statements {
		t.write(s.text, s.args)
		results[i].affected = 1
		if s.returns || s.out != nil {
			results[i].row = [][]byte{[]byte("000042")}
		}
	}
	return results, nil
}

func (t *recorderTransaction) commit(context.Context) error {
	t.text.WriteString("COMMIT\n")
	t.ended = true
	return nil
}

func (t *recorderTransaction) rollback() {
	if !t.ended {
		t.text.WriteString("ROLLBACK\n")
	}
}
