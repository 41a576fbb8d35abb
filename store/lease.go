package store

import (
	"context"
	"time"

	"tandem"
)

// Acquire takes or keeps a lease for owner until ttl has passed on the
// database's clock. Held by somebody else it answers tandem.Busy. The fence
// grows when the holder changes; a holder who acquires again keeps it.
func (s *Store) Acquire(ctx context.Context, name, owner string, ttl time.Duration) (*tandem.Lease, error) {
	lease := &tandem.Lease{Name: name, Owner: owner}
	now := s.db.dialect().now()
	err := s.write(ctx, noAccount, true, func(tx transaction) error {
		found, err := one(ctx, tx, `insert into lease (name, owner, fence, until) values ($1, $2, 1, `+now+` + $3)
			on conflict (name) do update set
				fence = case when lease.owner = excluded.owner and lease.until > `+now+` then lease.fence else lease.fence + 1 end,
				owner = excluded.owner, until = excluded.until
			where lease.owner = excluded.owner or lease.until <= `+now+`
			returning fence, until`,
			[]any{name, owner, ttl.Microseconds()}, func(r row) { lease.Fence, lease.Until = r.int(), timeOf(r.int()) })
		if err == nil && !found {
			return tandem.Errorf(tandem.Busy, "somebody else works on %s", name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return lease, nil
}

// Renew extends a lease. One that has gone to somebody else is tandem.Stale.
func (s *Store) Renew(ctx context.Context, lease *tandem.Lease, ttl time.Duration) error {
	return s.write(ctx, noAccount, true, func(tx transaction) error {
		found, err := one(ctx, tx, "update lease set until = "+s.db.dialect().now()+" + $3 where name = $1 and fence = $2 returning until",
			[]any{lease.Name, lease.Fence, ttl.Microseconds()}, func(r row) { lease.Until = timeOf(r.int()) })
		if err == nil && !found {
			return staleLease(lease)
		}
		return err
	})
}

// Release gives a lease back. One that has gone to somebody else is let be.
func (s *Store) Release(ctx context.Context, lease *tandem.Lease) error {
	return s.write(ctx, noAccount, true, func(tx transaction) error {
		_, err := tx.exec(ctx, "update lease set until = 0 where name = $1 and fence = $2", lease.Name, lease.Fence)
		return err
	})
}

// Leased reports whether anybody holds a lease.
func (s *Store) Leased(ctx context.Context, name string) (held bool, err error) {
	err = s.read(ctx, noAccount, func(q querier) error {
		held, err = one(ctx, q, "select fence from lease where name = $1 and until > "+s.db.dialect().now(), []any{name}, func(row) {})
		return err
	})
	return held, err
}

func staleLease(lease *tandem.Lease) error {
	return tandem.Errorf(tandem.Stale, "the work on %s has gone to somebody else", lease.Name)
}

// holdLease makes sure within a transaction that the lease is still its
// holder's, and on PostgreSQL that it remains so until the commit.
func holdLease(ctx context.Context, tx transaction, d dialect, lease *tandem.Lease) error {
	sql := "select fence from lease where name = $1 and fence = $2"
	if d == postgresDialect {
		sql += " for share"
	}
	found, err := one(ctx, tx, sql, []any{lease.Name, lease.Fence}, func(row) {})
	if err == nil && !found {
		return staleLease(lease)
	}
	return err
}
