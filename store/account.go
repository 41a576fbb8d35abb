package store

import (
	"context"

	"tandem"
)

func readAccounts(ctx context.Context, q querier, tail string, args ...any) ([]tandem.Account, error) {
	var accounts []tandem.Account
	err := q.query(ctx, "select id, name, created from account "+tail, args, func(r row) error {
		accounts = append(accounts, tandem.Account{ID: r.int(), Name: r.text(), Created: timeOf(r.int())})
		return nil
	})
	return accounts, err
}

// Accounts reads all accounts by name.
func (s *Store) Accounts(ctx context.Context) (accounts []tandem.Account, err error) {
	err = s.read(ctx, allAccounts, func(q querier) error {
		accounts, err = readAccounts(ctx, q, "order by name")
		return err
	})
	return accounts, err
}

// Account finds an account by its name.
func (s *Store) Account(ctx context.Context, name string) (*tandem.Account, error) {
	var accounts []tandem.Account
	err := s.read(ctx, allAccounts, func(q querier) (err error) {
		accounts, err = readAccounts(ctx, q, "where name = $1", name)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(accounts) == 0 {
		return nil, tandem.Errorf(tandem.NotFound, "there is no account %q", name)
	}
	return &accounts[0], nil
}

// EnsureAccount finds an account by its name, making it when it is not there.
func (s *Store) EnsureAccount(ctx context.Context, name string) (*tandem.Account, error) {
	account, err := s.Account(ctx, name)
	if tandem.CodeOf(err) != tandem.NotFound {
		return account, err
	}
	if name == "" || !tandem.IsText(name) {
		return nil, tandem.Errorf(tandem.Usage, "%q cannot name an account", name)
	}
	err = s.write(ctx, allAccounts, true, func(tx transaction) error {
		_, err := tx.exec(ctx, "insert into account (name, created) values ($1, $2) on conflict (name) do nothing", name, s.now())
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Account(ctx, name)
}
