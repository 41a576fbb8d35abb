package store

import (
	"context"
	"strings"

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

// AccountByID finds an account by its number.
func (s *Store) AccountByID(ctx context.Context, id int64) (*tandem.Account, error) {
	var accounts []tandem.Account
	err := s.read(ctx, id, func(q querier) (err error) {
		accounts, err = readAccounts(ctx, q, "where id = $1", id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(accounts) == 0 {
		return nil, tandem.Errorf(tandem.NotFound, "there is no account %d", id)
	}
	return &accounts[0], nil
}

// EnsureAccount finds an account by its name, making it when it is not there.
func (s *Store) EnsureAccount(ctx context.Context, name string) (*tandem.Account, error) {
	account, err := s.Account(ctx, name)
	if tandem.CodeOf(err) != tandem.NotFound {
		return account, err
	}
	err = s.write(ctx, allAccounts, true, func(tx transaction) error {
		err := s.insertAccount(ctx, tx, &tandem.Account{Name: name})
		if tandem.CodeOf(err) == tandem.Invalid {
			return nil // somebody else was quicker
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Account(ctx, name)
}

// insertAccount adds an account and sets ID and Created. A name that is taken is
// code Invalid, and takes nothing else of the transaction back.
func (s *Store) insertAccount(ctx context.Context, tx transaction, a *tandem.Account) error {
	if err := checkAccountName(a.Name); err != nil {
		return err
	}
	now := s.now()
	found, err := one(ctx, tx, "insert into account (name, created) values ($1, $2) on conflict (name) do nothing returning id", []any{a.Name, now},
		func(r row) { a.ID = r.int() })
	if err == nil && !found {
		return takenName(a.Name)
	}
	a.Created = timeOf(now)
	return err
}

// maxAccountName is how long the name of an account may be.
const maxAccountName = 100

func checkAccountName(name string) error {
	if strings.TrimSpace(name) == "" || strings.TrimSpace(name) != name || len(name) > maxAccountName || !tandem.IsText(name) {
		return tandem.Errorf(tandem.Usage, "%q cannot name an account", name)
	}
	return nil
}

func takenName(name string) error {
	return tandem.Errorf(tandem.Invalid, "there is an account %s already", name)
}

// CreateAccount makes an account for a member whose place counts at once: m.Person
// must be there. It sets m.Account.ID.
func (s *Store) CreateAccount(ctx context.Context, m *tandem.Member, entry *tandem.AuditEntry) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		if err := s.insertAccount(ctx, tx, &m.Account); err != nil {
			return err
		}
		_, err := tx.exec(ctx, "insert into member (account, person, operator, role, created, accepted) values ($1, $2, 0, $3, $4, $4)",
			m.Account.ID, m.Person.ID, string(m.Role), s.now())
		if err != nil {
			return err
		}
		entry.Account = m.Account.ID
		return s.insertAudit(ctx, tx, entry)
	})
}

// RenameAccount gives an account another name.
func (s *Store) RenameAccount(ctx context.Context, account int64, name string, entry *tandem.AuditEntry) error {
	if err := checkAccountName(name); err != nil {
		return err
	}
	return s.write(ctx, account, true, func(tx transaction) error {
		_, err := tx.exec(ctx, "update account set name = $2 where id = $1", account, name)
		if isUnique(err) {
			return takenName(name)
		}
		if err != nil {
			return err
		}
		return s.insertAudit(ctx, tx, entry)
	})
}

// LinkOperator says which record of an account is a member's.
func (s *Store) LinkOperator(ctx context.Context, account, person, operator int64) error {
	return s.write(ctx, account, true, func(tx transaction) error {
		_, err := tx.exec(ctx, "update member set operator = $3 where account = $1 and person = $2", account, person, operator)
		return err
	})
}
