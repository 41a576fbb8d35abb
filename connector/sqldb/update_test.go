package sqldb_test

import (
	"database/sql"
	"testing"

	"tandem"
	"tandem/connector"
	"tandem/connector/sqldb"
)

// Updates of a batch that are written alike may go as one statement: each ends as if it had gone alone.
func TestUpdatesThatAreWrittenAlike(t *testing.T) {
	each(t, func(t *testing.T, _ *server, db *sql.DB, c *sqldb.Conn) {
		t.Helper()
		execAll(t, db, "CREATE TABLE stock (id INT NOT NULL PRIMARY KEY, name VARCHAR(20), amount DECIMAL(10,2) CHECK (amount < 100))",
			"INSERT INTO stock VALUES (1, 'one', 1)", "INSERT INTO stock VALUES (2, 'two', 2)", "INSERT INTO stock VALUES (3, 'three', 3)",
			"INSERT INTO stock VALUES (4, NULL, 4)", "INSERT INTO stock VALUES (5, 'five', 5)", "INSERT INTO stock VALUES (6, 'six', 6)",
			"CREATE UNIQUE INDEX stock_name ON stock (name)")
		view := &connector.View{Object: "stock", Fields: []string{"id", "name", "amount"}, Key: []string{"id"}, Writable: true}
		update := func(id int64, before, name tandem.Value, amount int64) connector.Write {
			w := connector.Write{
				Op: tandem.Update, Key: tandem.KeyOf(tandem.IntegerValue(id)),
				Values: tandem.Record{{}, name, tandem.DecimalValue(amount, 0)}, Before: tandem.Record{{}, before, {}},
			}
			w.Set.Add(1)
			w.Set.Add(2)
			return w
		}
		text := tandem.TextValue
		results, err := c.Write(t.Context(), view, []connector.Write{
			update(1, text("one"), text(`o"n\e`), 11),
			update(2, text("another"), text("moved"), 12), // somebody changed it
			update(3, text("three"), text("dear"), 500),   // refused by the table
			update(4, tandem.NullValue(), text("four"), 14),
			update(5, text("five"), tandem.NullValue(), 15),
			update(6, text("six"), text("two"), 16), // another has the name
			update(9, text("nine"), text("gone"), 19),
			update(1, text(`o"n\e`), text("once more"), 21), // what the first left
		})
		if err != nil {
			t.Fatal(err)
		}
		codes := []tandem.Code{"", tandem.Conflict, tandem.Invalid, "", "", tandem.Conflict, tandem.NotFound, ""}
		for i, want := range codes {
			if got := tandem.CodeOf(results[i].Err); got != want {
				t.Errorf("write %d ends with %q, not %q: %v", i, got, want, results[i].Err)
			}
			if want == "" && results[i].Row == nil {
				t.Errorf("write %d does not tell what the row is now", i)
			}
		}
		want(t, "rows", read(t, c, view), "1: 1 once more 21", "2: 2 two 2", "3: 3 three 3", "4: 4 four 14", "5: 5  15", "6: 6 six 6")
	})
}
