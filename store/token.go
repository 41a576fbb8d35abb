package store

import (
	"context"

	"tandem"
)

// SaveToken stores the hash of a bearer token; the token itself is never kept.
// A token of that name is replaced.
func (s *Store) SaveToken(ctx context.Context, account int64, name string, hash []byte) error {
	return s.write(ctx, account, true, func(tx transaction) error {
		_, err := tx.exec(ctx, `insert into token (account, name, hash, created) values ($1, $2, $3, $4)
			on conflict (account, name) do update set hash = excluded.hash, created = excluded.created`, account, name, hash, s.now())
		return err
	})
}

// TokenAccount tells whose token it is and what it is called.
func (s *Store) TokenAccount(ctx context.Context, hash []byte) (account int64, name string, err error) {
	err = s.read(ctx, allAccounts, func(q querier) error { // it is the token that tells the account
		found, err := one(ctx, q, "select account, name from token where hash = $1", []any{hash}, func(r row) { account, name = r.int(), r.text() })
		if err == nil && !found {
			return tandem.Errorf(tandem.Denied, "the token is not known")
		}
		return err
	})
	return account, name, err
}

// RemoveToken takes a token away.
func (s *Store) RemoveToken(ctx context.Context, account int64, name string) error {
	return s.write(ctx, account, true, func(tx transaction) error {
		n, err := tx.exec(ctx, "delete from token where account = $1 and name = $2", account, name)
		if err == nil && n == 0 {
			return tandem.Errorf(tandem.NotFound, "there is no token %q", name)
		}
		return err
	})
}
