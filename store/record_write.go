package store

import (
	"cmp"
	"context"
	"slices"

	"tandem"
)

// bulkRows is from how many rows on it pays to name only the columns that are
// written, and on PostgreSQL to use COPY. Below it statements name all columns,
// so that there are few of them to prepare.
const bulkRows = 200

// recordChange is what becomes of one record.
type recordChange struct {
	write   *tandem.RecordWrite
	values  tandem.Record // in the layout it is written with; none for a delete
	list    tandem.Value  // its lines, when they are written anew
	relines bool          // its lines are taken away first
	fields  string        // of the change log
}

// recordChanges sorts the writes of a commit by what is done.
type recordChanges struct {
	creates, updates, deletes []recordChange
	updating                  *layout // what updates are written with ...
	positions                 []int   // ... and where their values have it
}

// writeRecords writes our own records with their lines and change-log rows.
func (c *commit) writeRecords(ctx context.Context, tx transaction, rows []int) error {
	if c.lay == nil {
		return nil
	}
	w := &recordWriter{commit: c, ctx: ctx, tx: tx}
	changes, err := w.decide(rows)
	if err != nil {
		return err
	}
	for _, step := range []func(*recordChanges) error{w.insert, w.update, w.remove, w.lines, w.log, w.makeDue} {
		if err := step(changes); err != nil {
			return err
		}
	}
	return nil
}

// recordWriter is one attempt at writing records.
type recordWriter struct {
	*commit
	ctx     context.Context //nolint:containedctx // lives as long as one call
	tx      transaction
	scratch []byte
	record  tandem.Record // the same
}

// decide compares what is to be written with what is there.
func (w *recordWriter) decide(rows []int) (*recordChanges, error) {
	changes := &recordChanges{}
	if n := w.count(rows, tandem.Create); n > 0 {
		changes.creates = make([]recordChange, 0, n)
	}
	var updates, deletes []int
	for _, i := range rows {
		switch write := &w.batch.Rows[i].Write; write.Op {
		case tandem.Create:
			write.NewVersion = write.Version + 1 // what comes back goes on from where it was
			changes.creates = append(changes.creates, w.create(write))
		case tandem.Update:
			updates = append(updates, i)
		case tandem.Delete:
			deletes = append(deletes, i)
		default:
		}
	}
	errs := map[int]error{}
	if err := w.decideUpdates(changes, updates, errs); err != nil {
		return nil, err
	}
	if err := w.decideDeletes(changes, deletes, errs); err != nil {
		return nil, err
	}
	if len(errs) > 0 {
		return nil, &tandem.RowErrors{Errs: errs}
	}
	return changes, nil
}

// count tells how many of the rows do op.
func (w *recordWriter) count(rows []int, op tandem.Op) (n int) {
	for _, i := range rows {
		if w.batch.Rows[i].Write.Op == op {
			n++
		}
	}
	return n
}

// present reads the records that rows write, with a layout. errs gets the rows
// whose record is not there at the version they were made from.
func (w *recordWriter) present(lay *layout, rows []int, errs map[int]error) (*tandem.Rows, []int, error) {
	write := func(i int) *tandem.RecordWrite { return &w.batch.Rows[i].Write }
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b int) int { return cmp.Compare(write(a).ID, write(b).ID) })
	ids := make([]int64, 0, len(rows))
	for _, i := range sorted {
		if id := write(i).ID; len(ids) == 0 || ids[len(ids)-1] != id {
			ids = append(ids, id)
		}
	}
	var found tandem.Rows
	found.Reset(len(lay.columns))
	if err := recordsByID(w.ctx, w.tx, w.store.db.dialect(), w.batch.Account, lay, ids, &found); err != nil {
		return nil, nil, err
	}
	at := make([]int, 0, len(rows)) // of each row of rows: where its record is in found
	for _, i := range rows {
		n, ok := slices.BinarySearch(found.IDs, write(i).ID)
		switch {
		case !ok:
			errs[i] = tandem.Errorf(tandem.Conflict, "%s %d is gone", lay.table.name, write(i).ID)
		case found.Versions[n] != write(i).Version:
			errs[i] = tandem.Errorf(tandem.Conflict, "%s %d is at version %d, no longer at %d", lay.table.name, write(i).ID, found.Versions[n], write(i).Version)
		default:
			// A second row for the same record comes too late.
			found.Versions[n] = write(i).Version + 1
		}
		at = append(at, n)
	}
	return &found, at, nil
}

func (w *recordWriter) decideUpdates(changes *recordChanges, rows []int, errs map[int]error) error {
	if len(rows) == 0 {
		return nil
	}
	lay, err := w.writeLayout(rows)
	if err != nil {
		return err
	}
	found, at, err := w.present(lay.layout, rows, errs)
	if err != nil {
		return err
	}
	var touched tandem.Fields // positions of the layout that change in some row
	for n, i := range rows {
		if errs[i] != nil {
			continue
		}
		write := &w.batch.Rows[i].Write
		change, changed := w.merge(lay, write, found.Row(at[n]), &touched)
		write.NewVersion = write.Version
		if changed {
			write.NewVersion++
			changes.updates = append(changes.updates, change)
		}
	}
	changes.updating, changes.positions = lay.narrow(len(changes.updates), &touched)
	return nil
}

func (w *recordWriter) decideDeletes(changes *recordChanges, rows []int, errs map[int]error) error {
	if len(rows) == 0 {
		return nil
	}
	lay, err := w.lay.table.layout(w.lay.table.shape(true))
	if err != nil {
		return err
	}
	found, at, err := w.present(lay, rows, errs)
	if err != nil {
		return err
	}
	for n, i := range rows {
		if errs[i] != nil {
			continue
		}
		write := &w.batch.Rows[i].Write
		write.NewVersion = write.Version + 1
		w.scratch = appendDeleted(w.scratch[:0], lay, found.Row(at[n]))
		changes.deletes = append(changes.deletes, recordChange{write: write, fields: string(w.scratch), relines: lay.list >= 0})
	}
	return nil
}
