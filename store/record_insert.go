package store

import (
	"slices"

	"tandem"
)

// insert writes new records.
func (w *recordWriter) insert(changes *recordChanges) error {
	if len(changes.creates) == 0 {
		return nil
	}
	lay := w.insertLayout(changes.creates)
	l := w.insertion(lay)
	l.rows = len(changes.creates)
	return loadEach(w.ctx, w.tx, l, func(ld loader, i int) { w.putNew(ld, lay, changes.creates[i].write) })
}

// insertion is the load of new records.
func (w *recordWriter) insertion(lay *writeLayout) load {
	return load{
		op: insertRows, table: lay.table.name, columns: lay.names,
		fixed: append([]fixed{
			{"account", w.batch.Account},
			{"created_at", tandem.InstantValue(w.now)}, {"created_by", w.by()},
		}, w.stamp()...),
	}
}

// putNew hands a new record to a loader.
func (w *recordWriter) putNew(ld loader, lay *writeLayout, write *tandem.RecordWrite) {
	ld.int(write.ID)
	ld.int(write.NewVersion)
	w.record = slices.Grow(w.record[:0], len(lay.from))[:len(lay.from)]
	for n, from := range lay.from {
		w.record[n] = tandem.NullValue()
		if from >= 0 && write.Set.Has(from) {
			w.record[n] = write.Values[from]
		}
	}
	w.scratch = lay.put(ld, w.record, w.scratch)
}

// stamp says who writes a record, and when.
func (w *recordWriter) stamp() []fixed {
	return []fixed{{"updated_at", tandem.InstantValue(w.now)}, {"updated_by", w.by()}}
}

// by is who writes, as records show it.
func (w *recordWriter) by() string {
	if w.batch.Actor.Name == "" {
		return string(w.batch.Actor.Origin)
	}
	return w.batch.Actor.Name
}

// insertLayout chooses the columns of new records: what some of many sets, all
// of a few.
func (w *recordWriter) insertLayout(creates []recordChange) *writeLayout {
	if len(creates) < bulkRows {
		return w.lay.whole()
	}
	var set tandem.Fields
	for i := range creates {
		for n, word := range creates[i].write.Set {
			set[n] |= word
		}
	}
	return w.lay.inserting(func(at int) bool { return at >= 0 && set.Has(at) })
}

func (lay *layout) insertAll() *writeLayout { return lay.inserting(func(int) bool { return true }) }

// inserting is the layout of new records with the columns whose position in the shape is wanted.
func (lay *layout) inserting(wanted func(at int) bool) *writeLayout {
	to := &writeLayout{layout: &layout{table: lay.table, list: -1}}
	for i := range lay.table.columns {
		c := &lay.table.columns[i]
		if at := lay.at[i]; !c.system && wanted(at) {
			to.columns = append(to.columns, c)
			to.from = append(to.from, at)
			to.custom = to.custom || c.custom
		}
	}
	to.names = append([]string{"id", "version"}, to.stored()...)
	return to
}

// update writes the records that changed, each whole as far as the layout goes.
func (w *recordWriter) update(changes *recordChanges) error {
	if len(changes.updates) == 0 {
		return nil
	}
	lay := changes.updating
	ld, err := w.tx.load(w.ctx, load{
		op: updateRows, table: lay.table.name, rows: len(changes.updates),
		fixed:   []fixed{{"account", w.batch.Account}},
		keys:    []string{"id", "version"},
		columns: append([]string{"version", "updated_at", "updated_by"}, lay.stored()...),
	})
	if err != nil {
		return err
	}
	record := make(tandem.Record, len(lay.columns))
	for i := range changes.updates {
		change := &changes.updates[i]
		for n, at := range changes.positions {
			record[n] = change.values[at]
		}
		ld.int(change.write.ID)
		ld.int(change.write.Version)
		ld.int(change.write.NewVersion)
		ld.value(tandem.InstantValue(w.now))
		ld.text(w.by())
		w.scratch = lay.put(ld, record, w.scratch)
		if err := ld.next(); err != nil {
			break
		}
	}
	n, err := ld.close()
	if err == nil && n != int64(len(changes.updates)) {
		// PostgreSQL: another transaction wrote one of them after we read it.
		return errMoved
	}
	return err
}

// remove deletes records.
func (w *recordWriter) remove(changes *recordChanges) error {
	if len(changes.deletes) == 0 {
		return nil
	}
	ld, err := w.tx.load(w.ctx, load{
		op: removeRows, table: w.lay.table.name, rows: len(changes.deletes),
		fixed: []fixed{{"account", w.batch.Account}}, keys: []string{"id", "version"},
	})
	if err != nil {
		return err
	}
	for i := range changes.deletes {
		ld.int(changes.deletes[i].write.ID)
		ld.int(changes.deletes[i].write.Version)
		if err := ld.next(); err != nil {
			break
		}
	}
	n, err := ld.close()
	if err == nil && n != int64(len(changes.deletes)) {
		return errMoved
	}
	return err
}
