package sqldb_test

import (
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"testing"

	"tandem"
	"tandem/connector"
	"tandem/connector/sqldb"
	"tandem/internal/testdb"
)

// each runs a test on a fresh database of every kind.
func each(t *testing.T, run func(t *testing.T, s *server, db *sql.DB, c *sqldb.Conn)) {
	t.Helper()
	for _, s := range servers() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel() // they wait for four different servers
			address := testdb.SQLite(t)
			if s.address != nil {
				address = s.address(t)
			}
			db := s.people(t, address)
			if err := db.Ping(); err != nil { // SQLite makes the file when it is first opened
				t.Fatal(err)
			}
			c, err := sqldb.Open(connector.Settings{"url": address}, nil)
			if err != nil {
				t.Fatal(err)
			}
			closeAtEnd(t, c)
			run(t, s, db, c)
		})
	}
}

func closeAtEnd(t testing.TB, c connector.Connector) {
	t.Helper()
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
}

func execAll(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// Two programs that number rows by the same rule never give a number twice.
func TestRulesForNewKeys(t *testing.T) {
	each(t, func(t *testing.T, s *server, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		execAll(t, db,
			"CREATE TABLE clients (num CHAR(6) NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, kind CHAR(1) NOT NULL)",
			"INSERT INTO clients VALUES ('000041', 'Present', 'C')", "INSERT INTO clients VALUES ('ABCDEF', 'No number', 'C')",
			"CREATE TABLE counters (class VARCHAR(10) NOT NULL PRIMARY KEY, next_no CHAR(6) NOT NULL)",
			"INSERT INTO counters VALUES ('CLIENT', '000100')", "INSERT INTO counters VALUES ('OTHER', '000007')")
		rules := map[string]connector.NewKey{
			"max":   {Field: "num", From: connector.KeyByMax, Width: 6},
			"table": {Field: "num", From: connector.KeyByTable, Table: "counters", Column: "next_no", Where: `class == "CLIENT"`, Width: 6},
		}
		if s.name != "SQLite" {
			execAll(t, db, "CREATE SEQUENCE client_numbers START WITH 500")
			rules["sequence"] = connector.NewKey{Field: "num", From: connector.KeyBySequence, Sequence: "client_numbers", Width: 6}
		}
		for name, rule := range rules {
			t.Run(name, func(t *testing.T) { numbersApart(t, c, rule) })
		}
		var left string
		if err := db.QueryRow("SELECT next_no FROM counters WHERE class = 'CLIENT'").Scan(&left); err != nil || strings.TrimSpace(left) != "000112" {
			t.Errorf("the counter stands at %q, want 000112 (%v)", left, err)
		}
	})
}

func numbersApart(t *testing.T, c *sqldb.Conn, rule connector.NewKey) {
	t.Helper()
	view := &connector.View{
		Object: "clients", Fields: []string{"num", "name"}, Key: []string{"num"}, NewKey: rule, Writable: true,
		Constants: map[string]tandem.Value{"kind": tandem.TextValue("C")},
	}
	var lock sync.Mutex
	seen := map[tandem.Key]bool{}
	var writers sync.WaitGroup
	for w := range 3 {
		writers.Go(func() {
			writes := make([]connector.Write, 4)
			for i := range writes {
				writes[i] = connector.Write{Op: tandem.Create, Values: tandem.Record{tandem.NullValue(), tandem.TextValue(fmt.Sprint("Writer ", w, i))}}
				writes[i].Set = tandem.AllFields(2)
			}
			results, err := c.Write(t.Context(), view, writes)
			if err != nil {
				t.Error(err)
			}
			lock.Lock()
			defer lock.Unlock()
			for _, r := range results {
				if r.Err != nil || seen[r.Key] || len(r.Key) != 6 || r.Row == nil || r.Row[0].Text() != string(r.Key) {
					t.Errorf("key %q, row %v, %v", r.Key, r.Row, r.Err)
				}
				seen[r.Key] = true
			}
		})
	}
	writers.Wait()
}

func TestWritingThroughProcedures(t *testing.T) {
	procedures := map[string][]string{
		"PostgreSQL": {
			`CREATE FUNCTION add_client(p_name text, kind text) RETURNS TABLE (id int) LANGUAGE sql AS $$ INSERT INTO clients (name, kind) VALUES (p_name, kind) RETURNING clients.id $$`,
			`CREATE FUNCTION edit_client(p_id int, p_name text, kind text) RETURNS void LANGUAGE sql AS $$ UPDATE clients SET name = p_name, kind = edit_client.kind WHERE id = p_id $$`,
			`CREATE FUNCTION drop_client(p_id int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN IF p_id = 1 THEN RAISE EXCEPTION 'the first client stays'; END IF; DELETE FROM clients WHERE id = p_id; END $$`,
		},
		"MariaDB": {
			`CREATE PROCEDURE add_client(p_name VARCHAR(40), p_kind CHAR(1)) BEGIN INSERT INTO clients (name, kind) VALUES (p_name, p_kind); SELECT LAST_INSERT_ID(); END`,
			`CREATE PROCEDURE edit_client(p_id INT, p_name VARCHAR(40), p_kind CHAR(1)) UPDATE clients SET name = p_name, kind = p_kind WHERE id = p_id`,
			`CREATE PROCEDURE drop_client(p_id INT) BEGIN IF p_id = 1 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the first client stays'; END IF; DELETE FROM clients WHERE id = p_id; END`,
		},
		"Firebird": {
			`CREATE EXCEPTION stays 'the first client stays'`,
			`CREATE PROCEDURE add_client (p_name VARCHAR(40), p_kind CHAR(1)) RETURNS (id INT) AS BEGIN INSERT INTO clients (name, kind) VALUES (:p_name, :p_kind) RETURNING id INTO :id; END`,
			`CREATE PROCEDURE edit_client (p_id INT, p_name VARCHAR(40), p_kind CHAR(1)) AS BEGIN UPDATE clients SET name = :p_name, kind = :p_kind WHERE id = :p_id; END`,
			`CREATE PROCEDURE drop_client (p_id INT) AS BEGIN IF (p_id = 1) THEN EXCEPTION stays; DELETE FROM clients WHERE id = :p_id; END`,
		},
	}
	each(t, func(t *testing.T, s *server, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		view := &connector.View{
			Object: "client_view", Fields: []string{"id", "name", "kind"}, Key: []string{"id"}, Writable: true,
			NewKey:   connector.NewKey{Field: "id", From: connector.KeyByDatabase},
			Routines: connector.Routines{Create: "add_client", Update: "edit_client", Delete: "drop_client"},
		}
		identity := map[string]string{"MariaDB": "AUTO_INCREMENT", "SQLite": ""}[s.name]
		if s.name == "PostgreSQL" || s.name == "Firebird" {
			identity = "GENERATED BY DEFAULT AS IDENTITY"
		}
		execAll(t, db, "CREATE TABLE clients (id INT "+identity+" PRIMARY KEY, name VARCHAR(40), kind CHAR(1))",
			"CREATE VIEW client_view AS SELECT id, name, kind FROM clients")
		create := connector.Write{Op: tandem.Create, Values: tandem.Record{tandem.Value{}, tandem.TextValue("Alfa"), tandem.TextValue("C")}}
		create.Set.Add(1)
		create.Set.Add(2)
		if s.name == "SQLite" {
			if _, err := c.Write(t.Context(), view, []connector.Write{create}); tandem.CodeOf(err) != tandem.Config {
				t.Errorf("SQLite has no procedures; got %v", err)
			}
			return
		}
		execAll(t, db, procedures[s.name]...)
		first := write(t, c, view, create)[0]
		second := write(t, c, view, create)[0]
		edit := connector.Write{Op: tandem.Update, Key: second.Key, Values: tandem.Record{tandem.Value{}, tandem.TextValue("Beta"), tandem.Value{}}, Before: second.Row}
		edit.Set.Add(1)
		edited := write(t, c, view, edit)[0]
		if edited.Row[1].Text() != "Beta" || edited.Row[2].Text() != "C" {
			t.Errorf("edited row is %v", edited.Row)
		}
		results, err := c.Write(t.Context(), view, []connector.Write{{Op: tandem.Delete, Key: first.Key}, {Op: tandem.Delete, Key: second.Key}})
		if err != nil || tandem.CodeOf(results[0].Err) != tandem.Invalid || !strings.Contains(results[0].Err.Error(), "the first client stays") || results[1].Err != nil {
			t.Errorf("deleting: %v, %v", results, err)
		}
	})
}

func write(t *testing.T, c *sqldb.Conn, view *connector.View, writes ...connector.Write) []connector.Result {
	t.Helper()
	results, err := c.Write(t.Context(), view, writes)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Err != nil {
			t.Fatal(r.Err)
		}
	}
	return results
}
