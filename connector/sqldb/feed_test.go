package sqldb

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"tandem/connector"
)

// Whoever asks what changed, as a server does all day, looks it up: what that
// costs must not grow with the tables.
func TestFeedsAreLookedUp(t *testing.T) {
	file := filepath.Join(t.TempDir(), "erp.db")
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, text := range []string{
		"create table somast (fsono char(6) not null primary key, version integer not null)",
		"create table sorels (id integer primary key, fsono char(6) not null, finumber char(3) not null, version integer not null)",
		"create table soitem (id integer primary key, fsono char(6) not null, finumber char(3) not null, version integer not null)",
		"create index somast_version on somast (version)", "create index sorels_version on sorels (version)", "create index soitem_version on soitem (version)",
		"create index sorels_order on sorels (fsono, finumber)", "create index soitem_order on soitem (fsono, finumber)",
	} {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	c, err := Open(connector.Settings{"url": "sqlite://" + file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	l, err := c.layout(t.Context(), &connector.View{
		Object: "somast", Key: []string{"fsono"}, Cursor: "version",
		Lines: &connector.Lines{
			Object: "sorels", Parent: [][2]string{{"fsono", "fsono"}}, Key: []string{"finumber"}, Fields: []string{"finumber"},
			Joins: []connector.Join{{Object: "soitem", On: [][2]string{{"fsono", "fsono"}, {"finumber", "finumber"}}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	feeds, err := l.feeds(t.Context())
	if err != nil || len(feeds) != 3 {
		t.Fatalf("there are %d feeds, %v", len(feeds), err)
	}
	for _, f := range feeds {
		f.init(&feedState{})
		for _, from := range []*position{{Value: "7"}, {Value: "7", Tie: []string{"1"}}} {
			q, err := f.query(from, 100)
			if err != nil {
				t.Fatal(err)
			}
			if plan := explained(t, c, q); strings.Contains(plan, "SCAN") {
				t.Errorf("%s goes through a table:\n%s", q.text, plan)
			}
		}
	}
}

func explained(t *testing.T, c *Conn, q statement) string {
	t.Helper()
	result, err := c.db.query(t.Context(), "EXPLAIN QUERY PLAN "+q.text, q.args)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for result.next() {
		b.Write(result.cells()[3])
		b.WriteByte('\n')
	}
	if err := result.close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
