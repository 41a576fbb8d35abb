package main

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// sampleSize is how many records are compared field by field.
const sampleSize = 100

// checkSample compares records with what their rows should have become. The
// expectation is written out here, so that a fault of the mapping shows.
func checkSample(ctx context.Context, source string, records *sql.DB, rows int64) error {
	db, err := openDatabase(source)
	if err != nil {
		return err
	}
	defer db.Close()
	step := max(rows/sampleSize, 1)
	for id := int64(1); id <= rows; id += step {
		want, err := expected(ctx, db, id)
		if err != nil {
			return err
		}
		got, err := record(ctx, records, id)
		if err != nil {
			return fmt.Errorf("record of row %d: %w", id, err)
		}
		for i, field := range sampledFields() {
			if got[i] != want[i] {
				return fmt.Errorf("row %d: %s is %q, not %q", id, field, got[i], want[i])
			}
		}
	}
	return nil
}

func sampledFields() []string {
	return []string{
		"external_number", "number", "name", "company_id", "vat_id", "email", "street", "city", "postal_code", "country",
		"payment_days", "notes", "status", "kind", "credit_limit",
	}
}

// expected reads a row of theirs and writes it as the mapping should.
func expected(ctx context.Context, db *sql.DB, id int64) ([]string, error) {
	cells, err := texts(db.QueryRowContext(ctx, `select id, number, name, company_id, vat_id, email, street, city, postal_code, country,
		payment_days, cast(since as char(10)), status, case when active then 'customer' else 'prospect' end, credit_limit
		from customer where id = `+strconv.FormatInt(id, 10)), len(sampledFields()))
	if err != nil {
		return nil, err
	}
	const name, email, status, credit = 2, 5, 12, 14
	cells[name] = strings.TrimSpace(cells[name])
	cells[email] = strings.ToLower(cells[email])
	cells[status] = map[string]string{"G": "active", "H": "hold", "I": "inactive"}[cells[status]]
	cells[credit] = plain(cells[credit])
	return cells, nil
}

// record reads one of our records past the store.
func record(ctx context.Context, db *sql.DB, id int64) ([]string, error) {
	// The number has an index, the external number has none.
	query := fmt.Sprintf("select %s from customer where account = (select id from account where name = '%s') and number = 'C%08d'",
		strings.Join(sampledFields(), ", "), accountName, id)
	cells, err := texts(db.QueryRowContext(ctx, query), len(sampledFields()))
	if err != nil {
		return nil, err
	}
	cells[len(cells)-1] = plain(cells[len(cells)-1])
	return cells, nil
}

// nothing stands for null, which no text of the table equals.
const nothing = "<null>"

func texts(row *sql.Row, n int) ([]string, error) {
	cells := make([]sql.NullString, n)
	into := make([]any, n)
	for i := range cells {
		into[i] = &cells[i]
	}
	if err := row.Scan(into...); err != nil {
		return nil, err
	}
	out := make([]string, n)
	for i, c := range cells {
		out[i] = c.String
		if !c.Valid {
			out[i] = nothing
		}
	}
	return out, nil
}

// plain writes a number without zeros that mean nothing.
func plain(number string) string {
	if strings.Contains(number, ".") {
		number = strings.TrimRight(strings.TrimRight(number, "0"), ".")
	}
	return number
}
