package store

import (
	"context"
	"slices"

	"tandem"
)

// linkWriter is one attempt at writing the links of a commit.
type linkWriter struct {
	*commit
	ctx   context.Context //nolint:containedctx // lives as long as one call
	tx    transaction
	fresh []tandem.Link // not there yet
	moved []linkMove    // there and replaced, with another key
	kept  []linkMove    // there and replaced, with the same key
	gone  []linkMove    // there and dropped
	touch []tandem.Link
}

// linkMove is a link before and after.
type linkMove struct{ was, now tandem.Link }

// writeLinks writes links, and remembers for undo what they were. A link that
// is new needs no such row: its run tells who made it.
func (c *commit) writeLinks(ctx context.Context, tx transaction, rows []int) error {
	w := &linkWriter{commit: c, ctx: ctx, tx: tx}
	if err := w.decide(rows); err != nil {
		return err
	}
	for _, step := range []func() error{w.remember, w.drop, w.move, w.renew, w.insert, w.refresh} {
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
	var known []int64        // ids that may have a link ...
	var wanted []tandem.Link // ... and what it becomes; ID 0: it is dropped
	for _, i := range rows {
		row := &w.batch.Rows[i]
		l := w.link(row)
		switch {
		case isFreshLink(row):
			w.fresh = append(w.fresh, l)
		case row.Link.Op == tandem.PutLink:
			known, wanted = append(known, l.ID), append(wanted, l)
		case row.Link.Op == tandem.DropLink:
			known, wanted = append(known, l.ID), append(wanted, tandem.Link{})
		case row.Link.Op == tandem.TouchLink:
			w.touch = append(w.touch, l)
		}
	}
	was := make([]tandem.Link, len(known))
	if err := linksByID(w.ctx, w.tx, w.store.db.dialect(), w.batch.Lane, known, true, was); err != nil {
		return err
	}
	for i := range known {
		switch {
		case wanted[i].ID == 0 && was[i].ID != 0:
			w.gone = append(w.gone, linkMove{was: was[i]})
		case wanted[i].ID == 0: // nothing to drop
		case was[i].ID == 0:
			w.fresh = append(w.fresh, wanted[i])
		case was[i].Key != wanted[i].Key:
			w.moved = append(w.moved, linkMove{was: was[i], now: wanted[i]})
		default:
			w.kept = append(w.kept, linkMove{was: was[i], now: wanted[i]})
		}
	}
	return nil
}

// isFreshLink reports whether a link is put where none can be: its record is new.
func isFreshLink(row *tandem.Row) bool {
	return row.Link.Op == tandem.PutLink && row.Write.Op == tandem.Create && row.Write.Version == 0
}

// link is what a row's link becomes: at the version its write made of the record.
func (w *linkWriter) link(row *tandem.Row) tandem.Link {
	l := row.Link.Link
	if (row.Write.Op == tandem.Create || row.Write.Op == tandem.Update) && !row.Link.Behind {
		l.Version = row.Write.NewVersion
		if l.ID == 0 {
			l.ID = row.Write.ID
		}
	}
	if l.Run == 0 {
		l.Run = w.batch.Actor.Run
	}
	return l
}

// lane is what all links of the batch have in common.
func (w *linkWriter) lane() []fixed {
	return []fixed{{"account", w.batch.Lane.Account}, {"point", w.batch.Lane.Point}}
}

func (w *linkWriter) insert() error {
	return w.each(load{
		op: insertRows, table: "link", fixed: w.lane(), rows: len(w.fresh),
		columns: []string{"our_id", "their_key", "version", "hash", "base", "shape", "run"},
	}, func(ld loader, i int) {
		ld.int(w.fresh[i].ID)
		putLink(ld, &w.fresh[i])
	})
}

func (w *linkWriter) move() error {
	return w.each(load{
		op: updateRows, table: "link", fixed: w.lane(), rows: len(w.moved), keys: []string{"our_id"},
		columns: []string{"their_key", "version", "hash", "base", "shape", "run"},
	}, func(ld loader, i int) {
		ld.int(w.moved[i].now.ID)
		putLink(ld, &w.moved[i].now)
	})
}

// renew replaces links that keep their key, and with it their place.
func (w *linkWriter) renew() error {
	return w.each(load{
		op: updateRows, table: "link", fixed: w.lane(), rows: len(w.kept), keys: []string{"their_key"},
		columns: []string{"version", "hash", "base", "shape", "run"},
	}, func(ld loader, i int) { putLink(ld, &w.kept[i].now) })
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
		func(ld loader, i int) { ld.int(w.gone[i].was.ID) })
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

// remember keeps what the links were (Promise 8).
func (w *linkWriter) remember() error {
	moves := slices.Concat(w.moved, w.kept, w.gone)
	return w.each(load{
		op: insertRows, table: "link_before", rows: len(moves),
		fixed: append(w.lane(), fixed{"run", w.batch.Actor.Run}),
		columns: []string{
			"our_id", "dropped", "was_key", "was_version", "was_hash", "was_base", "was_shape", "was_run",
		},
	}, func(ld loader, i int) {
		was := &moves[i].was
		ld.int(was.ID)
		ld.int(bit(moves[i].now.ID == 0))
		ld.text(string(was.Key))
		ld.int(was.Version)
		ld.int(int64(was.Hash))
		ld.blob(was.Base)
		ld.int(was.Shape)
		ld.int(was.Run)
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
