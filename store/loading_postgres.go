package store

import (
	"context"
	"errors"

	"tandem"
)

// streaming is a Load whose records go into their table while they are added.
// One COPY at a time is all a connection takes, so their lines and links wait,
// encoded, until the last record is through.
type streaming struct {
	recordWriter

	tx      *postgresTx
	lay     *writeLayout
	lineLay *layout
	records *postgresLoader
	lines   *postgresLoader // nil where the records have none
	links   *postgresLoader
	spans   []span
	rows    int
	octets  int // of lines and links that wait
}

// loadRows is how many records share a transaction: every COPY costs a
// few milliseconds by itself, and readers of the change log wait for its end.
const loadRows = 25_000

// maxWaiting bounds how many octets of lines and links wait in memory.
const maxWaiting = 4 << 20

func (s *Store) stream(ctx context.Context, db *postgresDB, b *tandem.Batch) (tandem.Load, error) {
	lay, err := s.layout(ctx, b.Account, b.Shape)
	if err != nil {
		return nil, err
	}
	tx, err := db.begin(ctx, b.Account)
	if err != nil {
		return nil, explain(ctx, err)
	}
	t := &streaming{recordWriter: recordWriter{commit: &commit{store: s, batch: b, now: s.now(), lay: lay}, ctx: ctx, tx: tx}, tx: tx}
	t.open()
	return t, nil
}

// open prepares the loads.
func (t *streaming) open() {
	shape := t.recordWriter.lay
	t.lay = shape.inserting(func(at int) bool { return at >= 0 })
	t.records = t.loader(t.insertion(t.lay), false)
	t.links = t.loader(linkInsertion(t.batch.Lane), true)
	if shape.list >= 0 {
		var l load
		l, t.lineLay = t.lineInsertion(shape.table.lines)
		t.lines = t.loader(l, true)
	}
}

func (t *streaming) loader(l load, later bool) *postgresLoader {
	l.rows, l.later = loadRows, later
	return t.tx.newLoader(t.ctx, l)
}

func (t *streaming) Add(rows []tandem.Row) (full bool, err error) {
	t.batch.Rows = rows
	if err := t.check(); err != nil {
		return false, err
	}
	for i := range rows {
		if err := t.add(&rows[i]); err != nil {
			return false, explain(t.ctx, err)
		}
	}
	t.rows += len(rows)
	return t.rows >= loadRows || t.octets >= maxWaiting, nil
}

func (t *streaming) add(row *tandem.Row) error {
	w := &row.Write
	w.NewVersion = 1
	t.putNew(t.records, t.lay, w)
	if err := t.records.next(); err != nil {
		return err
	}
	if t.lines != nil && w.Set.Has(t.recordWriter.lay.list) {
		list := w.Values[t.recordWriter.lay.list]
		t.octets += len(list.Text())
		if err := t.putLines(t.lines, t.lineLay, w.ID, list); err != nil {
			return err
		}
	}
	link := t.link(row)
	t.octets += len(link.Key) + len(link.Base)
	putNewLink(t.links, &link)
	if last := len(t.spans) - 1; last >= 0 && t.spans[last].record+t.spans[last].count == w.ID {
		t.spans[last].count++
	} else {
		t.spans = append(t.spans, span{record: w.ID, count: 1})
	}
	return t.links.next()
}

func (t *streaming) Commit(run *tandem.Run, cursors *tandem.Cursors) (landed func() error) {
	t.batch.Run, t.batch.Cursors = run, cursors
	return aside(t.commitAll)
}

func (t *streaming) commitAll() error {
	if err := t.finish(); err != nil {
		return explain(t.ctx, errors.Join(err, t.giveUp()))
	}
	if err := t.tx.end(t.ctx); err != nil {
		return explain(t.ctx, err)
	}
	t.announce()
	return nil
}

func (t *streaming) finish() error {
	for _, ld := range []*postgresLoader{t.records, t.lines, t.links} {
		if ld == nil {
			continue
		}
		if _, err := ld.close(); err != nil {
			return err
		}
	}
	if err := t.logSpans(t.spans); err != nil {
		return err
	}
	return t.writeProgress(t.ctx, t.tx)
}

func (t *streaming) Abort() { _ = t.giveUp() } // there is nothing to take back where it fails

func (t *streaming) giveUp() error {
	t.records.abort()
	return t.tx.giveUp(t.ctx)
}
