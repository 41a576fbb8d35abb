package store

import (
	"context"

	"tandem"
)

// linkWriter is one attempt at writing the links of a commit.
type linkWriter struct {
	*commit
	ctx   context.Context //nolint:containedctx // lives as long as one call
	tx    transaction
	fresh []tandem.Link // not there yet
	moved []tandem.Link // there, with another key
	kept  []tandem.Link // there, with the same key
	touch []tandem.Link
	gone  []int64 // our ids
}

// writeLinks writes links, and remembers for undo what they were. A link that
// is new needs no such row: its run tells who made it.
func (c *commit) writeLinks(ctx context.Context, tx transaction, rows []int) error {
	w := &linkWriter{commit: c, ctx: ctx, tx: tx}
	if err := w.decide(rows); err != nil {
		return err
	}
	for _, step := range []func() error{w.drop, w.move, w.renew, w.insert, w.refresh} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (w *linkWriter) decide(rows []int) error {
	fresh := 0
	for _, i := range rows {
		if isFreshLink(&w.batch.Rows[i]) {
			fresh++
		}
	}
	w.fresh = make([]tandem.Link, 0, fresh)
	var put []tandem.Link // of records that may have a link already
	for _, i := range rows {
		row := &w.batch.Rows[i]
		l := w.link(row)
		switch {
		case isFreshLink(row):
			w.fresh = append(w.fresh, l)
		case row.Link.Op == tandem.PutLink:
			put = append(put, l)
		case row.Link.Op == tandem.DropLink:
			w.gone = append(w.gone, l.ID)
		case row.Link.Op == tandem.TouchLink:
			w.touch = append(w.touch, l)
		}
	}
	ids := make([]int64, len(put))
	for i := range put {
		ids[i] = put[i].ID
	}
	was, err := w.remember(ids, false)
	if err != nil {
		return err
	}
	for _, l := range put {
		switch key, there := was[l.ID]; {
		case !there:
			w.fresh = append(w.fresh, l)
		case key != l.Key:
			w.moved = append(w.moved, l)
		default:
			w.kept = append(w.kept, l)
		}
	}
	_, err = w.remember(w.gone, true)
	return err
}

// remember keeps what the links of records are before they are replaced or
// dropped (Promise 8), and tells the keys of those that are there. Asked for them
// in the order of our ids, SQLite looks them up one by one instead of going
// through all links of the lane.
func (w *linkWriter) remember(ids []int64, dropped bool) (was map[int64]tandem.Key, err error) {
	if len(ids) == 0 {
		return nil, nil //nolint:nilnil // nothing was there
	}
	was = make(map[int64]tandem.Key, len(ids))
	err = w.tx.query(w.ctx, `insert into link_before
		(account, point, our_id, run, dropped, was_key, was_version, was_hash, was_base, was_shape, was_run)
		select account, point, our_id, $3, $4, their_key, version, hash, base, shape, run from link
		where account = $1 and point = $2 and our_id `+w.store.db.dialect().anyInt(5)+` order by our_id returning our_id, was_key`,
		[]any{w.batch.Lane.Account, w.batch.Lane.Point, w.batch.Actor.Run, bit(dropped), ids}, func(r row) error {
			id := r.int()
			was[id] = tandem.Key(r.text())
			return nil
		})
	return was, err
}

// isFreshLink reports whether a link is put where none can be: its record is new.
func isFreshLink(row *tandem.Row) bool {
	return row.Link.Op == tandem.PutLink && row.Write.Op == tandem.Create && row.Write.Version == 0
}

// link is what a row's link becomes: at the version its write made of the record.
func (c *commit) link(row *tandem.Row) tandem.Link {
	l := row.Link.Link
	if (row.Write.Op == tandem.Create || row.Write.Op == tandem.Update) && !row.Link.Behind {
		l.Version = row.Write.NewVersion
		if l.ID == 0 {
			l.ID = row.Write.ID
		}
	}
	if l.Run == 0 {
		l.Run = c.batch.Actor.Run
	}
	return l
}

// lane is what all links of the batch have in common.
func (w *linkWriter) lane() []fixed { return fixedLane(w.batch.Lane) }

func fixedLane(lane tandem.Lane) []fixed {
	return []fixed{{"account", lane.Account}, {"point", lane.Point}}
}

func (w *linkWriter) insert() error {
	l := linkInsertion(w.batch.Lane)
	l.rows = len(w.fresh)
	return w.each(l, func(ld loader, i int) { putNewLink(ld, &w.fresh[i]) })
}

// linkInsertion is the load of new links.
func linkInsertion(lane tandem.Lane) load {
	return load{
		op: insertRows, table: "link", fixed: fixedLane(lane),
		columns: []string{"our_id", "their_key", "version", "hash", "base", "shape", "run"},
	}
}

func putNewLink(ld loader, l *tandem.Link) {
	ld.int(l.ID)
	putLink(ld, l)
}

func (w *linkWriter) move() error {
	return w.each(load{
		op: updateRows, table: "link", fixed: w.lane(), rows: len(w.moved), keys: []string{"our_id"},
		columns: []string{"their_key", "version", "hash", "base", "shape", "run"},
	}, func(ld loader, i int) {
		ld.int(w.moved[i].ID)
		putLink(ld, &w.moved[i])
	})
}

// renew replaces links that keep their key, and with it their place.
func (w *linkWriter) renew() error {
	return w.each(load{
		op: updateRows, table: "link", fixed: w.lane(), rows: len(w.kept), keys: []string{"their_key"},
		columns: []string{"version", "hash", "base", "shape", "run"},
	}, func(ld loader, i int) { putLink(ld, &w.kept[i]) })
}

// putLink hands a link to a loader: key, then what hangs on it.
func putLink(ld loader, l *tandem.Link) {
	ld.text(string(l.Key))
	ld.int(l.Version)
	ld.int(int64(l.Hash))
	ld.blob(l.Base)
	ld.int(l.Shape)
	ld.int(l.Run)
}

func (w *linkWriter) drop() error {
	return w.each(load{op: removeRows, table: "link", fixed: w.lane(), rows: len(w.gone), keys: []string{"our_id"}},
		func(ld loader, i int) { ld.int(w.gone[i]) })
}

func (w *linkWriter) refresh() error {
	return w.each(load{
		op: updateRows, table: "link", fixed: w.lane(), rows: len(w.touch), keys: []string{"our_id"},
		columns: []string{"version", "hash"},
	}, func(ld loader, i int) {
		ld.int(w.touch[i].ID)
		ld.int(w.touch[i].Version)
		ld.int(int64(w.touch[i].Hash))
	})
}

// each loads the rows of a load one after the other.
func (w *linkWriter) each(l load, put func(ld loader, i int)) error {
	return loadEach(w.ctx, w.tx, l, put)
}

// loadEach runs a load whose row i is put by a function; without rows it does nothing.
func loadEach(ctx context.Context, tx transaction, l load, put func(ld loader, i int)) error {
	if l.rows == 0 {
		return nil
	}
	ld, err := tx.load(ctx, l)
	if err != nil {
		return err
	}
	for i := range l.rows {
		put(ld, i)
		if err := ld.next(); err != nil {
			break
		}
	}
	_, err = ld.close()
	return err
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
