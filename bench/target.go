package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // database/sql driver "sqlite"

	"tandem/internal/testdb/dbserver"
)

// newStore makes an empty store: a database of the PostgreSQL server, or a data directory.
func (b *bench) newStore(ctx context.Context, embedded bool) (place, error) {
	name := b.name("store")
	p := place{Dir: filepath.Join(b.dir, name)}
	if !embedded {
		server, err := b.server(ctx, dbserver.PostgreSQL)
		if err != nil {
			return p, err
		}
		if err := execute(ctx, server.URL, "create database "+name); err != nil {
			return p, err
		}
		p = place{Address: on(server, name)}
	}
	_, _, err := b.child(ctx, task{Do: "prepare", Store: p})
	return p, err
}

func (b *bench) dropStore(ctx context.Context, p place) error {
	if p.Address != "" {
		return b.dropDatabase(ctx, p.Address)
	}
	return os.RemoveAll(p.Dir)
}

// open opens the database of a store as a stranger would, past the store.
func (p place) open() (*sql.DB, error) {
	if p.Address != "" {
		return openDatabase(p.Address)
	}
	return sql.Open("sqlite", "file:"+filepath.Join(p.Dir, "tandem.db"))
}

// totals are what the contents of two tables are held equal by.
type totals struct {
	rows, emails, vats int64
	credit             string // sum, two digits behind the point
}

func (t totals) String() string {
	return fmt.Sprintf("%d rows, %d e-mails, %d VAT ids, credit %s", t.rows, t.emails, t.vats, t.credit)
}

// readTotals counts and sums a table of customers. SQLite's numbers are floats
// when summed, so they are summed as whole hundredths. An import of CSV leaves
// empty texts where there was nothing.
func readTotals(ctx context.Context, db *sql.DB, embedded bool) (totals, error) {
	var t totals
	cents := "sum(credit_limit) * 100"
	if embedded {
		cents = "sum(cast(round(credit_limit * 100) as integer))"
	}
	query := "select count(*), count(nullif(email, '')), count(nullif(vat_id, '')), " + cents + " from customer"
	err := db.QueryRowContext(ctx, query).Scan(&t.rows, &t.emails, &t.vats, &t.credit)
	t.credit, _, _ = strings.Cut(t.credit, ".")
	return t, err
}

// totalsAt reads the totals of a table on a server.
func totalsAt(ctx context.Context, address string) (totals, error) {
	db, err := openDatabase(address)
	if err != nil {
		return totals{}, err
	}
	defer db.Close()
	return readTotals(ctx, db, false)
}

// checkCopy holds a plain copy against its source.
func checkCopy(ctx context.Context, source string, copied *sql.DB, embedded bool) error {
	want, err := totalsAt(ctx, source)
	if err != nil {
		return err
	}
	got, err := readTotals(ctx, copied, embedded)
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("there is %s; the source has %s", got, want)
	}
	return nil
}

// loggedChanges counts the change log, in which creates of consecutive records are one row.
const loggedChanges = "(select count(*) from change) + (select coalesce(sum(last - seq + 1), 0) from change_span)"

// checkStore holds a freshly loaded store against its source: totals, links,
// change log and sampled records field by field.
func checkStore(ctx context.Context, source string, p place) error {
	db, err := p.open()
	if err != nil {
		return err
	}
	defer db.Close()
	if err := checkCopy(ctx, source, db, p.Address == ""); err != nil {
		return err
	}
	var rows, links, changes int64
	query := "select (select count(*) from customer), (select count(*) from link), " + loggedChanges
	if err := db.QueryRowContext(ctx, query).Scan(&rows, &links, &changes); err != nil {
		return err
	}
	if links != rows || changes != rows {
		return fmt.Errorf("%d records have %d links and %d rows in the change log", rows, links, changes)
	}
	return checkSample(ctx, source, db, rows)
}
