package store

import (
	"context"

	"tandem"
)

// SavePass stores a way in that works once.
func (s *Store) SavePass(ctx context.Context, p *tandem.Pass, entry *tandem.AuditEntry) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		if err := s.insertPass(ctx, tx, p); err != nil {
			return err
		}
		return s.insertAudit(ctx, tx, entry)
	})
}

func (s *Store) insertPass(ctx context.Context, tx transaction, p *tandem.Pass) error {
	_, err := tx.exec(ctx, "insert into pass (hash, account, person, purpose, created, expires) values ($1, $2, $3, $4, $5, $6)",
		p.Hash, p.Account, p.Person, string(p.Purpose), s.now(), microsOf(p.Expires))
	return err
}

func (s *Store) readPass(ctx context.Context, q querier, hash []byte) (*tandem.Pass, error) {
	p := tandem.Pass{Hash: hash}
	found, err := one(ctx, q, "select account, person, purpose, expires from pass where hash = $1 and expires > $2", []any{hash, s.now()},
		func(r row) {
			p.Account, p.Person, p.Purpose, p.Expires = r.int(), r.int(), tandem.Purpose(r.text()), timeOf(r.int())
		})
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, tandem.Errorf(tandem.NotFound, "this link was used already, is too old, or never existed")
	}
	return &p, nil
}

// Pass looks at a pass without using it.
func (s *Store) Pass(ctx context.Context, hash []byte) (p *tandem.Pass, err error) {
	err = s.read(ctx, allAccounts, func(q querier) error {
		p, err = s.readPass(ctx, q, hash)
		return err
	})
	return p, err
}

// Redeem uses a pass up, if it is still worth something, and with it stores what
// its holder chose: all of it, or nothing and the pass remains. p.Password is a
// hash. It returns the person, and the account they come to; entry may be nil.
func (s *Store) Redeem(ctx context.Context, hash []byte, r tandem.Redemption, entry *tandem.AuditEntry) (person, account int64, err error) {
	err = s.write(ctx, allAccounts, false, func(tx transaction) error {
		p, err := s.readPass(ctx, tx, hash)
		if err != nil {
			return err
		}
		// Of two who come at once one finds it gone.
		if n, err := tx.exec(ctx, "delete from pass where hash = $1", hash); err != nil || n == 0 {
			return coalesce(err, tandem.Errorf(tandem.NotFound, "this link was used already"))
		}
		person, account = p.Person, p.Account
		switch p.Purpose {
		case tandem.FirstOwner:
			person, account, err = s.firstOwner(ctx, tx, &r)
		case tandem.Invitation:
			err = s.join(ctx, tx, p, &r)
		default:
			err = setPassword(ctx, tx, p.Person, r.Password, nil)
		}
		if err != nil {
			return err
		}
		if entry != nil {
			entry.Account = account
		}
		return s.insertAudit(ctx, tx, entry)
	})
	return person, account, err
}

func coalesce(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// firstOwner adds the first person of all, who owns what accounts there are; the
// first one is made when there is none.
func (s *Store) firstOwner(ctx context.Context, tx transaction, r *tandem.Redemption) (person, account int64, err error) {
	if s.db.dialect() == postgresDialect { // two links of two nodes, used at once
		if _, err := tx.exec(ctx, "lock table person in exclusive mode"); err != nil {
			return 0, 0, err
		}
	}
	if some, err := one(ctx, tx, canSignIn, nil, func(row) {}); err != nil || some {
		return 0, 0, coalesce(err, tandem.Errorf(tandem.Forbidden, "there is an owner already").WithHint("sign in, or let the owner invite you"))
	}
	accounts, err := readAccounts(ctx, tx, "order by id")
	if err != nil {
		return 0, 0, err
	}
	if len(accounts) == 0 {
		made := tandem.Account{Name: r.Account}
		if err := s.insertAccount(ctx, tx, &made); err != nil {
			return 0, 0, err
		}
		accounts = append(accounts, made)
	}
	p := tandem.Person{Email: r.Email, Name: r.Name, Language: r.Language}
	if err := s.findOrAdd(ctx, tx, &p); err != nil {
		return 0, 0, err
	}
	if _, err := tx.exec(ctx, "update person set password = $2, name = $3, disabled = $4 where id = $1", p.ID, r.Password, r.Name, false); err != nil {
		return 0, 0, err
	}
	for i := range accounts {
		if _, err := tx.exec(ctx, `insert into member (account, person, operator, role, created, accepted) values ($1, $2, 0, $3, $4, $4)
			on conflict (account, person) do update set role = excluded.role, accepted = excluded.accepted`,
			accounts[i].ID, p.ID, string(tandem.Owner), s.now()); err != nil {
			return 0, 0, err
		}
	}
	_, err = tx.exec(ctx, "delete from pass where purpose = $1", string(tandem.FirstOwner))
	return p.ID, accounts[0].ID, err
}

// join makes an invited person a member. Who has a password must have signed in
// with it, and keeps it.
func (s *Store) join(ctx context.Context, tx transaction, p *tandem.Pass, r *tandem.Redemption) error {
	has := false
	if _, err := one(ctx, tx, "select password <> '' from person where id = $1", []any{p.Person}, func(r row) { has = r.bool() }); err != nil {
		return err
	}
	switch {
	case has && r.SignedIn != p.Person:
		return tandem.Errorf(tandem.Forbidden, "sign in first: you have a password already")
	case !has && r.Password == "" && r.SignedIn != p.Person:
		return tandem.Errorf(tandem.Invalid, "choose a password")
	case !has && r.Password != "":
		if _, err := tx.exec(ctx, "update person set password = $2, name = $3 where id = $1", p.Person, r.Password, r.Name); err != nil {
			return err
		}
	}
	if _, err := tx.exec(ctx, "update member set accepted = $3 where account = $1 and person = $2", p.Account, p.Person, s.now()); err != nil {
		return err
	}
	return dropResets(ctx, tx, p.Person)
}

// dropResets makes links worthless that set a person's password. Whoever was
// given one could be trusted with the accounts the person had by then, not with
// one that is joined later.
func dropResets(ctx context.Context, tx transaction, person int64) error {
	_, err := tx.exec(ctx, "delete from pass where person = $1 and purpose = $2", person, string(tandem.Reset))
	return err
}
