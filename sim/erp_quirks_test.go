package sim

import (
	"strings"
	"testing"
	"unicode/utf8"

	"tandem/sim/internal/m2m"
)

// Whoever inserts a customer with nothing but its number gets defaults everywhere, padded as the ERP pads.
func TestDefaults(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		e := mustCreate(t, url, Size{Customers: 10, Seed: 1})
		for _, table := range m2m.Tables() {
			mustExec(t, e, "INSERT INTO "+table.Name+" ("+quote(table.Columns[0].Name)+") VALUES (?)", defaultKey(table))
			where := " WHERE identity_column = (SELECT max(identity_column) FROM " + table.Name + ")"
			for _, c := range table.Columns[1:] {
				checkDefault(t, e, table.Name, c, where)
			}
		}
	})
}

// defaultKey is a value for the first column of the table.
func defaultKey(table *m2m.Table) any { return strings.Repeat("Q", table.Columns[0].Size) }

func checkDefault(t *testing.T, e *ERP, table string, c m2m.Column, where string) {
	t.Helper()
	statement := "SELECT " + quote(c.Name) + " FROM " + table + where
	switch c.Kind {
	case m2m.Char, m2m.Varchar, m2m.Memo:
		got := query[string](t, e, statement)
		if strings.Trim(got, " ") != "" {
			t.Errorf("%s.%s defaults to %q", table, c.Name, got)
		}
		if want := paddedLength(e, c); len(got) != want {
			t.Errorf("%s.%s defaults to %d blanks, want %d", table, c.Name, len(got), want)
		}
	case m2m.Date:
		if got := spellMoment(query[any](t, e, statement)); got != "1900-01-01 00:00:00" {
			t.Errorf("%s.%s defaults to %s", table, c.Name, got)
		}
	case m2m.Flag:
		if query[bool](t, e, statement) {
			t.Errorf("%s.%s defaults to true", table, c.Name)
		}
	default:
		if got := query[m2m.Money](t, e, statement); got != 0 {
			t.Errorf("%s.%s defaults to %s", table, c.Name, got)
		}
	}
}

// paddedLength is how many characters a blank column has when it is read: MariaDB strips padding.
func paddedLength(e *ERP, c m2m.Column) int {
	if e.dialect.stripsBlanks || c.Kind != m2m.Char {
		return 0
	}
	return c.Size
}

// Text is padded to its width in characters, not bytes: in the rows that Create made, after an insert, after an update.
// MariaDB strips the padding on reading.
func TestPadding(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		e := mustCreate(t, url, Size{Customers: 300, Seed: 1})
		stored := func(text string, size int) bool {
			if e.dialect.stripsBlanks {
				return text == strings.TrimRight(text, " ")
			}
			return utf8.RuneCountInString(text) == size
		}
		mustExec(t, e, "INSERT INTO slcdpm (fcustno, fcompany) VALUES ('Ž7', 'Šípková')")
		mustExec(t, e, "UPDATE slcdpm SET fcompany = 'Łódź' WHERE fcustno = '000001'")
		rows, err := e.db.QueryContext(t.Context(), "SELECT fcustno, fcompany, fcity FROM slcdpm")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var number, company, city string
			if err := rows.Scan(&number, &company, &city); err != nil {
				t.Fatal(err)
			}
			if !stored(number, 6) || !stored(company, 35) || !stored(city, 20) {
				t.Errorf("%q, %q, %q: not padded as it should be", number, company, city)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	})
}

// Trailing blanks do not count in comparisons and in keys.
func TestTrailingBlanks(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		e := mustCreate(t, url, Size{})
		mustExec(t, e, "INSERT INTO slcdpm (fcustno) VALUES ('AB')")
		for _, spelling := range []string{"AB", "AB    ", "AB  "} {
			if n := query[int](t, e, "SELECT count(*) FROM slcdpm WHERE fcustno = ?", spelling); n != 1 {
				t.Errorf("%q finds %d customers", spelling, n)
			}
			if _, err := e.db.ExecContext(t.Context(), "INSERT INTO slcdpm (fcustno) VALUES ('"+spelling+"')"); err == nil {
				t.Errorf("a second customer %q was accepted", spelling)
			}
		}
	})
}

func TestRefusals(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		e := mustCreate(t, url, Size{})
		for what, statement := range map[string]string{
			"a key that is too long":         "INSERT INTO slcdpm (fcustno) VALUES ('1234567')",
			"a cross-reference too long":     "INSERT INTO slcdpm (fcustno, fccrmacct) VALUES ('1', '1234567890123')",
			"a null where blanks should be":  "INSERT INTO slcdpm (fcustno, fcompany) VALUES ('2', NULL)",
			"a null where 1900 should stand": "INSERT INTO slcdpm (fcustno, fsince) VALUES ('3', NULL)",
		} {
			if _, err := e.db.ExecContext(t.Context(), statement); err == nil {
				t.Errorf("%s was accepted", what)
			}
		}
	})
}

// Every insert and update moves the row behind all others, whatever the writer says about its counter.
func TestTimestampColumnGrows(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		e := mustCreate(t, url, Size{Customers: 20, Seed: 1})
		last := int64(0)
		for _, table := range m2m.Tables() {
			last = max(last, query[int64](t, e, "SELECT max(timestamp_column) FROM "+table.Name))
		}
		for _, c := range []struct{ statement, table, key string }{
			{"UPDATE slcdpm SET fphone = '1' WHERE fcustno = '000003'", "slcdpm", "fcustno = '000003'"},
			{"UPDATE slcdpm SET fphone = '1' WHERE fcustno = '000003'", "slcdpm", "fcustno = '000003'"}, // the same once more
			{"UPDATE somast SET fstatus = 'CLOSED', timestamp_column = 1 WHERE fsono = '000002'", "somast", "fsono = '000002'"},
			{"INSERT INTO slcdpm (fcustno, timestamp_column) VALUES ('X', 1)", "slcdpm", "fcustno = 'X'"},
			{"UPDATE slcdpm SET fcompany = 'Y' WHERE fcustno = 'X'", "slcdpm", "fcustno = 'X'"},
			{"UPDATE syaddr SET fccity = 'Z' WHERE fcalias = 'SLCDPM' AND fcaliaskey = '000003' AND fcaddrkey = '0001'", "syaddr",
				"fcalias = 'SLCDPM' AND fcaliaskey = '000003' AND fcaddrkey = '0001'"},
		} {
			mustExec(t, e, c.statement)
			now := query[int64](t, e, "SELECT timestamp_column FROM "+c.table+" WHERE "+c.key)
			if now <= last {
				t.Errorf("%s: timestamp_column is %d after %d", c.statement, now, last)
			}
			last = now
		}
		mustExec(t, e, "UPDATE slcdpm SET fterr = 'NEW'")
		if n := query[int](t, e, "SELECT count(DISTINCT timestamp_column) FROM slcdpm WHERE timestamp_column > ?", last); n != 21 {
			t.Errorf("an update of all rows gave %d new counters above the last, want 21", n)
		}
	})
}
