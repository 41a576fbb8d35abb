package store

import (
	"context"

	"tandem"
)

// A member may get in when the operator's record says so; an owner always may, so
// that nobody who edits records can lock owners out.
const memberSelect = `select a.id, a.name, a.created, ` + personColumns + `, m.operator, m.role, m.created, m.accepted,
	m.role in ('owner', 'partner') or o.id is null or o.active,
	coalesce((select max(seen) from session x where x.person = p.id), 0)
	from member m join account a on a.id = m.account join person p on p.id = m.person
	left join operator o on o.account = m.account and o.id = m.operator `

func readMembers(ctx context.Context, q querier, tail string, args ...any) ([]tandem.Member, error) {
	var all []tandem.Member
	err := q.query(ctx, memberSelect+tail, args, func(r row) error {
		all = append(all, tandem.Member{
			Account: tandem.Account{ID: r.int(), Name: r.text(), Created: timeOf(r.int())}, Person: readPerson(r),
			Operator: r.int(), Role: tandem.Role(r.text()), Created: timeOf(r.int()), Accepted: timeOf(r.int()),
			Active: r.bool(), Seen: timeOf(r.int()),
		})
		return nil
	})
	return all, err
}

func (s *Store) members(ctx context.Context, tail string, args ...any) (all []tandem.Member, err error) {
	err = s.read(ctx, allAccounts, func(q querier) error { // people are seen by the owner of the tables alone
		all, err = readMembers(ctx, q, tail, args...)
		return err
	})
	return all, err
}

// Members lists the people of an account by name.
func (s *Store) Members(ctx context.Context, account int64) ([]tandem.Member, error) {
	return s.members(ctx, "where m.account = $1 order by p.name, p.email", account)
}

// Memberships lists the accounts a person belongs to by name.
func (s *Store) Memberships(ctx context.Context, person int64) ([]tandem.Member, error) {
	return s.members(ctx, "where m.person = $1 order by a.name", person)
}

// Member reads a person's place in an account.
func (s *Store) Member(ctx context.Context, account, person int64) (*tandem.Member, error) {
	all, err := s.members(ctx, "where m.account = $1 and m.person = $2", account, person)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, noMember()
	}
	return &all[0], nil
}

func noMember() error {
	return tandem.Errorf(tandem.NotFound, "this person does not belong to the account")
}

// Invite gives a person a place in an account, with a pass that leads to it. The
// person is added when nobody has that address, and p.ID is set; the place counts
// once the pass was used, unless it is accepted already. Who belongs to the account
// by then is refused, but one who has not come yet is invited anew.
func (s *Store) Invite(ctx context.Context, m *tandem.Member, pass *tandem.Pass, entry *tandem.AuditEntry) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		if err := s.findOrAdd(ctx, tx, &m.Person); err != nil {
			return err
		}
		n, err := tx.exec(ctx, `insert into member (account, person, operator, role, created, accepted) values ($1, $2, $3, $4, $5, $6)
			on conflict (account, person) do update set operator = excluded.operator, role = excluded.role where member.accepted = 0`,
			m.Account.ID, m.Person.ID, m.Operator, string(m.Role), s.now(), microsOf(m.Accepted))
		if err != nil {
			return err
		}
		if n == 0 {
			return tandem.Errorf(tandem.Invalid, "%s belongs to the account already", m.Person.Email)
		}
		if pass != nil {
			pass.Person = m.Person.ID
			if err := s.insertPass(ctx, tx, pass); err != nil {
				return err
			}
		}
		return s.insertAudit(ctx, tx, entry)
	})
}

func (s *Store) findOrAdd(ctx context.Context, tx transaction, p *tandem.Person) error {
	found, err := one(ctx, tx, "select "+personColumns+" from person p where p.email = $1", []any{p.Email}, func(r row) { *p = readPerson(r) })
	if err != nil || found {
		return err
	}
	return s.insertPerson(ctx, tx, p)
}

// SetRole gives a member another role. An account keeps somebody who owns it.
func (s *Store) SetRole(ctx context.Context, account, person int64, role tandem.Role, entry *tandem.AuditEntry) error {
	return s.changeMember(ctx, account, entry, func(tx transaction) (int64, error) {
		return tx.exec(ctx, "update member set role = $3 where account = $1 and person = $2", account, person, string(role))
	})
}

// RemoveMember takes a person out of an account. An account keeps somebody who owns it.
func (s *Store) RemoveMember(ctx context.Context, account, person int64, entry *tandem.AuditEntry) error {
	return s.changeMember(ctx, account, entry, func(tx transaction) (int64, error) {
		if _, err := tx.exec(ctx, "delete from pass where account = $1 and person = $2 and purpose = $3", account, person, string(tandem.Invitation)); err != nil {
			return 0, err
		}
		return tx.exec(ctx, "delete from member where account = $1 and person = $2", account, person)
	})
}

// AcceptInvitations makes all places count that a person was invited to: the
// OpenID provider has said that the address is theirs.
func (s *Store) AcceptInvitations(ctx context.Context, person int64) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		n, err := tx.exec(ctx, "update member set accepted = $2 where person = $1 and accepted = 0", person, s.now())
		if err != nil || n == 0 {
			return err
		}
		return dropResets(ctx, tx, person)
	})
}

// changeMember changes one membership and looks that somebody still owns the account.
func (s *Store) changeMember(ctx context.Context, account int64, entry *tandem.AuditEntry, change func(tx transaction) (int64, error)) error {
	return s.write(ctx, allAccounts, false, func(tx transaction) error {
		// Two owners who send each other away would both see the other one stay.
		if _, err := tx.exec(ctx, "update account set name = name where id = $1", account); err != nil {
			return err
		}
		n, err := change(tx)
		if err != nil {
			return err
		}
		if n == 0 {
			return noMember()
		}
		owned, err := one(ctx, tx, `select 1 from member m join person p on p.id = m.person
			where m.account = $1 and m.role in ('owner', 'partner') and m.accepted > 0 and not p.disabled limit 1`, []any{account}, func(row) {})
		if err != nil {
			return err
		}
		if !owned {
			return tandem.Errorf(tandem.Invalid, "the account needs an owner").WithHint("make somebody else an owner first")
		}
		return s.insertAudit(ctx, tx, entry)
	})
}
