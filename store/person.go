package store

import (
	"context"

	"tandem"
)

// People belong to no account, so whoever looks one up looks past row-level
// security; on PostgreSQL nobody who serves an account sees these tables.

const personColumns = "p.id, p.email, p.name, p.language, p.zone, p.theme, p.disabled, p.subject, p.created, p.password <> '', p.secret <> ''"

const canSignIn = "select 1 from person where password <> '' or subject <> '' limit 1"

func readPerson(r row) tandem.Person {
	return tandem.Person{
		ID: r.int(), Email: r.text(), Name: r.text(), Language: r.text(), Zone: r.text(), Theme: r.text(), Disabled: r.bool(),
		Subject: r.text(), Created: timeOf(r.int()), HasPassword: r.bool(), TwoStep: r.bool(),
	}
}

// HasPeople tells whether anybody can sign in yet: who was invited and has not come
// cannot.
func (s *Store) HasPeople(ctx context.Context) (found bool, err error) {
	err = s.read(ctx, allAccounts, func(q querier) (err error) {
		found, err = one(ctx, q, canSignIn, nil, func(row) {})
		return err
	})
	return found, err
}

// Person reads a person.
func (s *Store) Person(ctx context.Context, id int64) (*tandem.Person, error) {
	return s.person(ctx, "there is no such person", "where p.id = $1", id)
}

// PersonByEmail finds a person by the address they sign in with, which is folded.
func (s *Store) PersonByEmail(ctx context.Context, email string) (*tandem.Person, error) {
	return s.person(ctx, "there is no person "+email, "where p.email = $1", email)
}

// PersonBySubject finds a person by who they are to the OpenID provider.
func (s *Store) PersonBySubject(ctx context.Context, subject string) (*tandem.Person, error) {
	return s.person(ctx, "there is no such person", "where p.subject = $1 and p.subject <> ''", subject)
}

func (s *Store) person(ctx context.Context, missing, tail string, args ...any) (*tandem.Person, error) {
	var p tandem.Person
	err := s.read(ctx, allAccounts, func(q querier) error {
		found, err := one(ctx, q, "select "+personColumns+" from person p "+tail, args, func(r row) { p = readPerson(r) })
		if err == nil && !found {
			return tandem.Errorf(tandem.NotFound, "%s", missing)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &p, nil
}

// SavePerson stores what a person's profile says, and whether they may sign in.
func (s *Store) SavePerson(ctx context.Context, p *tandem.Person) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		n, err := tx.exec(ctx, "update person set email = $2, name = $3, language = $4, zone = $5, theme = $6, disabled = $7, subject = $8 where id = $1",
			p.ID, p.Email, p.Name, p.Language, p.Zone, p.Theme, p.Disabled, p.Subject)
		switch {
		case isUnique(err):
			return takenAddress(p.Email)
		case err == nil && n == 0:
			return tandem.Errorf(tandem.NotFound, "there is no such person")
		case err == nil && p.Disabled:
			_, err = endSessions(ctx, tx, p.ID, nil)
		}
		return err
	})
}

func takenAddress(email string) error {
	return tandem.Errorf(tandem.Invalid, "somebody else signs in as %s", email)
}

// insertPerson adds a person and sets the ID.
func (s *Store) insertPerson(ctx context.Context, tx transaction, p *tandem.Person) error {
	_, err := one(ctx, tx, `insert into person (email, name, language, zone, theme, disabled, subject, password, secret, step, created)
		values ($1, $2, $3, $4, $5, $6, '', '', '', 0, $7) returning id`,
		[]any{p.Email, p.Name, p.Language, p.Zone, p.Theme, p.Disabled, s.now()}, func(r row) { p.ID = r.int() })
	if isUnique(err) {
		return takenAddress(p.Email)
	}
	return err
}
