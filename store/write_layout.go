package store

import (
	"tandem"
)

// writeLayout is the layout updates are read, compared and written with.
type writeLayout struct {
	*layout
	from  []int    // of each position: where the batch's shape has it; -1 = nowhere
	names []string // of inserts: the columns that a row brings
}

// writeLayout chooses the columns of updates. Many rows name what some of them
// sets; few rows take the whole record, see bulkRows. Custom fields go together,
// they are one column.
func (w *recordWriter) writeLayout(rows []int) (*writeLayout, error) {
	t, set := w.lay.table, w.union(rows)
	shape := &tandem.Shape{Object: t.name, LineFields: w.batch.Shape.LineFields}
	custom := w.setsCustom(set)
	for i := range t.columns {
		c := &t.columns[i]
		at := w.position(c)
		isSet := at >= 0 && set.Has(at)
		switch {
		case c.system:
		case isSet, c.custom && custom, len(rows) < bulkRows && c.kind != tandem.Bytes:
			shape.Fields = append(shape.Fields, c.name)
		}
	}
	if w.lay.list >= 0 && set.Has(w.lay.list) {
		shape.Fields = append(shape.Fields, t.listAt)
	}
	lay, err := t.layout(shape)
	if err != nil {
		return nil, err
	}
	to := &writeLayout{layout: lay, from: make([]int, len(lay.columns))}
	for i, c := range lay.columns {
		if c == nil {
			to.from[i] = w.lay.list
		} else {
			to.from[i] = w.position(c)
		}
	}
	return to, nil
}

// union is what the rows set taken together.
func (w *recordWriter) union(rows []int) tandem.Fields {
	var set tandem.Fields
	for _, i := range rows {
		for n, word := range w.batch.Rows[i].Write.Set {
			set[n] |= word
		}
	}
	return set
}

func (w *recordWriter) setsCustom(set tandem.Fields) bool {
	for i, c := range w.lay.columns {
		if c != nil && c.custom && set.Has(i) {
			return true
		}
	}
	return false
}

// position is where the batch's shape has a column; -1 = nowhere.
func (w *recordWriter) position(c *column) int { return w.lay.at[c.place] }

// stored lists the columns of the table that a layout writes, custom fields as one.
func (lay *layout) stored() []string {
	var names []string
	for _, c := range lay.columns {
		if c != nil && !c.custom {
			names = append(names, c.name)
		}
	}
	if lay.custom {
		names = append(names, "custom")
	}
	return names
}

// put hands the values of a record to a loader, in the order of stored.
func (lay *layout) put(ld loader, record tandem.Record, scratch []byte) []byte {
	for i, c := range lay.columns {
		if c != nil && !c.custom {
			ld.value(record[i])
		}
	}
	if !lay.custom {
		return scratch
	}
	scratch = appendCustom(scratch[:0], lay.columns, record)
	if len(scratch) == 0 {
		ld.null()
	} else {
		ld.text(string(scratch))
	}
	return scratch
}

// emptyList is a list without lines of so many fields.
func emptyList(width int) tandem.Value {
	return tandem.ListValue(string(tandem.AppendLines(nil, width, nil)))
}

// merge puts what a write sets in place of what is there, and says whether
// that changes anything.
func (w *recordWriter) merge(lay *writeLayout, write *tandem.RecordWrite, record tandem.Record, touched *tandem.Fields) (change recordChange, changed bool) {
	change = recordChange{write: write, values: record}
	w.scratch = w.scratch[:0]
	for i, from := range lay.from {
		if from < 0 || !write.Set.Has(from) || write.Values[from].IsAbsent() {
			continue
		}
		was, is := record[i], write.Values[from]
		columns := lay.lines
		var name string
		if c := lay.columns[i]; c != nil {
			name = c.name
		} else if name = lay.table.listAt; is.IsNull() {
			is = emptyList(len(columns))
		}
		if was == is {
			continue
		}
		w.scratch = appendFieldChange(w.scratch, name, was, is, columns)
		record[i] = is
		touched.Add(i)
		if lay.columns[i] == nil {
			change.list, change.relines = is, true
		}
	}
	change.fields = string(closeObject(w.scratch))
	return change, change.fields != ""
}

// narrow leaves out of many updates the columns that change in none of them:
// their indexes need no new entries then. Custom fields go together.
func (lay *writeLayout) narrow(updates int, touched *tandem.Fields) (to *layout, positions []int) {
	to = &layout{table: lay.table, list: -1}
	custom := false
	for i, c := range lay.columns {
		custom = custom || c != nil && c.custom && touched.Has(i)
	}
	for i, c := range lay.columns {
		if c == nil || updates >= bulkRows && !touched.Has(i) && (!c.custom || !custom) {
			continue
		}
		to.columns = append(to.columns, c)
		positions = append(positions, i)
		to.custom = to.custom || c.custom
	}
	return to, positions
}

// create takes a new record as it is given.
func (w *recordWriter) create(write *tandem.RecordWrite) recordChange {
	change := recordChange{write: write, values: write.Values}
	if n := w.lay.list; n >= 0 && write.Set.Has(n) {
		change.list = write.Values[n]
	}
	return change
}
