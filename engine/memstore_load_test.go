package engine

import (
	"context"

	"tandem"
)

// memload is a transaction of the memory store for new records. Half of them are
// committed at once and half only when they are waited for: whatever is asked
// meanwhile has the same answer. The rows added last stay where they lie, so
// that memory which is used again too early shows.
type memload struct {
	store *memstore
	batch *tandem.Batch
	own   int // rows that were brought into memory of the transaction's own
}

func (m *memstore) Load(_ context.Context, b *tandem.Batch) (tandem.Load, error) {
	return &memload{store: m, batch: b}, nil
}

func (l *memload) Add(rows []tandem.Row) (full bool, err error) {
	for ; l.own < len(l.batch.Rows); l.own++ {
		row := &l.batch.Rows[l.own]
		values := make(tandem.Record, len(row.Write.Values))
		for i, v := range row.Write.Values {
			values[i] = v.Clone()
		}
		row.Write.Values = values
		row.Link.Link.Key = cloneKey(row.Link.Link.Key)
	}
	l.batch.Rows = append(l.batch.Rows, rows...)
	return len(l.batch.Rows) >= 5, nil
}

func (l *memload) Commit(run *tandem.Run, cursors *tandem.Cursors) (landed func() error) {
	l.batch.Run, l.batch.Cursors = run, cursors
	commit := func() error { return l.store.Commit(context.Background(), l.batch) }
	if len(l.batch.Rows)%2 == 0 {
		return commit
	}
	err := commit()
	return func() error { return err }
}

func (l *memload) Abort() {}
