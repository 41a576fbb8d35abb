package store

import "context"

// spanRows is from how many consecutive records on their creation is logged as
// one row, see change_span in the migrations.
const spanRows = 16

// span is creates of consecutive records by consecutive changes.
type span struct{ seq, record, count int64 }

// log writes the change-log rows of a commit's records. A create has no fields:
// the record is its own first copy.
func (w *recordWriter) log(changes *recordChanges) error {
	single, consecutive := splitCreates(changes.creates)
	if err := w.logSpans(consecutive); err != nil {
		return err
	}
	lists := [][]recordChange{single, changes.updates, changes.deletes}
	n := len(single) + len(changes.updates) + len(changes.deletes)
	if n == 0 {
		return nil
	}
	l := load{
		op: insertRows, table: "change", rows: n,
		fixed:   w.signature(),
		columns: []string{"record", "version", "op", "fields"},
	}
	if w.batch.Note != "" {
		l.fixed = append(l.fixed, fixed{"note", w.batch.Note})
	}
	seq := int64(0)
	if w.store.db.dialect() == sqliteDialect { // PostgreSQL numbers them itself
		spans, err := nextChanges(w.ctx, w.tx, sqliteDialect, int64(n))
		if err != nil {
			return err
		}
		seq, l.columns = spans[0].seq, append([]string{"seq"}, l.columns...)
	}
	ld, err := w.tx.load(w.ctx, l)
	if err != nil {
		return err
	}
	for _, list := range lists {
		if seq, err = putChanges(ld, list, seq); err != nil {
			break
		}
	}
	_, err = ld.close()
	return err
}

// signature says who changes what, and when.
func (w *recordWriter) signature() []fixed {
	actor := w.batch.Actor
	return []fixed{
		{"account", w.batch.Account}, {"object", w.lay.table.name}, {"origin", string(actor.Origin)},
		{"actor", actor.Name}, {"run", actor.Run}, {"at", w.now},
	}
}

// putChanges writes changes, numbered from seq on unless that is 0.
func putChanges(ld loader, list []recordChange, seq int64) (int64, error) {
	for i := range list {
		change := &list[i]
		if seq > 0 {
			ld.int(seq)
			seq++
		}
		ld.int(change.write.ID)
		ld.int(change.write.NewVersion)
		ld.int(int64(change.write.Op))
		if change.fields == "" {
			ld.null()
		} else {
			ld.text(change.fields)
		}
		if err := ld.next(); err != nil {
			return seq, err
		}
	}
	return seq, nil
}

// splitCreates parts the creates of consecutive records from the others.
func splitCreates(creates []recordChange) (single []recordChange, consecutive []span) {
	for start := 0; start < len(creates); {
		end := start + 1
		for end < len(creates) && creates[end].write.ID == creates[end-1].write.ID+1 {
			end++
		}
		if end-start >= spanRows {
			consecutive = append(consecutive, span{record: creates[start].write.ID, count: int64(end - start)})
		} else {
			single = append(single, creates[start:end]...)
		}
		start = end
	}
	return single, consecutive
}

func (w *recordWriter) logSpans(consecutive []span) error {
	if len(consecutive) == 0 {
		return nil
	}
	total := int64(0)
	for _, s := range consecutive {
		total += s.count
	}
	numbers, err := nextChanges(w.ctx, w.tx, w.store.db.dialect(), total)
	if err != nil {
		return err
	}
	rows := matchSpans(consecutive, numbers)
	return loadEach(w.ctx, w.tx, load{
		op: insertRows, table: "change_span", rows: len(rows), fixed: w.signature(), columns: []string{"seq", "last", "record"},
	}, func(ld loader, i int) {
		ld.int(rows[i].seq)
		ld.int(rows[i].seq + rows[i].count - 1)
		ld.int(rows[i].record)
	})
}

// matchSpans gives records their numbers, cutting where either has a gap.
func matchSpans(records, numbers []span) []span {
	var rows []span
	for len(records) > 0 {
		r, n := &records[0], &numbers[0]
		count := min(r.count, n.count)
		rows = append(rows, span{seq: n.seq, record: r.record, count: count})
		if r.record, r.count = r.record+count, r.count-count; r.count == 0 {
			records = records[1:]
		}
		if n.seq, n.count = n.seq+count, n.count-count; n.count == 0 {
			numbers = numbers[1:]
		}
	}
	return rows
}

// nextChanges takes the next numbers of the change log. On PostgreSQL another
// transaction may take some in between, hence the gaps; numbers that are left
// unused are no harm.
func nextChanges(ctx context.Context, tx transaction, d dialect, count int64) ([]span, error) {
	var numbers []span
	if d == sqliteDialect {
		_, err := one(ctx, tx, `select 1 + max(coalesce((select max(seq) from change), 0), coalesce((select last from change_span order by seq desc limit 1), 0))`,
			nil, func(r row) { numbers = []span{{seq: r.int(), count: count}} })
		return numbers, err
	}
	// Nearly always nobody else takes numbers meanwhile, and two of them tell all.
	var first, last int64
	_, err := one(ctx, tx, "select min(n), max(n) from (select nextval('change_seq') as n from generate_series(1, $1) offset 0) taken",
		[]any{count}, func(r row) { first, last = r.int(), r.int() })
	if err != nil || last-first+1 == count {
		return []span{{seq: first, count: count}}, err
	}
	err = tx.query(ctx, "select nextval('change_seq') from generate_series(1, $1)", []any{count}, func(r row) error {
		seq := r.int()
		if n := len(numbers); n > 0 && numbers[n-1].seq+numbers[n-1].count == seq {
			numbers[n-1].count++
		} else {
			numbers = append(numbers, span{seq: seq, count: 1})
		}
		return nil
	})
	return numbers, err
}
