package store

import (
	"context"

	"tandem"
)

// A link that a run made and nobody changed since has no row in link_before.
// Its Seq in LinkBefore is made of data point and id, with a bit before them
// that puts it behind all others.
const (
	madeLink   = 1 << 62
	linkIDBits = 42
)

// RunLinks reads what a run did to links, each link once, for undo.
func (s *Store) RunLinks(ctx context.Context, account, run int64, after int64, limit int) (links []tandem.LinkBefore, err error) {
	limit = limitOf(limit)
	err = s.read(ctx, account, func(q querier) error {
		links = nil
		if after < madeLink {
			if links, err = changedLinks(ctx, q, account, run, after, limit); err != nil {
				return err
			}
			after = madeLink
		}
		if len(links) == limit {
			return nil
		}
		made, err := madeLinks(ctx, q, account, run, after-madeLink, limit-len(links))
		links = append(links, made...)
		return err
	})
	return links, err
}

// changedLinks reads the links the run changed or dropped, and those it made
// that another run changed: each at its first row that speaks of the run.
func changedLinks(ctx context.Context, q querier, account, run, after int64, limit int) ([]tandem.LinkBefore, error) {
	var links []tandem.LinkBefore
	err := q.query(ctx, `select b.seq, b.account, b.point, n.object, b.our_id, b.was_key, b.was_version, b.was_hash, b.was_base, b.was_shape, b.was_run
		from link_before b join lane n on n.id = b.point and n.account = b.account
		where b.account = $4 and b.seq > $2 and (b.run = $1 or b.was_run = $1)
		and not exists (select 1 from link_before x where x.point = b.point and x.our_id = b.our_id and x.seq < b.seq and (x.run = $1 or x.was_run = $1))
		order by b.seq limit $3`, []any{run, after, limit, account}, func(r row) error {
		b := tandem.LinkBefore{Seq: r.int(), Lane: tandem.Lane{Account: r.int(), Point: r.int(), Object: r.text()}}
		b.Was = tandem.Link{ID: r.int(), Key: tandem.Key(r.text()), Version: r.int(), Hash: uint64(r.int()), Base: r.text(), Shape: r.int(), Run: r.int()}
		links = append(links, b)
		return nil
	})
	for i := range links {
		if err == nil {
			err = leftLink(ctx, q, run, &links[i])
		}
	}
	return links, err
}

// leftLink finds what the run left of a link: what the next one found there, or
// what is there now, or nothing when the run's last word was to drop it.
func leftLink(ctx context.Context, q querier, run int64, b *tandem.LinkBefore) error {
	id, dropped, found := b.Was.ID, false, false
	err := q.query(ctx, `select run, dropped, was_key, was_version, was_hash, was_base, was_shape, was_run from link_before
		where account = $4 and point = $1 and our_id = $2 and seq >= $3 order by seq`, []any{b.Lane.Point, id, b.Seq, b.Lane.Account}, func(r row) error {
		if found {
			return nil
		}
		if r.int() == run {
			dropped = r.int() != 0
			return nil
		}
		found = true
		r.int() // what the other one did is of no interest
		if !dropped {
			b.Now = tandem.Link{ID: id, Key: tandem.Key(r.text()), Version: r.int(), Hash: uint64(r.int()), Base: r.text(), Shape: r.int(), Run: r.int()}
		}
		return nil
	})
	if b.Was.Run == run {
		b.Was = tandem.Link{} // it was the run that made it
	}
	if err != nil || found || dropped {
		return err
	}
	_, err = one(ctx, q, "select their_key, version, hash, base, shape, run from link where account = $1 and point = $2 and our_id = $3",
		[]any{b.Lane.Account, b.Lane.Point, id}, func(r row) {
			b.Now = tandem.Link{ID: id, Key: tandem.Key(r.text()), Version: r.int(), Hash: uint64(r.int()), Base: r.text(), Shape: r.int(), Run: r.int()}
		})
	return err
}

// madeLinks reads links that were made by the run and not changed since.
func madeLinks(ctx context.Context, q querier, account, run, after int64, limit int) ([]tandem.LinkBefore, error) {
	var links []tandem.LinkBefore
	err := q.query(ctx, `select l.account, l.point, n.object, l.their_key, l.our_id, l.version, l.hash, l.base, l.shape
		from lane n join link l on l.point = n.id and l.account = n.account
		where n.account = $5 and n.sync = (select sync from run where account = $5 and id = $1)
		and (l.point, l.our_id) > ($2, $3) and l.run = $1
		and not exists (select 1 from link_before x where x.point = l.point and x.our_id = l.our_id and x.run = $1)
		order by l.point, l.our_id limit $4`,
		[]any{run, after >> linkIDBits, after & (1<<linkIDBits - 1), limit, account}, func(r row) error {
			b := tandem.LinkBefore{Lane: tandem.Lane{Account: r.int(), Point: r.int(), Object: r.text()}}
			b.Now = tandem.Link{Key: tandem.Key(r.text()), ID: r.int(), Version: r.int(), Hash: uint64(r.int()), Base: r.text(), Shape: r.int(), Run: run}
			b.Seq = madeLink | b.Lane.Point<<linkIDBits | b.Now.ID
			links = append(links, b)
			return nil
		})
	return links, err
}
