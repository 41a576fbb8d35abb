package store

import (
	"context"
	"encoding/binary"
	"strings"

	"tandem"
)

// readLines gives the records from first on their lines, with one query for all.
func readLines(ctx context.Context, q querier, d dialect, lay *layout, account any, dst *tandem.Rows, first int, a *arena) error {
	ids := dst.IDs[first:]
	if len(ids) == 0 {
		return nil
	}
	reader := lineReader{lay: lay, arena: a, values: make(tandem.Record, len(lay.lines))}
	at := make(map[int64]int, len(ids))
	for i, id := range ids {
		at[id] = first + i
		dst.Row(first + i)[lay.list] = tandem.ListValue(reader.finish())
	}
	err := q.query(ctx, lay.lineQuery(d), []any{account, ids}, func(r row) error {
		if document := r.int(); document != reader.document {
			reader.flush(dst, at)
			reader.document = document
		}
		return reader.add(r)
	})
	reader.flush(dst, at)
	return err
}

func (lay *layout) lineQuery(d dialect) string {
	var b strings.Builder
	b.WriteString("select r.document")
	custom := false
	for _, c := range lay.lines {
		if c.custom {
			custom = true
			continue
		}
		b.WriteString(", r." + quote(c.name))
	}
	if custom {
		b.WriteString(", r.custom")
	}
	b.WriteString(" from " + quote(lay.table.lines.name) + " r where +r.account = $1 and r.document " + d.anyInt(2) + " order by r.document, r.line")
	return b.String()
}

// lineReader puts the lines of one document after the other into lists.
type lineReader struct {
	lay      *layout
	arena    *arena
	document int64
	count    int
	values   tandem.Record
	encoded  []byte // of the lines so far
	list     []byte
}

func (lr *lineReader) add(r row) error {
	custom := false
	for i, c := range lr.lay.lines {
		if c.custom {
			custom = true
			continue
		}
		lr.values[i] = r.value(c.kind, lr.arena)
	}
	if custom {
		if err := readCustom(r.text(), lr.lay.lines, lr.values); err != nil {
			return err
		}
	}
	lr.encoded = tandem.AppendRecord(lr.encoded, lr.values)
	lr.count++
	return nil
}

// finish returns the list of the lines added and starts another one. It equals
// what tandem.AppendLines makes of them.
func (lr *lineReader) finish() string {
	lr.list = binary.AppendUvarint(lr.list[:0], uint64(lr.count))
	lr.list = binary.AppendUvarint(lr.list, uint64(len(lr.lay.lines)))
	lr.list = append(lr.list, lr.encoded...)
	lr.count, lr.encoded = 0, lr.encoded[:0]
	return lr.arena.keep(lr.list)
}

func (lr *lineReader) flush(dst *tandem.Rows, at map[int64]int) {
	if lr.count == 0 {
		return
	}
	i, ok := at[lr.document]
	list := lr.finish()
	if ok {
		dst.Row(i)[lr.lay.list] = tandem.ListValue(list)
	}
}
