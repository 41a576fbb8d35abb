package store

import (
	"encoding/binary"

	"tandem"
)

// lines writes the lines of documents anew where they are not what they were.
func (w *recordWriter) lines(changes *recordChanges) error {
	t := w.lay.table.lines
	if t == nil {
		return nil
	}
	if err := w.removeLines(t, changes); err != nil {
		return err
	}
	var documents []*recordChange
	count := 0
	for _, list := range [][]recordChange{changes.creates, changes.updates} {
		for i := range list {
			if n := lineCount(list[i].list); n > 0 {
				documents, count = append(documents, &list[i]), count+n
			}
		}
	}
	if count == 0 {
		return nil
	}
	return w.insertLines(t, documents, count)
}

func (w *recordWriter) removeLines(t *table, changes *recordChanges) error {
	var ids []int64
	for _, list := range [][]recordChange{changes.updates, changes.deletes} {
		for i := range list {
			if list[i].relines {
				ids = append(ids, list[i].write.ID)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := w.tx.exec(w.ctx, "delete from "+quote(t.name)+" where account = $1 and document "+w.store.db.dialect().anyInt(2), w.batch.Account, ids)
	return err
}

func (w *recordWriter) insertLines(t *table, documents []*recordChange, count int) error {
	l, lay := w.lineInsertion(t)
	l.rows = count
	ld, err := w.tx.load(w.ctx, l)
	if err != nil {
		return err
	}
	for _, document := range documents {
		if err = w.putLines(ld, lay, document.write.ID, document.list); err != nil {
			break
		}
	}
	_, failed := ld.close()
	if failed != nil {
		return failed
	}
	return err
}

// lineInsertion is the load of lines, and the layout they are put with.
func (w *recordWriter) lineInsertion(t *table) (load, *layout) {
	lay := &layout{table: t, columns: w.lay.lines, list: -1}
	for _, c := range lay.columns {
		lay.custom = lay.custom || c.custom
	}
	return load{
		op: insertRows, table: t.name, fixed: []fixed{{"account", w.batch.Account}},
		columns: append([]string{"document", "line"}, lay.stored()...),
	}, lay
}

func (w *recordWriter) putLines(ld loader, lay *layout, document int64, list tandem.Value) error {
	lines, err := list.Lines()
	if err != nil {
		return err
	}
	for n, line := range lines {
		ld.int(document)
		ld.int(int64(n))
		w.scratch = lay.put(ld, line, w.scratch)
		if err := ld.next(); err != nil {
			return err
		}
	}
	return nil
}

// lineCount is how many lines a list has, without decoding them.
func lineCount(list tandem.Value) int {
	if list.Kind() != tandem.List {
		return 0
	}
	var head [binary.MaxVarintLen64]byte
	n, size := binary.Uvarint(head[:copy(head[:], list.Text())])
	if size <= 0 {
		return 0
	}
	return int(n)
}
