package store

import (
	"context"
	"time"

	"tandem"
)

// SaveToken stores a token with its hash; the token itself is never kept. One of
// that name is replaced.
func (s *Store) SaveToken(ctx context.Context, t *tandem.Token, hash []byte, entry *tandem.AuditEntry) error {
	return s.write(ctx, t.Account, true, func(tx transaction) error {
		_, err := tx.exec(ctx, `insert into token (account, name, hash, role, created, made_by, expires, used) values ($1, $2, $3, $4, $5, $6, $7, 0)
			on conflict (account, name) do update set hash = excluded.hash, role = excluded.role, created = excluded.created,
				made_by = excluded.made_by, expires = excluded.expires, used = 0`,
			t.Account, t.Name, hash, string(t.Role), s.now(), clean(t.By), microsOf(t.Expires))
		if err != nil {
			return err
		}
		return s.insertAudit(ctx, tx, entry)
	})
}

func readTokens(ctx context.Context, q querier, tail string, args ...any) ([]tandem.Token, error) {
	var all []tandem.Token
	err := q.query(ctx, "select account, name, role, created, made_by, expires, used from token "+tail, args, func(r row) error {
		all = append(all, tandem.Token{
			Account: r.int(), Name: r.text(), Role: tandem.Role(r.text()), Created: timeOf(r.int()), By: r.text(), Expires: timeOf(r.int()), Used: timeOf(r.int()),
		})
		return nil
	})
	return all, err
}

// Token finds a token by its hash. Code Denied when there is none, or it ran out.
func (s *Store) Token(ctx context.Context, hash []byte) (*tandem.Token, error) {
	var all []tandem.Token
	err := s.read(ctx, allAccounts, func(q querier) (err error) { // it is the token that tells the account
		all, err = readTokens(ctx, q, "where hash = $1 and (expires = 0 or expires > $2)", hash, s.now())
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, tandem.Errorf(tandem.Denied, "the token is not known")
	}
	return &all[0], nil
}

// Tokens lists the tokens of an account by name.
func (s *Store) Tokens(ctx context.Context, account int64) (all []tandem.Token, err error) {
	err = s.read(ctx, account, func(q querier) error {
		all, err = readTokens(ctx, q, "where account = $1 order by name", account)
		return err
	})
	return all, err
}

// TouchToken notes that a token was used. Losing that to a power cut is no harm.
func (s *Store) TouchToken(ctx context.Context, account int64, name string, used time.Time) error {
	return s.write(ctx, account, true, func(tx transaction) error {
		tx.relax()
		_, err := tx.exec(ctx, "update token set used = $3 where account = $1 and name = $2", account, name, microsOf(used))
		return err
	})
}

// RemoveToken takes a token away.
func (s *Store) RemoveToken(ctx context.Context, account int64, name string, entry *tandem.AuditEntry) error {
	return s.write(ctx, account, true, func(tx transaction) error {
		n, err := tx.exec(ctx, "delete from token where account = $1 and name = $2", account, name)
		if err == nil && n == 0 {
			return tandem.Errorf(tandem.NotFound, "there is no token %q", name)
		}
		if err != nil {
			return err
		}
		return s.insertAudit(ctx, tx, entry)
	})
}
