package store

import (
	"context"
	"time"

	"tandem"
)

// tallyStep is how many numbers of the change log one transaction counts: few
// enough for others to write in between.
const tallyStep = 100_000

// Tally counts what the change log has got since the last time into hours, for
// all accounts. It counts behind the log and up to where nothing can come in
// between any more, each change once: the count and how far it goes are one
// transaction. One process at a time may tally.
func (s *Store) Tally(ctx context.Context) error {
	var from, end int64
	err := s.read(ctx, allAccounts, func(q querier) (err error) {
		if _, err = one(ctx, q, "select next from sequence where name = 'activity'", nil, func(r row) { from = r.int() }); err == nil {
			end, err = s.complete(ctx, q)
		}
		return err
	})
	for ; err == nil && from < end; from += tallyStep {
		err = s.tally(ctx, from, min(from+tallyStep, end))
	}
	return err
}

// tally counts the changes above a position, up to another. A span is counted
// whole where it begins: it became visible in one piece.
func (s *Store) tally(ctx context.Context, above, upTo int64) error {
	return s.write(ctx, allAccounts, false, func(tx transaction) error {
		for _, from := range []string{"count(*) from change", "sum(last - seq + 1) from change_span"} {
			_, err := tx.exec(ctx, `insert into activity (account, hour, origin, changes)
				select account, at / 3600000000, origin, `+from+` where seq > $1 and seq <= $2 group by 1, 2, 3
				on conflict (account, hour, origin) do update set changes = activity.changes + excluded.changes`, above, upTo)
			if err != nil {
				return err
			}
		}
		_, err := tx.exec(ctx, "insert into sequence (name, next) values ('activity', $1) on conflict (name) do update set next = excluded.next", upTo)
		return err
	})
}

// Activity reads how much changed in an account since a time, hour by hour.
func (s *Store) Activity(ctx context.Context, account int64, since time.Time) (list []tandem.Activity, err error) {
	err = s.read(ctx, account, func(q querier) error {
		return q.query(ctx, "select hour, origin, changes from activity where account = $1 and hour >= $2 order by hour, origin",
			[]any{account, microsOf(since) / 3_600_000_000}, func(r row) error {
				list = append(list, tandem.Activity{Hour: timeOf(r.int() * 3_600_000_000), Origin: tandem.Origin(r.text()), Changes: r.int()})
				return nil
			})
	})
	return list, err
}
