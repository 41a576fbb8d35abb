package sim

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"tandem/sim/internal/m2m"
)

// copyLoader writes batches with PostgreSQL's COPY, on the connection that has the transaction open.
type copyLoader struct{ conn *sql.Conn }

func (l copyLoader) limit(*m2m.Table) int { return 2000 }
func (l copyLoader) close() error         { return nil }

func (l copyLoader) load(ctx context.Context, b *batch) error {
	columns := allColumns(b.table)
	rows := pgx.CopyFromSlice(b.rows, func(i int) ([]any, error) {
		return b.args[i*len(columns) : (i+1)*len(columns)], nil
	})
	return l.conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the connection is a %T, not one of pgx", driver)
		}
		_, err := c.Conn().CopyFrom(ctx, pgx.Identifier{b.table.Name}, columns, rows)
		return err
	})
}
