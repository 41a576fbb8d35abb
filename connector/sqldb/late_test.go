package sqldb_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"tandem"
	"tandem/connector"
	"tandem/connector/sqldb"
)

// Promise 7: a transaction that was open for longer than any overlap, and wrote
// its version before others that were long read, is not missed.
func TestLongTransactionsAreNotMissed(t *testing.T) {
	for _, s := range []*server{postgresServer(), mariaServer(), firebirdServer()} {
		for _, cursor := range []string{"version", "changed_at"} {
			t.Run(s.name+"/"+cursor, func(t *testing.T) {
				t.Parallel()
				l := newLate(t, s, cursor)
				if s.blind {
					l.view.Overlap = 10
				}
				since := l.changes("")
				slow := l.begin(t)
				l.write(slow, 1)
				for n := range 5 { // others come and go while it is open
					l.write(l.db, int64(10+n))
					since = l.changes(since)
					time.Sleep(50 * time.Millisecond)
				}
				if l.seen[1] != 0 {
					t.Fatal("a row was seen before its commit")
				}
				if err := slow.Commit(); err != nil {
					t.Fatal(err)
				}
				since = l.changes(since)
				if l.seen[1] != 1 {
					t.Errorf("the late row was missed; cursor %s", since)
				}
				// When all is over, the cursor settles and rows stop coming again.
				l.settles(since)
			})
		}
	}
}

// Writers of every speed at once, and a reader that is stopped after any page:
// in the end it knows the last value of every row.
func TestNothingIsMissedAmongWriters(t *testing.T) {
	for _, s := range []*server{postgresServer(), mariaServer()} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			l := newLate(t, s, "version")
			since := l.changes("")
			var writers sync.WaitGroup
			for w := range 6 {
				writers.Go(func() { l.writer(t, int64(w+1), 15) })
			}
			finished := make(chan struct{})
			go func() {
				writers.Wait()
				close(finished)
			}()
			for done := false; !done; {
				select {
				case <-finished:
					done = true
				default:
				}
				since = l.some(since)
			}
			since = l.changes(since)
			if want := l.all(t); !maps.Equal(want, l.seen) {
				for id, value := range want {
					if l.seen[id] != value {
						t.Errorf("row %d is %d, last seen was %d", id, value, l.seen[id])
					}
				}
			}
			l.settles(since)
		})
	}
}

// late is a table whose rows are written in transactions of any length.
type late struct {
	t      *testing.T
	c      *sqldb.Conn
	db     *sql.DB
	server *server
	view   *connector.View
	seen   map[int64]int64
	rows   int // how many came with the last call
}

func newLate(t *testing.T, s *server, cursor string) *late {
	t.Helper()
	address := s.address(t)
	l := &late{t: t, db: s.people(t, address), server: s, seen: map[int64]int64{}}
	var schema []string
	switch s.name {
	case "PostgreSQL":
		schema = []string{
			"CREATE SEQUENCE versions", "CREATE TABLE things (id BIGINT PRIMARY KEY, amount BIGINT, version BIGINT, changed_at TIMESTAMPTZ)",
			"CREATE INDEX ON things (version, id)", "CREATE INDEX ON things (changed_at, id)",
			"CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.version := nextval('versions'); NEW.changed_at := clock_timestamp(); RETURN NEW; END $$",
			"CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON things FOR EACH ROW EXECUTE FUNCTION stamp()",
		}
	case "MariaDB":
		schema = []string{
			"CREATE SEQUENCE versions", "CREATE TABLE things (id BIGINT PRIMARY KEY, amount BIGINT, version BIGINT, changed_at DATETIME(6), KEY (version, id), KEY (changed_at, id))",
			"CREATE TRIGGER a BEFORE INSERT ON things FOR EACH ROW SET NEW.version = NEXTVAL(versions), NEW.changed_at = UTC_TIMESTAMP(6)",
			"CREATE TRIGGER b BEFORE UPDATE ON things FOR EACH ROW SET NEW.version = NEXTVAL(versions), NEW.changed_at = UTC_TIMESTAMP(6)",
		}
	default:
		schema = []string{
			"CREATE SEQUENCE versions", "CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY, amount BIGINT, version BIGINT, changed_at TIMESTAMP)",
			"CREATE TRIGGER stamp FOR things ACTIVE BEFORE INSERT OR UPDATE AS BEGIN NEW.version = NEXT VALUE FOR versions; NEW.changed_at = CAST('NOW' AS TIMESTAMP); END",
		}
	}
	for _, statement := range schema {
		if _, err := l.db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	for id := range int64(20) {
		l.write(l.db, id)
	}
	for w := int64(1); w <= 6; w++ {
		for id := range int64(3) {
			l.write(l.db, 1000*w+id)
		}
	}
	clear(l.seen)
	var err error
	if l.c, err = sqldb.Open(connector.Settings{"url": address, "page_rows": "7"}, nil); err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, l.c)
	l.view = &connector.View{Object: "things", Fields: []string{"id", "amount"}, Key: []string{"id"}, Cursor: cursor}
	return l
}

type execer interface {
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
}

func (l *late) begin(t *testing.T) *sql.Tx {
	t.Helper()
	tx, err := l.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

// write adds 1 to a row's amount, or makes it.
func (l *late) write(to execer, id int64) {
	l.t.Helper()
	result, err := to.ExecContext(context.Background(), fmt.Sprintf("UPDATE things SET amount = amount + 1 WHERE id = %d", id))
	if err == nil {
		var n int64
		if n, err = result.RowsAffected(); err == nil && n == 0 {
			_, err = to.ExecContext(context.Background(), fmt.Sprintf("INSERT INTO things (id, amount) VALUES (%d, 0)", id))
		}
	}
	if err != nil {
		l.t.Error(err)
	}
}

// writer writes rows of its own in transactions that stay open for a while.
func (l *late) writer(t *testing.T, n int64, rounds int) {
	t.Helper()
	for range rounds {
		tx, err := l.db.Begin()
		if err != nil {
			t.Error(err)
			return
		}
		// In ascending order, or the writers' gap locks would block each other.
		for id := range 1 + rand.Int64N(3) {
			l.write(tx, n*1000+id)
			time.Sleep(rand.N(20 * time.Millisecond))
		}
		if rand.N(5) == 0 {
			err = tx.Rollback()
		} else {
			err = tx.Commit()
		}
		if err != nil {
			t.Error(err)
		}
	}
}

func (l *late) take(page *tandem.Page) {
	for i := range page.Len() {
		l.seen[page.Row(i)[0].Int()] = page.Row(i)[1].Int()
	}
	l.rows += page.Len()
}

func (l *late) changes(since string) string {
	l.t.Helper()
	l.rows = 0
	for page, err := range l.c.Changes(l.t.Context(), l.view, since) {
		if err != nil {
			l.t.Fatal(err)
		}
		l.take(page)
		since = page.Cursor
	}
	return since
}

// some reads a page or two and stops.
func (l *late) some(since string) string {
	l.t.Helper()
	left := 1 + rand.N(3)
	for page, err := range l.c.Changes(l.t.Context(), l.view, since) {
		if err != nil {
			l.t.Fatal(err)
		}
		l.take(page)
		since = page.Cursor
		if left--; left == 0 {
			break
		}
	}
	return since
}

func (l *late) all(t *testing.T) map[int64]int64 {
	t.Helper()
	rows, err := l.db.Query("SELECT id, amount FROM things WHERE id >= 0")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[int64]int64{}
	for rows.Next() {
		var id, amount int64
		if err := rows.Scan(&id, &amount); err != nil {
			t.Fatal(err)
		}
		if _, seen := l.seen[id]; seen || amount > 0 && (id >= 1000 || id < 3) {
			all[id] = amount
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// settles fails unless an idle cursor soon brings nothing and stays as it is.
func (l *late) settles(since string) {
	l.t.Helper()
	const enough = time.Minute
	for began := time.Now(); time.Since(began) < enough; {
		next := l.changes(since)
		if next == since && l.rows == 0 {
			return
		}
		since = next
		time.Sleep(100 * time.Millisecond)
	}
	l.t.Errorf("after a minute of quiet %d rows still come again; cursor %s", l.rows, since)
}
