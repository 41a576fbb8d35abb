package sim

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"tandem/sim/internal/m2m"
)

// Errors that callers may want to tell apart.
var (
	ErrNoERP   = errors.New("the database holds no demo ERP; create it first")
	ErrForeign = errors.New("the database already holds tables of this name that are not the demo ERP's")
	ErrOther   = errors.New("the database already holds another demo ERP")
)

// An ERP is the demo ERP in one database. It may be used by several goroutines.
type ERP struct {
	db      *sql.DB
	dialect *dialect
}

// OpenERP connects to the database at a URL: sqlite:///directory/file.db, postgres://user:password@host:port/database or
// mysql://user:password@host:port/database. It changes nothing there; an SQLite file is made when it does not exist.
func OpenERP(ctx context.Context, url string) (*ERP, error) {
	db, d, err := openURL(url)
	if err != nil {
		return nil, err
	}
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("open demo ERP: %w", err)
	}
	return &ERP{db: db, dialect: d}, nil
}

// Close closes the connection. The database stays.
func (e *ERP) Close() error { return e.db.Close() }

// A Count says how many rows a table holds.
type Count struct {
	Table string
	Rows  int64
}

// Counts returns the number of rows of every table of the ERP.
func (e *ERP) Counts(ctx context.Context) ([]Count, error) {
	var counts []Count
	for _, t := range m2m.Tables() {
		c := Count{Table: t.Name}
		if err := e.db.QueryRowContext(ctx, "SELECT count(*) FROM "+t.Name).Scan(&c.Rows); err != nil {
			return nil, fmt.Errorf("count %s: %w", t.Name, err)
		}
		counts = append(counts, c)
	}
	return counts, nil
}
