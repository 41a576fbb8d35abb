package sqldb_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"tandem"
	"tandem/connector"
	"tandem/connector/sqldb"
	"tandem/internal/testdb"
)

// benchRows is how many rows of 15 columns the benchmarks read.
const benchRows = 200_000

func BenchmarkReadPostgreSQL(b *testing.B) {
	address := testdb.Postgres(b)
	db := postgresServer().people(b, address)
	must(b, db, `CREATE TABLE wide (id BIGINT PRIMARY KEY, name VARCHAR(60), street VARCHAR(60), city VARCHAR(40), zip CHAR(10), country CHAR(2),
		email VARCHAR(80), phone VARCHAR(30), credit NUMERIC(14,2), discount NUMERIC(5,2), since DATE, active BOOLEAN, changed_at TIMESTAMPTZ, days INT, notes TEXT)`)
	must(b, db, fmt.Sprintf(`INSERT INTO wide SELECT n, 'Customer number ' || n, 'Street ' || n %% 977, 'City ' || n %% 53, lpad((n %% 100000)::text, 5, '0'), 'CZ',
		'mail' || n || '@example.com', '+420 555 ' || n, n * 1.25, n %% 50, DATE '2000-01-01' + (n %% 9000)::int, n %% 2 = 0,
		TIMESTAMPTZ '2026-01-01' + n * INTERVAL '1 second', n %% 90, 'a note of some length that goes with customer ' || n FROM generate_series(1, %d) n`, benchRows))
	must(b, db, "VACUUM ANALYZE wide")
	benchRead(b, address)
}

func BenchmarkReadMariaDB(b *testing.B) {
	address := testdb.MariaDB(b)
	db := mariaServer().people(b, address)
	must(b, db, `CREATE TABLE wide (id BIGINT PRIMARY KEY, name VARCHAR(60), street VARCHAR(60), city VARCHAR(40), zip CHAR(10), country CHAR(2),
		email VARCHAR(80), phone VARCHAR(30), credit DECIMAL(14,2), discount DECIMAL(5,2), since DATE, active TINYINT(1), changed_at DATETIME(6), days INT, notes TEXT)`)
	must(b, db, fmt.Sprintf(`INSERT INTO wide SELECT seq, CONCAT('Customer number ', seq), CONCAT('Street ', seq %% 977), CONCAT('City ', seq %% 53), LPAD(seq %% 100000, 5, '0'), 'CZ',
		CONCAT('mail', seq, '@example.com'), CONCAT('+420 555 ', seq), seq * 1.25, seq %% 50, DATE '2000-01-01' + INTERVAL (seq %% 9000) DAY, seq %% 2 = 0,
		TIMESTAMP '2026-01-01 00:00:00' + INTERVAL seq SECOND, seq %% 90, CONCAT('a note of some length that goes with customer ', seq) FROM seq_1_to_%d`, benchRows))
	benchRead(b, address)
}

func BenchmarkReadSQLite(b *testing.B) {
	address := testdb.SQLite(b)
	db := sqliteServer().people(b, address)
	must(b, db, `CREATE TABLE wide (id INTEGER PRIMARY KEY, name VARCHAR(60), street VARCHAR(60), city VARCHAR(40), zip CHAR(10), country CHAR(2),
		email VARCHAR(80), phone VARCHAR(30), credit DECIMAL(14,2), discount DECIMAL(5,2), since DATE, active BOOLEAN, changed_at TIMESTAMP, days INT, notes TEXT)`)
	must(b, db, fmt.Sprintf(`WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < %d)
		INSERT INTO wide SELECT n, 'Customer number ' || n, 'Street ' || n %% 977, 'City ' || n %% 53, substr('0000' || n, -5), 'CZ',
		'mail' || n || '@example.com', '+420 555 ' || n, n * 1.25, n %% 50, date('2000-01-01', n %% 9000 || ' days'), n %% 2 = 0,
		datetime('2026-01-01', n || ' seconds'), n %% 90, 'a note of some length that goes with customer ' || n FROM s`, benchRows))
	benchRead(b, address)
}

func must(b *testing.B, db *sql.DB, statement string) {
	b.Helper()
	if _, err := db.Exec(statement); err != nil {
		b.Fatalf("%s: %v", statement, err)
	}
}

var wideFields = strings.Fields("id name street city zip country email phone credit discount since active changed_at days notes")

func benchRead(b *testing.B, address string) {
	b.Helper()
	c, err := sqldb.Open(connector.Settings{"url": address}, nil)
	if err != nil {
		b.Fatal(err)
	}
	closeAtEnd(b, c)
	view := &connector.View{Object: "wide", Fields: wideFields, Key: []string{"id"}, Cursor: ""}
	b.ReportAllocs()
	b.ResetTimer()
	rows := 0
	for b.Loop() {
		rows = 0
		for page, err := range c.List(b.Context(), view, "") {
			if err != nil {
				b.Fatal(err)
			}
			rows += page.Len()
		}
		if rows != benchRows {
			b.Fatalf("%d rows", rows)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkUpdatePostgreSQL(b *testing.B) {
	address := testdb.Postgres(b)
	db := postgresServer().people(b, address)
	must(b, db, "CREATE TABLE wide (id BIGINT PRIMARY KEY, name VARCHAR(60), city VARCHAR(40), days INT)")
	must(b, db, "INSERT INTO wide SELECT n, 'Customer ' || n, 'Brno', 0 FROM generate_series(1, 20000) n")
	must(b, db, "VACUUM ANALYZE wide")
	benchUpdate(b, address)
}

func BenchmarkUpdateMariaDB(b *testing.B) {
	address := testdb.MariaDB(b)
	db := mariaServer().people(b, address)
	must(b, db, "CREATE TABLE wide (id BIGINT PRIMARY KEY, name VARCHAR(60), city VARCHAR(40), days INT)")
	must(b, db, "INSERT INTO wide SELECT seq, CONCAT('Customer ', seq), 'Brno', 0 FROM seq_1_to_20000")
	benchUpdate(b, address)
}

func BenchmarkUpdateSQLite(b *testing.B) {
	address := testdb.SQLite(b)
	db := sqliteServer().people(b, address)
	must(b, db, "PRAGMA journal_mode = WAL")
	must(b, db, "CREATE TABLE wide (id INTEGER PRIMARY KEY, name VARCHAR(60), city VARCHAR(40), days INT)")
	must(b, db, "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 20000) INSERT INTO wide SELECT n, 'Customer ' || n, 'Brno', 0 FROM s")
	benchUpdate(b, address)
}

// benchUpdate updates rows with a precondition on all fields and reads them back.
func benchUpdate(b *testing.B, address string) {
	b.Helper()
	c, err := sqldb.Open(connector.Settings{"url": address}, nil)
	if err != nil {
		b.Fatal(err)
	}
	closeAtEnd(b, c)
	view := &connector.View{Object: "wide", Fields: []string{"id", "name", "city", "days"}, Key: []string{"id"}, Writable: true}
	const n = 5000
	writes := make([]connector.Write, n)
	round := int64(0)
	for b.Loop() {
		for i := range writes {
			id := tandem.IntegerValue(int64(i + 1))
			w := connector.Write{Op: tandem.Update, Key: tandem.KeyOf(id)}
			w.Before = tandem.Record{id, tandem.TextValue(fmt.Sprintf("Customer %d", i+1)), tandem.TextValue("Brno"), tandem.IntegerValue(round)}
			w.Values = tandem.Record{id, w.Before[1], w.Before[2], tandem.IntegerValue(round + 1)}
			w.Set.Add(3)
			writes[i] = w
		}
		results, err := c.Write(b.Context(), view, writes)
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range results {
			if r.Err != nil {
				b.Fatal(r.Err)
			}
		}
		round++
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
