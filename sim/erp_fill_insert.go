package sim

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"tandem/sim/internal/m2m"
)

// insertLoader writes batches as INSERT statements of many rows, prepared once for each table; for databases whose
// arguments are question marks.
type insertLoader struct {
	tx   *sql.Tx
	full map[*m2m.Table]*sql.Stmt
}

func newInsertLoader(_ *sql.Conn, tx *sql.Tx) loader {
	return &insertLoader{tx: tx, full: map[*m2m.Table]*sql.Stmt{}}
}

// More rows in a statement gained nothing when measured. No table is so wide that a hundred exceed the databases' limits
// on arguments, of which SQLite's 32,766 is the lowest.
func (l *insertLoader) limit(*m2m.Table) int { return 100 }

func (l *insertLoader) load(ctx context.Context, b *batch) error {
	if b.rows < l.limit(b.table) {
		_, err := l.tx.ExecContext(ctx, insertRows(b.table, b.rows), b.args...)
		return err
	}
	stmt := l.full[b.table]
	if stmt == nil {
		var err error
		if stmt, err = l.tx.PrepareContext(ctx, insertRows(b.table, b.rows)); err != nil {
			return err
		}
		l.full[b.table] = stmt
	}
	_, err := stmt.ExecContext(ctx, b.args...)
	return err
}

func (l *insertLoader) close() error {
	var errs []error
	for _, stmt := range l.full {
		errs = append(errs, stmt.Close())
	}
	return errors.Join(errs...)
}

// insertRows is the statement that writes so many rows.
func insertRows(t *m2m.Table, rows int) string {
	columns := allColumns(t)
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", t.Name, quoteAll(columns))
	row := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	b.WriteString(row)
	b.WriteString(strings.Repeat(", "+row, rows-1))
	return b.String()
}
