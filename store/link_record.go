package store

import (
	"context"

	"tandem"
)

// RecordLinks reads the links of one record of ours, of every data point that
// ever linked it, with their bases.
func (s *Store) RecordLinks(ctx context.Context, account int64, object string, id int64) (links []tandem.RecordLink, err error) {
	if err := s.checkLane(tandem.Lane{Object: object}); err != nil {
		return nil, err
	}
	err = s.read(ctx, account, func(q querier) error {
		form := linkForm{lane: tandem.Lane{Object: object}, base: true, version: true}
		sql := "select p.id, p.sync, p.point, " + form.columns() + " from lane p join link l on l.point = p.id" + form.record() +
			" where p.account = $1 and p.object = $2 and l.account = $1 and l.our_id = $3 order by p.id"
		return q.query(ctx, sql, []any{account, object, id}, func(r row) error {
			l := tandem.RecordLink{Lane: tandem.Lane{Account: account, Point: r.int(), Object: object}, Sync: r.text(), Point: r.text()}
			l.Link = form.read(r)
			links = append(links, l)
			return nil
		})
	})
	return links, err
}
