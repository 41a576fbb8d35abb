package sim

import (
	"context"
	"fmt"

	"tandem/sim/internal/m2m"
)

// filler collects the rows of a world and writes many at a time. Rows bring their own identity and change counter: those
// are the same on every database and need no trigger while filling.
type filler struct {
	ctx     context.Context //nolint:containedctx // a filler lives as long as one call
	dialect *dialect
	loader  loader
	batches map[*m2m.Table]*batch
	version int64
	err     error // the first failure; afterwards nothing is written
}

// batch holds the rows of one table that are not written yet.
type batch struct {
	table *m2m.Table
	rows  int
	args  []any // identity, columns and change counter, row after row
	last  int64 // identity of the last row
}

// A loader writes batches in the way that is quickest for its database.
type loader interface {
	// limit is how many rows of the table make a full batch.
	limit(*m2m.Table) int
	load(context.Context, *batch) error
	close() error
}

func newFiller(ctx context.Context, d *dialect) *filler {
	return &filler{ctx: ctx, dialect: d, batches: map[*m2m.Table]*batch{}}
}

// fill writes the whole world.
func (f *filler) fill(l loader, world *m2m.World) error {
	f.loader = l
	world.Write(f)
	for _, t := range m2m.Tables() {
		if b := f.batches[t]; b != nil {
			f.flush(b)
		}
	}
	if err := l.close(); f.err == nil {
		f.err = err
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
	b := f.batches[t]
	if b == nil {
		b = &batch{table: t}
		f.batches[t] = b
	}
	b.last++
	f.version++
	b.args = append(b.args, b.last)
	for i, v := range values {
		b.args = append(b.args, f.dialect.value(t.Columns[i], v))
	}
	b.args = append(b.args, f.version)
	if b.rows++; b.rows == f.loader.limit(t) {
		f.flush(b)
	}
}

// flush writes the rows that are waiting.
func (f *filler) flush(b *batch) {
	if f.err != nil || b.rows == 0 {
		return
	}
	if err := f.loader.load(f.ctx, b); err != nil {
		f.err = fmt.Errorf("fill %s: %w", b.table.Name, err)
	}
	b.args, b.rows = b.args[:0], 0
}

// last is the identity of the last row of the table.
func (f *filler) last(t *m2m.Table) int64 {
	if b := f.batches[t]; b != nil {
		return b.last
	}
	return 0
}

// allColumns are the names of the table's columns with those that the database maintains.
func allColumns(t *m2m.Table) []string {
	list := []string{m2m.Identity}
	list = append(list, names(t)...)
	return append(list, m2m.Timestamp)
}

func names(t *m2m.Table) []string {
	list := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		list[i] = c.Name
	}
	return list
}
