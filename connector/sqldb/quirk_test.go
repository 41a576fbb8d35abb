package sqldb_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/connector"
	"tandem/connector/sqldb"
	"tandem/dictionary"
	"tandem/expr"
)

// read lists everything as text: "key: value value", "-key" for tombstones,
// "!key: error" for faults.
func read(t *testing.T, c *sqldb.Conn, view *connector.View) []string {
	t.Helper()
	var all []string
	for page, err := range c.List(t.Context(), view, "") {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, show(page)...)
	}
	return all
}

func show(page *tandem.Page) []string {
	var all []string
	for i := range page.Len() {
		parts := []string{page.Keys[i].String() + ":"}
		for _, v := range page.Row(i) {
			part := v.String()
			if v.Kind() == tandem.List {
				lines, err := v.Lines()
				part = fmt.Sprint(lines)
				if err != nil {
					part = err.Error()
				}
			}
			parts = append(parts, part)
		}
		line := strings.Join(parts, " ")
		if page.IsGone(i) {
			line = "-" + page.Keys[i].String()
		}
		for _, f := range page.Faults {
			if f.Row == i {
				line = "!" + page.Keys[i].String() + ": " + f.Err.Error()
			}
		}
		all = append(all, line)
	}
	return all
}

func want(t *testing.T, what string, got []string, wanted ...string) {
	t.Helper()
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func only(t *testing.T, name string, run func(t *testing.T, db *sql.DB, c *sqldb.Conn)) {
	t.Helper()
	each(t, func(t *testing.T, s *server, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		if s.name != name {
			t.Skip("a matter of " + name)
		}
		run(t, db, c)
	})
}

// Promise 9: what cannot be read ends as that row's fault, not as the end of the reading.
func TestRowsThatCannotBeRead(t *testing.T) {
	only(t, "SQLite", func(t *testing.T, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		execAll(t, db, "CREATE TABLE r (id INTEGER PRIMARY KEY, name VARCHAR(20), amount DECIMAL(10,2), day DATE)",
			"INSERT INTO r VALUES (1, 'good', 1.5, '2026-11-21'), (2, CAST(x'ff41' AS TEXT), 1, NULL), (3, 'no number', 'many', NULL), (4, 'no day', 1, '2026-13-01'), (5, 'good too', 1e3, '20261121')")
		view := &connector.View{Object: "r", Fields: []string{"name", "amount", "day"}, Key: []string{"id"}}
		want(t, "rows", read(t, c, view), "1: good 1.5 2026-11-21",
			"!2: r 2 name: the text is not valid UTF-8", `!3: r 3 amount: "many" is not a decimal`, `!4: r 4 day: "2026-13-01" is not a date`,
			"5: good too 1000 2026-11-21")
	})
}

func TestKeysThatOccurTwiceOrNotAtAll(t *testing.T) {
	each(t, func(t *testing.T, _ *server, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		execAll(t, db, "CREATE TABLE r (code VARCHAR(5), name VARCHAR(20))", "INSERT INTO r VALUES ('B', 'two')", "INSERT INTO r VALUES ('A', 'one')",
			"INSERT INTO r VALUES ('B', 'two again')", "INSERT INTO r VALUES (NULL, 'none')", "INSERT INTO r VALUES ('C', 'three')")
		view := &connector.View{Object: "r", Fields: []string{"code"}, Key: []string{"code"}, Writable: true}
		got := read(t, c, view)
		slices.Sort(got) // nulls come first or last
		want(t, "rows", got, "!: r  code: the key column code is empty", "!B: r B: another row has the same key", "A: A", "B: B", "C: C")

		results, err := c.Write(t.Context(), view, []connector.Write{{Op: tandem.Delete, Key: "B"}, {Op: tandem.Delete, Key: "C"}})
		if err != nil || tandem.CodeOf(results[0].Err) != tandem.Invalid || results[1].Err != nil {
			t.Errorf("deleting a key that two rows have: %v, %v", results, err)
		}
	})
}

func TestTablesWithoutKey(t *testing.T) {
	each(t, func(t *testing.T, _ *server, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		execAll(t, db, "CREATE TABLE r (code VARCHAR(5), n INT)", "INSERT INTO r VALUES ('B', 2)", "INSERT INTO r VALUES ('A', 1)", "INSERT INTO r VALUES ('B', 2)")
		view := &connector.View{Object: "r", Fields: []string{"code", "n"}, Writable: true}
		first, second := read(t, c, view), read(t, c, view)
		if len(first) != 3 || !slices.Equal(first, second) {
			t.Errorf("read %q, then %q", first, second)
		}
		if keys := map[string]bool{first[0]: true, first[1]: true, first[2]: true}; len(keys) != 3 {
			t.Errorf("keys are not told apart: %q", first)
		}
		if page, err := connector.Get(t.Context(), c, view, []tandem.Key{keyOf(first[0]), "none"}); err != nil || !slices.Equal(show(page), first[:1]) {
			t.Errorf("asked for one of them: %v, %v", page, err)
		}
		if _, err := c.Write(t.Context(), view, []connector.Write{{Op: tandem.Delete, Key: "x"}}); tandem.CodeOf(err) != tandem.Forbidden {
			t.Errorf("writing: %v", err)
		}
		for _, err := range c.Changes(t.Context(), view, "") {
			if tandem.CodeOf(err) != tandem.Config {
				t.Errorf("changes: %v", err)
			}
		}
	})
}

// keyOf is the key in a line of show.
func keyOf(line string) tandem.Key {
	key, _, _ := strings.Cut(line, ":")
	return tandem.Key(key)
}

// A view has no key of its own; with one that the view of the connector names it is read like a table.
func TestViewsByADeclaredKey(t *testing.T) {
	each(t, func(t *testing.T, _ *server, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		execAll(t, db, "CREATE TABLE r (branch VARCHAR(5) NOT NULL, n INT NOT NULL, name VARCHAR(20), rev INT, PRIMARY KEY (branch, n))",
			"CREATE VIEW v AS SELECT branch, n, name, rev FROM r WHERE n < 100",
			"INSERT INTO r VALUES ('B', 1, 'two', 1)", "INSERT INTO r VALUES ('A', 2, 'one', 2)", "INSERT INTO r VALUES ('A', 100, 'out of view', 3)")
		d, err := c.Describe(t.Context(), "v")
		if err != nil {
			t.Fatal(err)
		}
		if v, ok := d.Object("v"); !ok || !v.ReadOnly || len(v.Key) != 0 {
			t.Errorf("described as %+v", v)
		}
		view := &connector.View{Object: "v", Fields: []string{"name"}, Key: []string{"branch", "n"}, Cursor: "rev"}
		want(t, "rows", read(t, c, view), "A/2: one", "B/1: two")
		key := tandem.KeyOf(tandem.TextValue("A"), tandem.IntegerValue(2))
		page, err := c.Get(t.Context(), view, []tandem.Key{key})
		if err != nil {
			t.Fatal(err)
		}
		want(t, "row by key", show(page), "A/2: one")
		if page, err = c.Find(t.Context(), view, "name", []tandem.Value{tandem.TextValue("two")}); err != nil {
			t.Fatal(err)
		}
		want(t, "row by value", show(page), "B/1: two")

		for page, err = range c.List(t.Context(), view, string(key)) {
			if err != nil {
				t.Fatal(err)
			}
			want(t, "rows behind a key", show(page), "B/1: two")
		}
		var changed []string
		for page, err := range c.Changes(t.Context(), view, `{"feeds":{"rows":{"low":{"v":"1","k":["B","1"]}}}}`) {
			if err != nil {
				t.Fatal(err)
			}
			changed = append(changed, show(page)...)
		}
		want(t, "changes", changed, "A/2: one")
	})
}

// Protheus: a customer was deleted and came back under the same number.
func TestTombstonesAndTheirLivingNamesakes(t *testing.T) {
	each(t, func(t *testing.T, _ *server, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		execAll(t, db, `CREATE TABLE SA1010 (A1_COD CHAR(6) NOT NULL, A1_NOME VARCHAR(40), D_E_L_E_T_ CHAR(1) NOT NULL, R_E_C_N_O_ INT NOT NULL PRIMARY KEY)`,
			"INSERT INTO SA1010 VALUES ('000001', 'Alfa', ' ', 1)", "INSERT INTO SA1010 VALUES ('000002', 'Old Beta', '*', 2)",
			"INSERT INTO SA1010 VALUES ('000002', 'Beta', ' ', 3)", "INSERT INTO SA1010 VALUES ('000003', 'Gama', '*', 4)", "INSERT INTO SA1010 VALUES ('000004', 'Delta', '*', 5)")
		view := &connector.View{
			Object: "SA1010", Fields: []string{"A1_COD", "A1_NOME"}, Key: []string{"A1_COD"}, Cursor: "R_E_C_N_O_",
			Tombstone: &connector.Tombstone{Column: "D_E_L_E_T_", Value: "*"}, Writable: true,
		}
		want(t, "list", read(t, c, view), "000001: 000001 Alfa", "000002: 000002 Beta", "-000003", "-000004")
		page, err := c.Get(t.Context(), view, []tandem.Key{"000002", "000003"})
		if err != nil {
			t.Fatal(err)
		}
		want(t, "get", show(page), "000002: 000002 Beta")
		write(t, c, view, connector.Write{Op: tandem.Delete, Key: "000001"})
		results, err := c.Write(t.Context(), view, []connector.Write{{Op: tandem.Delete, Key: "000001"}})
		if err != nil || tandem.CodeOf(results[0].Err) != tandem.NotFound {
			t.Errorf("deleting it again: %v, %v", results, err)
		}
		want(t, "list", read(t, c, view), "-000001", "000002: 000002 Beta", "-000003", "-000004")
	})
}

func TestLinesFromSeveralTables(t *testing.T) {
	each(t, func(t *testing.T, _ *server, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		execAll(t, db, "CREATE TABLE somast (fsono CHAR(6) NOT NULL PRIMARY KEY, fcustno CHAR(6))",
			"CREATE TABLE soitem (fsono CHAR(6) NOT NULL, finumber CHAR(3) NOT NULL, fpartno CHAR(25), PRIMARY KEY (fsono, finumber))",
			"CREATE TABLE sorels (fsono CHAR(6) NOT NULL, finumber CHAR(3) NOT NULL, forderqty DECIMAL(10,2), PRIMARY KEY (fsono, finumber))",
			"INSERT INTO somast VALUES ('000001', 'C1')", "INSERT INTO somast VALUES ('000002', 'C2')",
			"INSERT INTO soitem VALUES ('000001', '002', 'Nut')", "INSERT INTO soitem VALUES ('000001', '001', 'Bolt')", "INSERT INTO sorels VALUES ('000001', '001', 2.50)")
		view := &connector.View{
			Object: "somast", Fields: []string{"fcustno"}, Key: []string{"fsono"},
			Lines: &connector.Lines{
				Object: "soitem", Parent: [][2]string{{"fsono", "fsono"}}, Key: []string{"finumber"}, Fields: []string{"fpartno", "sorels.forderqty"},
				Joins: []connector.Join{{Object: "sorels", On: [][2]string{{"fsono", "fsono"}, {"finumber", "finumber"}}}},
			},
		}
		want(t, "orders", read(t, c, view), "000001: C1 [[Bolt 2.5] [Nut ]]", "000002: C2 []")
	})
}

// A filter that SQL applies lets through at least what the engine would.
func TestFilters(t *testing.T) {
	each(t, func(t *testing.T, s *server, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		execAll(t, db, "CREATE TABLE r (id INT NOT NULL PRIMARY KEY, name VARCHAR(20), kind CHAR(3), n INT, amount DECIMAL(8,2), since DATE)",
			"INSERT INTO r VALUES (1, 'Alfa', 'C', 5, 1.5, '2026-01-01')", "INSERT INTO r VALUES (2, 'alfa', 'P', 7, 2.5, '2026-02-01')",
			"INSERT INTO r (id, name, kind) VALUES (3, '', 'C')", "INSERT INTO r VALUES (4, NULL, '', -1, 0, '2026-03-01')")
		view := &connector.View{Object: "r", Fields: []string{"id", "name", "kind", "n", "amount", "since"}, Key: []string{"id"}}
		d, err := c.Describe(t.Context(), "r")
		if err != nil {
			t.Fatal(err)
		}
		pushed := 0
		for _, text := range []string{
			`kind == "C"`, `kind != "C"`, `name == "Alfa"`, `name != "Alfa"`, `name == ""`, `name == nil`, `name != nil`, `n >= 5`, `n < 7 and kind == "C"`,
			`n == nil or amount > 2`, `name contains "LF"`, `kind in ["P", ""]`, `not (kind in ["P"])`, `not (n > 5)`, `since >= "2026-02-01"`,
			`name > "a"`, `amount == 2.5`, `true`, `false`, `kind == "C" and name startsWith "al"`,
		} {
			if view.Filter, err = expr.ParseFilter(text, &d.Objects[0]); err != nil {
				t.Fatal(err)
			}
			all, kept := matching(t, c, view)
			view.Filter = nil
			wanted := matchingHere(t, c, view, text, &d.Objects[0])
			if !slices.Equal(kept, wanted) {
				t.Errorf("%s keeps %v, want %v (SQL let %d through)", text, kept, wanted, all)
			}
			if all < 4 {
				pushed++
			}
		}
		if pushed < 8 {
			t.Errorf("%s: only %d filters reached the database", s.name, pushed)
		}
	})
}

// matching lists under the view's filter and applies it again, as the engine does.
func matching(t *testing.T, c *sqldb.Conn, view *connector.View) (all int, kept []string) {
	t.Helper()
	for page, err := range c.List(t.Context(), view, "") {
		if err != nil {
			t.Fatal(err)
		}
		for i := range page.Len() {
			all++
			if expr.Match(view.Filter, func(field string) tandem.Value { return value(view, page.Row(i), field) }) {
				kept = append(kept, page.Keys[i].String())
			}
		}
	}
	return all, kept
}

func value(view *connector.View, row tandem.Record, field string) tandem.Value {
	at, _ := view.Position(field)
	return row[at]
}

// matchingHere lists everything and applies the filter here alone.
func matchingHere(t *testing.T, c *sqldb.Conn, view *connector.View, text string, object *dictionary.Object) []string {
	t.Helper()
	filter, err := expr.ParseFilter(text, object)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for page, err := range c.List(t.Context(), view, "") {
		if err != nil {
			t.Fatal(err)
		}
		for i := range page.Len() {
			if expr.Match(filter, func(field string) tandem.Value { return value(view, page.Row(i), field) }) {
				kept = append(kept, page.Keys[i].String())
			}
		}
	}
	return kept
}

// A renamed column is reported as what it is, and found again when it is back.
func TestTablesThatChange(t *testing.T) {
	each(t, func(t *testing.T, s *server, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		execAll(t, db, "CREATE TABLE r (id INT NOT NULL PRIMARY KEY, name VARCHAR(20))")
		view := &connector.View{Object: "r", Fields: []string{"name"}, Key: []string{"id"}}
		read(t, c, view)
		rename := "ALTER TABLE r RENAME COLUMN %s TO %s"
		if s.name == "Firebird" {
			rename = "ALTER TABLE r ALTER COLUMN %s TO %s"
		}
		execAll(t, db, fmt.Sprintf(rename, "name", "title"))
		for range 2 {
			_, err := c.Get(t.Context(), view, []tandem.Key{tandem.KeyOf(tandem.IntegerValue(1))})
			if tandem.CodeOf(err) != tandem.Schema {
				t.Errorf("got %v, want code schema", err)
			}
		}
		execAll(t, db, fmt.Sprintf(rename, "title", "name"))
		read(t, c, view)
	})
}

// Promise 11: the password is in no error, whatever goes wrong.
func TestNoErrorShowsThePassword(t *testing.T) {
	const secret = "s3cr3t-w0rd"
	for _, address := range []string{
		"postgres://me:" + secret + "@127.0.0.1:1/db", "mysql://me:" + secret + "@127.0.0.1:1/db", "firebird://me:" + secret + "@127.0.0.1:1//db.fdb",
		"sqlserver://me:" + secret + "@127.0.0.1:1?database=db", "oracle://me:" + secret + "@127.0.0.1:1/db",
		"postgres://me:" + secret + "@host:port/db", "postgres://me:" + secret + "@127.0.0.1:1/db?passfile=/etc/passwd", "nosuch://me:" + secret + "@host", "postgres://me:%" + secret + "@host",
	} {
		c, err := sqldb.Open(connector.Settings{"url": address, "tls": "off"}, nil)
		if err == nil {
			err = c.Check(context.Background())
			if closed := c.Close(); closed != nil {
				t.Error(closed)
			}
		}
		if err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), secret) {
			t.Errorf("%v", err)
		}
		if code := tandem.CodeOf(err); code != tandem.Config && code != tandem.Unreached {
			t.Errorf("%s: code %s (%v)", strings.ReplaceAll(address, secret, "***"), code, err)
		}
	}
}
