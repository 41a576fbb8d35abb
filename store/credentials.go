package store

import (
	"context"

	"tandem"
)

// Credentials reads what a person proves to be themselves with.
func (s *Store) Credentials(ctx context.Context, person int64) (c tandem.Credentials, err error) {
	err = s.read(ctx, allAccounts, func(q querier) error {
		found, err := one(ctx, q, "select password, secret, step from person where id = $1", []any{person},
			func(r row) { c.Password, c.Secret, c.Step = r.text(), r.text(), r.int() })
		if err == nil && !found {
			return tandem.Errorf(tandem.NotFound, "there is no such person")
		}
		return err
	})
	return c, err
}

// SetPassword stores the hash of a new password and ends all sessions of the
// person but one: who knew the old one is out.
func (s *Store) SetPassword(ctx context.Context, person int64, hash string, keep []byte) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error { return setPassword(ctx, tx, person, hash, keep) })
}

func setPassword(ctx context.Context, tx transaction, person int64, hash string, keep []byte) error {
	if _, err := tx.exec(ctx, "update person set password = $2 where id = $1", person, hash); err != nil {
		return err
	}
	if err := dropResets(ctx, tx, person); err != nil {
		return err
	}
	_, err := endSessions(ctx, tx, person, keep)
	return err
}

// SetSecret switches two-step codes on, with the hashes of new recovery codes,
// or off with an empty secret.
func (s *Store) SetSecret(ctx context.Context, person int64, sealed string, step int64, codes [][]byte) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		if _, err := tx.exec(ctx, "update person set secret = $2, step = $3 where id = $1", person, sealed, step); err != nil {
			return err
		}
		if _, err := tx.exec(ctx, "delete from recovery_code where person = $1", person); err != nil {
			return err
		}
		for _, code := range codes {
			if _, err := tx.exec(ctx, "insert into recovery_code (person, hash) values ($1, $2)", person, code); err != nil {
				return err
			}
		}
		return nil
	})
}

// TakeStep marks a moment's code as used. False: it was, or a later one.
func (s *Store) TakeStep(ctx context.Context, person, step int64) (taken bool, err error) {
	err = s.write(ctx, allAccounts, true, func(tx transaction) error {
		n, err := tx.exec(ctx, "update person set step = $2 where id = $1 and step < $2", person, step)
		taken = n == 1
		return err
	})
	return taken, err
}

// TakeRecoveryCode uses a recovery code up. False: there is no such code.
func (s *Store) TakeRecoveryCode(ctx context.Context, person int64, hash []byte) (taken bool, err error) {
	err = s.write(ctx, allAccounts, true, func(tx transaction) error {
		n, err := tx.exec(ctx, "delete from recovery_code where person = $1 and hash = $2", person, hash)
		taken = n == 1
		return err
	})
	return taken, err
}

// RecoveryCodes tells how many recovery codes a person has left.
func (s *Store) RecoveryCodes(ctx context.Context, person int64) (n int64, err error) {
	err = s.read(ctx, allAccounts, func(q querier) error {
		_, err := one(ctx, q, "select count(*) from recovery_code where person = $1", []any{person}, func(r row) { n = r.int() })
		return err
	})
	return n, err
}
