package sim

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"tandem/sim/internal/m2m"
)

// batchRows is how many rows go into one statement; more gained nothing when measured.
const batchRows = 100

// filler writes rows in large statements. Rows bring their own identity and change counter: that is the same on every
// database and needs no trigger while filling.
type filler struct {
	ctx     context.Context
	tx      *sql.Tx
	dialect dialect
	batches map[*m2m.Table]*batch
	version int64
	err     error // the first failure; afterwards nothing is written
}

// batch holds the rows of one table that are not written yet.
type batch struct {
	table *m2m.Table
	full  *sql.Stmt // for limit rows at once
	limit int
	rows  int
	args  []any
	last  int64 // identity of the last row
}

// fill writes the whole world.
func (f *filler) fill(tx *sql.Tx, world *m2m.World) error {
	f.tx = tx
	world.Write(f)
	for _, t := range m2m.Tables() {
		if b := f.batches[t]; b != nil {
			f.flush(b)
			f.closeStmt(b)
		}
	}
	return f.err
}

// Stopped implements m2m.Stoppable.
func (f *filler) Stopped() bool { return f.err != nil }

// Add implements m2m.Sink.
func (f *filler) Add(t *m2m.Table, values ...any) {
	if f.err != nil {
		return
	}
	b := f.batch(t)
	b.last++
	f.version++
	b.args = append(b.args, b.last)
	for i, v := range values {
		b.args = append(b.args, f.dialect.value(t.Columns[i], v))
	}
	b.args = append(b.args, f.version)
	if b.rows++; b.rows == b.limit {
		f.flush(b)
	}
}

// last is the identity of the last row of the table.
func (f *filler) last(t *m2m.Table) int64 {
	if b := f.batches[t]; b != nil {
		return b.last
	}
	return 0
}

func (f *filler) batch(t *m2m.Table) *batch {
	b := f.batches[t]
	if b == nil {
		b = &batch{table: t, limit: min(batchRows, f.dialect.maxArguments()/(len(t.Columns)+2))}
		f.batches[t] = b
	}
	return b
}

// flush writes the rows that are waiting.
func (f *filler) flush(b *batch) {
	if f.err != nil || b.rows == 0 {
		return
	}
	var err error
	if b.rows == b.limit {
		err = f.flushFull(b)
	} else {
		_, err = f.tx.ExecContext(f.ctx, insertRows(f.dialect, b.table, b.rows), b.args...)
	}
	if err != nil {
		f.err = fmt.Errorf("fill %s: %w", b.table.Name, err)
	}
	b.args, b.rows = b.args[:0], 0
}

func (f *filler) flushFull(b *batch) error {
	if b.full == nil {
		stmt, err := f.tx.PrepareContext(f.ctx, insertRows(f.dialect, b.table, b.limit))
		if err != nil {
			return err
		}
		b.full = stmt
	}
	_, err := b.full.ExecContext(f.ctx, b.args...)
	return err
}

func (f *filler) closeStmt(b *batch) {
	if b.full == nil {
		return
	}
	if err := b.full.Close(); err != nil && f.err == nil {
		f.err = err
	}
}

// insertRows is the statement that writes so many rows with identity and change counter.
func insertRows(d dialect, t *m2m.Table, rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s, %s, %s) VALUES ", t.Name, m2m.Identity, quoteAll(names(t)), m2m.Timestamp)
	n := 0
	for row := range rows {
		if row > 0 {
			b.WriteByte(',')
		}
		for i := range len(t.Columns) + 2 {
			if i == 0 {
				b.WriteByte('(')
			} else {
				b.WriteByte(',')
			}
			n++
			b.WriteString(d.argument(n))
		}
		b.WriteByte(')')
	}
	return b.String()
}

func names(t *m2m.Table) []string {
	list := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		list[i] = c.Name
	}
	return list
}
