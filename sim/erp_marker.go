package sim

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"tandem/sim/internal/m2m"
)

// marker is the one row of sim_erp: what the database was made of. It is written before the first table, so that a
// filling that broke off is recognised where the database could not undo it.
type marker struct {
	size    Size
	filled  bool
	drifted int64 // changes that clerks made since
}

const createMarker = `CREATE TABLE sim_erp (
	company INTEGER NOT NULL, customers INTEGER NOT NULL, seed VARCHAR(20) NOT NULL,
	filled INTEGER NOT NULL, drifted BIGINT NOT NULL)`

// queryer is a connection or a transaction.
type queryer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// readMarker returns ErrNoERP where there is none.
func readMarker(ctx context.Context, q queryer, d *dialect) (marker, error) {
	there, err := exists(ctx, q, d, "sim_erp")
	if err != nil {
		return marker{}, err
	}
	if !there {
		return marker{}, ErrNoERP
	}
	var m marker
	var seed string
	var filled int
	err = q.QueryRowContext(ctx, "SELECT company, customers, seed, filled, drifted FROM sim_erp").
		Scan(&m.size.Company, &m.size.Customers, &seed, &filled, &m.drifted)
	if errors.Is(err, sql.ErrNoRows) {
		return marker{}, nil // broke off before the first row
	}
	if err != nil {
		return marker{}, fmt.Errorf("read sim_erp: %w", err)
	}
	m.filled = filled == 1
	m.size.Seed, err = strconv.ParseUint(seed, 10, 64)
	if err != nil {
		return marker{}, fmt.Errorf("read sim_erp: seed: %w", err)
	}
	return m, nil
}

// writeMarker replaces the row.
func writeMarker(ctx context.Context, q queryer, d *dialect, m marker) error {
	if _, err := q.ExecContext(ctx, "DELETE FROM sim_erp"); err != nil {
		return err
	}
	filled := 0
	if m.filled {
		filled = 1
	}
	_, err := q.ExecContext(ctx,
		rebind(d, "INSERT INTO sim_erp (company, customers, seed, filled, drifted) VALUES (?, ?, ?, ?, ?)"),
		m.size.Company, m.size.Customers, strconv.FormatUint(m.size.Seed, 10), filled, m.drifted)
	return err
}

func exists(ctx context.Context, q queryer, d *dialect, table string) (bool, error) {
	var n int
	if err := q.QueryRowContext(ctx, rebind(d, d.exists), table).Scan(&n); err != nil {
		return false, fmt.Errorf("look for table %s: %w", table, err)
	}
	return n > 0, nil
}

// refuseForeign fails when a table of ours exists that we did not make: it could be somebody's real ERP.
func refuseForeign(ctx context.Context, q queryer, d *dialect) error {
	for _, t := range m2m.Tables() {
		there, err := exists(ctx, q, d, t.Name)
		if err != nil {
			return err
		}
		if there {
			return fmt.Errorf("%w: %s", ErrForeign, t.Name)
		}
	}
	return nil
}
