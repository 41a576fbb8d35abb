package sqldb

import (
	"context"
	"strings"

	"tandem"
)

// writeLines makes the lines of the documents just written what they are to be,
// within the same transaction. A document whose lines are not as they were read
// is a conflict.
func (t *attempt) writeLines(ctx context.Context, jobs []*job) outcome {
	if t.lines == nil {
		return outcome{}
	}
	var busy []*job
	var keys []tandem.Key
	for _, j := range jobs {
		if t.touchesLines(j) && !j.missed && t.routine.of(j.Op) == nil {
			busy = append(busy, j)
			keys = append(keys, j.result.Key)
		}
	}
	if len(busy) == 0 {
		return outcome{}
	}
	if len(t.lines.view.Joins) > 0 {
		return outcome{err: tandem.Errorf(tandem.Config, "lines that are put together from several tables can only be read").At(t.table.shown)}
	}
	r := newReader(t.layout)
	r.from = t.tx
	if err := r.get(ctx, keys); err != nil {
		return t.outcome(ctx, nil, err)
	}
	if err := r.finish(ctx); err != nil {
		return t.outcome(ctx, nil, err)
	}
	at := make(map[tandem.Key]int, r.page.Len())
	for i, key := range r.page.Keys {
		at[key] = i
	}
	lw := lineWriter{attempt: t}
	for _, j := range busy {
		row, ok := at[j.result.Key]
		if !ok {
			return outcome{err: tandem.Errorf(tandem.Conflict, "the document vanished while it was written").At(t.table.shown + " " + j.result.Key.String()), job: j}
		}
		if err := lw.document(j, r, row); err != nil {
			return outcome{err: placed(err, t.table.shown, j.result.Key), job: j}
		}
	}
	return lw.send(ctx)
}

// touchesLines reports whether a job writes lines. A document that is deleted
// takes them along, unless it only gets a tombstone.
func (w *writer) touchesLines(j *job) bool {
	if j.Op == tandem.Delete {
		return w.tomb < 0
	}
	return j.Set.Has(w.fields) && len(j.Values) > w.fields
}

// lineWriter gathers the statements for the lines of a batch.
type lineWriter struct {
	*attempt

	statements []statement
	owners     []*job
	single     []bool // the statement must hit exactly one row
}

func (lw *lineWriter) add(j *job, b *builder, single bool) error {
	if b.err != nil {
		return b.err
	}
	lw.statements = append(lw.statements, b.statement())
	lw.owners = append(lw.owners, j)
	lw.single = append(lw.single, single)
	return nil
}

func (lw *lineWriter) send(ctx context.Context) outcome {
	results, err := lw.tx.run(ctx, lw.statements)
	if err != nil {
		return lw.outcome(ctx, blame(lw.owners, len(results)), err)
	}
	for i, d := range results {
		if lw.single[i] && d.affected != 1 {
			j := lw.owners[i]
			return outcome{err: tandem.Errorf(tandem.Conflict, "a line changed while it was written").At(lw.table.shown + " " + j.result.Key.String()), job: j}
		}
	}
	return outcome{}
}

// document compares a document's lines as they are with what they are to be.
func (lw *lineWriter) document(j *job, r *reader, row int) error {
	if hasFault(r.page, row) {
		return tandem.Errorf(tandem.Conflict, "the lines that are there cannot be read")
	}
	present := r.page.Row(row)[lw.fields]
	if len(j.Before) > lw.fields && !j.Before[lw.fields].IsAbsent() && !sameLines(j.Before[lw.fields], present) {
		return tandem.Errorf(tandem.Conflict, "the lines changed since they were read")
	}
	have, err := lw.keyed(present)
	if err != nil {
		return err
	}
	owner := r.owners.of(row)
	if j.Op == tandem.Delete {
		return lw.removeDocument(j, owner, len(have.lines) > 0)
	}
	want, err := lw.keyed(j.Values[lw.fields])
	if err != nil {
		return err
	}
	return lw.diff(j, owner, have, want)
}

// sameLines compares what was read before with what is there. No lines may be
// written as null, as nothing or as an empty list.
func sameLines(before, present tandem.Value) bool {
	if before == present {
		return true
	}
	a, errA := before.Lines()
	b, errB := present.Lines()
	if errA != nil || errB != nil || len(a) != len(b) {
		return false
	}
	for i := range a {
		if string(tandem.AppendRecord(nil, a[i])) != string(tandem.AppendRecord(nil, b[i])) {
			return false
		}
	}
	return true
}

// keyedLines are lines found by their key.
type keyedLines struct {
	lines []tandem.Record
	keys  []tandem.Key
	at    map[tandem.Key]int
}

func (lw *lineWriter) keyed(v tandem.Value) (keyedLines, error) {
	lines, err := v.Lines()
	if err != nil {
		return keyedLines{}, err
	}
	k := keyedLines{lines: lines, at: make(map[tandem.Key]int, len(lines))}
	positions := lw.linePositions()
	for i, line := range lines {
		if len(line) != len(lw.lines.fields) {
			return k, tandem.Errorf(tandem.Invalid, "a line has %d values, not %d", len(line), len(lw.lines.fields))
		}
		var key []byte
		for n, at := range positions {
			key = tandem.AppendKey(key, line[at], n == 0)
		}
		if _, twice := k.at[tandem.Key(key)]; twice {
			return k, tandem.Errorf(tandem.Invalid, "two lines have the key %s", tandem.Key(key))
		}
		k.at[tandem.Key(key)] = i
		k.keys = append(k.keys, tandem.Key(key))
	}
	return k, nil
}

// linePositions are where a line's key stands among its fields.
func (lw *lineWriter) linePositions() []int {
	var positions []int
	for _, name := range lw.lines.view.Key {
		for i, field := range lw.lines.view.Fields {
			if field == name {
				positions = append(positions, i)
			}
		}
	}
	return positions
}

func (lw *lineWriter) diff(j *job, owner []tandem.Value, have, want keyedLines) error {
	if len(lw.linePositions()) != len(lw.lines.view.Key) || len(lw.lines.view.Key) == 0 {
		return tandem.Errorf(tandem.Config, "lines can only be written when their key is among their fields").At(lw.lines.table.shown)
	}
	for i, key := range have.keys {
		if _, stays := want.at[key]; !stays {
			if err := lw.removeLine(j, owner, have.lines[i]); err != nil {
				return err
			}
		}
	}
	for i, key := range want.keys {
		at, there := have.at[key]
		var err error
		if there {
			err = lw.updateLine(j, owner, have.lines[at], want.lines[i])
		} else {
			err = lw.insertLine(j, owner, want.lines[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (lw *lineWriter) insertLine(j *job, owner []tandem.Value, line tandem.Record) error {
	b := lw.conn.builder()
	in := insertion{source: lw.conn.qualified(lw.lines.table.name)}
	for i, col := range lw.lines.parents {
		in.columns = append(in.columns, lw.bare(col))
		in.marks = append(in.marks, b.value(col.column, owner[i]))
	}
	for i, col := range lw.lines.fields {
		if line[i].IsAbsent() || lw.isParent(col) {
			continue
		}
		in.columns = append(in.columns, lw.bare(col))
		in.marks = append(in.marks, b.value(col.column, line[i]))
	}
	b.write(in.text())
	return lw.add(j, b, true)
}

func (lw *lineWriter) isParent(col lineColumn) bool {
	for _, p := range lw.lines.parents {
		if p.native == col.native {
			return true
		}
	}
	return false
}

// bare is a line's column without the alias it is read under.
func (lw *lineWriter) bare(col lineColumn) string { return lw.conn.dialect.quote(col.native) }

func (lw *lineWriter) updateLine(j *job, owner []tandem.Value, have, want tandem.Record) error {
	b := lw.conn.builder()
	b.write("UPDATE ", lw.conn.qualified(lw.lines.table.name), " SET ")
	comma := ""
	for i, col := range lw.lines.fields {
		if want[i].IsAbsent() || want[i] == have[i] {
			continue
		}
		b.write(comma)
		comma = ", "
		b.write(lw.bare(col), " = ", b.value(col.column, want[i]))
	}
	if comma == "" {
		return nil
	}
	lw.whereLine(b, owner, have)
	return lw.add(j, b, true)
}

func (lw *lineWriter) removeLine(j *job, owner []tandem.Value, line tandem.Record) error {
	b := lw.conn.builder()
	source := lw.conn.qualified(lw.lines.table.name)
	if tomb := lw.lines.tomb; tomb != nil {
		b.write("UPDATE ", source, " SET ", lw.bare(*tomb), " = ", b.value(tomb.column, tandem.TextValue(lw.view.Tombstone.Value)))
	} else {
		b.write("DELETE FROM ", source)
	}
	lw.whereLine(b, owner, line)
	return lw.add(j, b, true)
}

// removeDocument deletes a document's lines and then, since nothing points at it any more, itself.
func (lw *lineWriter) removeDocument(j *job, owner []tandem.Value, lines bool) error {
	if lines {
		b := lw.conn.builder()
		b.write("DELETE FROM ", lw.conn.qualified(lw.lines.table.name), " WHERE ", lw.owned(b, owner))
		if err := lw.add(j, b, false); err != nil {
			return err
		}
	}
	b := lw.conn.builder()
	b.write("DELETE FROM ", lw.source)
	if err := lw.whereKey(b, j.Key); err != nil {
		return err
	}
	return lw.add(j, b, true)
}

func (lw *lineWriter) owned(b *builder, owner []tandem.Value) string {
	parts := make([]string, len(lw.lines.parents))
	for i, col := range lw.lines.parents {
		parts[i] = b.equal(lw.bare(col), col.column, owner[i])
	}
	return strings.Join(parts, " AND ")
}

func (lw *lineWriter) whereLine(b *builder, owner []tandem.Value, line tandem.Record) {
	b.write(" WHERE ", lw.owned(b, owner))
	for _, at := range lw.linePositions() {
		col := lw.lines.fields[at]
		if line[at].IsNull() {
			b.write(" AND ", lw.bare(col), " IS NULL")
			continue
		}
		b.write(" AND ", b.equal(lw.bare(col), col.column, line[at]))
	}
	if tomb := lw.lines.tomb; tomb != nil {
		b.write(" AND (", lw.bare(*tomb), " <> ", b.value(tomb.column, tandem.TextValue(lw.view.Tombstone.Value)), " OR ", lw.bare(*tomb), " IS NULL)")
	}
}
