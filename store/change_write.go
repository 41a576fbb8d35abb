package store

import "tandem"

// log writes the change-log rows of a commit's records. The row of a create has
// no fields: the record is its own first copy.
func (w *recordWriter) log(changes *recordChanges) error {
	n := len(changes.creates) + len(changes.updates) + len(changes.deletes)
	if n == 0 {
		return nil
	}
	actor := w.batch.Actor
	ld, err := w.tx.load(w.ctx, load{
		op: insertRows, table: "change", rows: n,
		fixed: []fixed{
			{"account", w.batch.Account}, {"object", w.lay.table.name}, {"origin", string(actor.Origin)},
			{"actor", actor.Name}, {"run", actor.Run}, {"at", w.now},
		},
		columns: []string{"record", "version", "op", "fields"},
	})
	if err != nil {
		return err
	}
	for _, list := range [][]recordChange{changes.creates, changes.updates, changes.deletes} {
		if err = putChanges(ld, list); err != nil {
			break
		}
	}
	_, err = ld.close()
	return err
}

func putChanges(ld loader, list []recordChange) error {
	for i := range list {
		change := &list[i]
		ld.int(change.write.ID)
		ld.int(change.write.NewVersion)
		ld.int(int64(change.write.Op))
		if change.fields == "" {
			ld.null()
		} else {
			ld.text(change.fields)
		}
		if err := ld.next(); err != nil {
			return err
		}
	}
	return nil
}

// appendFieldChange adds "field":[before,after] to a JSON object in the making.
func appendFieldChange(dst []byte, name string, before, after tandem.Value, lines []*column) []byte {
	if len(dst) == 0 {
		dst = append(dst, '{')
	} else {
		dst = append(dst, ',')
	}
	dst = append(appendText(dst, name), ':', '[')
	dst = append(appendLoggedValue(dst, before, lines), ',')
	dst = appendLoggedValue(dst, after, lines)
	return append(dst, ']')
}

// closeObject ends a JSON object that may have no fields.
func closeObject(dst []byte) []byte {
	if len(dst) == 0 {
		return dst
	}
	return append(dst, '}')
}

// appendDeleted writes the whole record before it was deleted, nulls left out.
func appendDeleted(dst []byte, lay *layout, record tandem.Record) []byte {
	for i, c := range lay.columns {
		name := lay.table.listAt
		if c != nil {
			name = c.name
		}
		if !record[i].IsNull() {
			dst = appendFieldChange(dst, name, record[i], tandem.NullValue(), lay.lines)
		}
	}
	return closeObject(dst)
}

// appendLoggedValue writes a value, a list as an array of objects whose nulls
// are left out.
func appendLoggedValue(dst []byte, v tandem.Value, columns []*column) []byte {
	if v.Kind() != tandem.List {
		return appendJSON(dst, v)
	}
	lines, err := v.Lines()
	if err != nil {
		return append(dst, "null"...) // what the store itself encoded can be decoded
	}
	dst = append(dst, '[')
	for n, line := range lines {
		if n > 0 {
			dst = append(dst, ',')
		}
		start := len(dst)
		for i, c := range columns {
			if line[i].IsNull() || line[i].IsAbsent() {
				continue
			}
			if len(dst) == start {
				dst = append(dst, '{')
			} else {
				dst = append(dst, ',')
			}
			dst = append(appendText(dst, c.name), ':')
			dst = appendJSON(dst, line[i])
		}
		if len(dst) == start {
			dst = append(dst, '{')
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}
