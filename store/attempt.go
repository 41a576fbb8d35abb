package store

import (
	"context"
	"time"

	"tandem"
)

// Attempt counts one more try under a name and tells until when nobody may try
// again: within a window, more than limit times are too many. It counts before the
// answer is known, and in the store, so that neither many at once nor several nodes
// give anybody more tries. The clock is the database's.
func (s *Store) Attempt(ctx context.Context, name string, limit int64, window time.Duration) error {
	var count int64
	var until time.Time
	now := s.db.dialect().now()
	err := s.write(ctx, allAccounts, true, func(tx transaction) error {
		_, err := one(ctx, tx, `insert into attempt (name, count, since) values ($1, 1, `+now+`)
			on conflict (name) do update set
				count = case when attempt.since + $2 > `+now+` then attempt.count + 1 else 1 end,
				since = case when attempt.since + $2 > `+now+` then attempt.since else `+now+` end
			returning count, since`, []any{name, window.Microseconds()}, func(r row) { count, until = r.int(), timeOf(r.int()).Add(window) })
		return err
	})
	if err == nil && count > limit {
		late := tandem.Errorf(tandem.Throttled, "too many tries")
		late.Until = until
		return late
	}
	return err
}

// ForgetAttempt begins to count anew, after a success.
func (s *Store) ForgetAttempt(ctx context.Context, name string) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		_, err := tx.exec(ctx, "delete from attempt where name = $1", name)
		return err
	})
}
