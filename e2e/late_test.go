package e2e

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// A cursor must not lose what is committed late: a transaction takes its number
// or its time first and commits after another with a higher one, behind the
// back of an incremental sync that has already gone past.
func TestLateCommits(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds and a server: not with -short")
	}
	for _, v := range []late{
		{remote: postgres, cursor: "rev", kind: "BIGINT", next: "nextval('revs')"},
		{remote: postgres, cursor: "changed", kind: "TIMESTAMP(6) WITH TIME ZONE", next: "now()"},
		{remote: mariadb, cursor: "rev", kind: "BIGINT", next: "NEXT VALUE FOR revs"},
		// Here the time is taken when the transaction begins to write and told to its end.
		{remote: mariadb, cursor: "changed", kind: "DATETIME(6)", next: "'%s'"},
	} {
		t.Run(fmt.Sprintf("remote=%s,cursor=%s", v.remote, v.cursor), func(t *testing.T) { v.run(t) })
	}
}

// late is one kind of cursor.
type late struct {
	remote kind
	cursor string // the column
	kind   string // its type
	next   string // what a transaction puts into it; %s = the time it began
}

const (
	lateRows    = 200
	lateWriters = 6
	lateFor     = 6 * time.Second
	lateLongest = 1500 * time.Millisecond
)

const lateConfig = `
account: acme
connections:
  - {name: erp, connector: sql, settings: {url: "${ERP}"}}
syncs:
  - name: erp
    connection: erp
    data_points:
      - name: customers
        ours: customer
        theirs: customers
        key: [no]
        cursor: %s
        overlap: 30
        operations: {create: in, update: in, delete: in}
        fields: [{ours: number, theirs: no}, {ours: name, theirs: name}, {ours: notes, theirs: note}]
`

func (l late) run(t *testing.T) {
	t.Helper()
	address := newDatabase(t, l.remote)
	db := open(t, address)
	mustExec(t, db, "CREATE SEQUENCE revs")
	mustExec(t, db, "CREATE TABLE customers (no INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(40), "+l.cursor+" "+l.kind+" NOT NULL)")
	mustExec(t, db, "CREATE INDEX customers_cursor ON customers ("+l.cursor+", no)")
	for i := range lateRows {
		mustExec(t, db, fmt.Sprintf("INSERT INTO customers VALUES (%d, 'Customer %d', 'new', %s)", i, i, l.value(time.Now())))
	}
	dir := t.TempDir()
	p := program{binary: os.Getenv(binaryVariable), env: []string{"HOME=" + dir, "TANDEM_DATA=" + dir, "ERP=" + address}}
	config := dir + "/late.yaml"
	if err := os.WriteFile(config, fmt.Appendf(nil, lateConfig, l.cursor), 0o600); err != nil {
		t.Fatal(err)
	}
	p.must(t, "apply", "-f", config)
	p.must(t, "sync", "run", "erp", "--bulk")

	writing, stop := context.WithTimeout(t.Context(), lateFor)
	defer stop()
	var group sync.WaitGroup
	for w := range lateWriters {
		group.Go(func() { l.write(writing, t, db, w) })
	}
	runs, taken := 0, int64(0)
	for writing.Err() == nil {
		r := report(t, p.must(t, "sync", "run", "erp", "--json"))
		runs++
		taken += r.DataPoints[0].Outcomes["updated"]
	}
	group.Wait()
	p.must(t, "sync", "run", "erp", "--json")
	t.Logf("%d incremental runs took over %d changes", runs, taken)
	if taken == 0 {
		t.Error("nothing was taken over while transactions were open: this shows nothing")
	}
	l.compare(t, db, p)
}

func (l late) value(began time.Time) string {
	if strings.Contains(l.next, "%s") {
		return fmt.Sprintf(l.next, began.UTC().Format("2006-01-02 15:04:05.000000"))
	}
	return l.next
}

// write makes transactions of any length. Each writer has rows of its own, so
// that none waits for another and commits come out of order.
func (l late) write(until context.Context, t *testing.T, db *sql.DB, writer int) {
	t.Helper()
	random := rand.New(rand.NewPCG(uint64(writer), 7))
	for n := 0; until.Err() == nil; n++ {
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Error(err)
			return
		}
		began := time.Now()
		for range 1 + random.IntN(4) {
			no := writer + lateWriters*random.IntN(lateRows/lateWriters)
			statement := fmt.Sprintf("UPDATE customers SET note = '%d by %d', %s = %s WHERE no = %d", n, writer, l.cursor, l.value(began), no)
			if _, err := tx.ExecContext(t.Context(), statement); err != nil {
				t.Error(err)
				_ = tx.Rollback()
				return
			}
			time.Sleep(time.Duration(random.Int64N(int64(lateLongest) / 4)))
		}
		if random.IntN(5) == 0 {
			_ = tx.Rollback() // its number is never seen
			continue
		}
		if err := tx.Commit(); err != nil {
			t.Error(err)
			return
		}
	}
}

// compare holds our records against theirs without another look at everything.
func (l late) compare(t *testing.T, db *sql.DB, p program) {
	t.Helper()
	var ours []struct{ Number, Notes string }
	decode(t, p.must(t, "record", "list", "customer", "--limit", "0", "--fields", "number,notes", "--json"), &ours)
	here := map[string]string{}
	for _, r := range ours {
		here[r.Number] = r.Notes
	}
	rows, err := db.QueryContext(t.Context(), "SELECT no, note FROM customers")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var no, note string
		if err := rows.Scan(&no, &note); err != nil {
			t.Fatal(err)
		}
		if here[no] != note {
			t.Errorf("customer %s has %q there and %q here: a late commit was missed", no, note, here[no])
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
