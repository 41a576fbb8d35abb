package store

import (
	"bytes"
	"context"
	"time"

	"tandem"
)

// CreateSession stores that somebody signed in.
func (s *Store) CreateSession(ctx context.Context, x *tandem.Session) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		_, err := tx.exec(ctx, `insert into session (hash, person, account, half, created, seen, expires, address, agent)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			x.Hash, x.Person, x.Account, x.Half, microsOf(x.Created), microsOf(x.Seen), microsOf(x.Expires), clean(x.Address), clean(x.Agent))
		return err
	})
}

func readSessions(ctx context.Context, q querier, tail string, args ...any) ([]tandem.Session, error) {
	var all []tandem.Session
	err := q.query(ctx, `select hash, person, account, half, created, seen, expires, address, agent,
		(select count(*) from member m where m.person = session.person and m.accepted > 0) from session `+tail, args, func(r row) error {
		all = append(all, tandem.Session{
			Hash: []byte(r.text()), Person: r.int(), Account: r.int(), Half: r.bool(),
			Created: timeOf(r.int()), Seen: timeOf(r.int()), Expires: timeOf(r.int()), Address: r.text(), Agent: r.text(), Places: r.int(),
		})
		return nil
	})
	return all, err
}

// Session finds a session by the hash of its cookie.
func (s *Store) Session(ctx context.Context, hash []byte) (*tandem.Session, error) {
	var all []tandem.Session
	err := s.read(ctx, allAccounts, func(q querier) (err error) {
		all, err = readSessions(ctx, q, "where hash = $1", hash)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, tandem.Errorf(tandem.NotFound, "there is no such session")
	}
	return &all[0], nil
}

// Sessions lists where a person is signed in, the one used last first.
func (s *Store) Sessions(ctx context.Context, person int64) (all []tandem.Session, err error) {
	err = s.read(ctx, allAccounts, func(q querier) error {
		all, err = readSessions(ctx, q, "where person = $1 and not half and expires > $2 order by seen desc", person, s.now())
		return err
	})
	return all, err
}

// TouchSession notes that a session was used. Losing that to a power cut is no harm.
func (s *Store) TouchSession(ctx context.Context, hash []byte, seen time.Time) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		tx.relax()
		_, err := tx.exec(ctx, "update session set seen = $2 where hash = $1", hash, microsOf(seen))
		return err
	})
}

// RenewSession gives a session another cookie, and with it another account or
// the step from half to whole. The old cookie is worth nothing from then on.
func (s *Store) RenewSession(ctx context.Context, old []byte, x *tandem.Session) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		n, err := tx.exec(ctx, "update session set hash = $2, account = $3, half = $4, expires = $5, seen = $6 where hash = $1",
			old, x.Hash, x.Account, x.Half, microsOf(x.Expires), microsOf(x.Seen))
		if err == nil && n == 0 {
			return tandem.Errorf(tandem.NotFound, "there is no such session")
		}
		return err
	})
}

// EndSession signs out one session of a person; one that is not there is fine.
func (s *Store) EndSession(ctx context.Context, person int64, hash []byte) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		_, err := tx.exec(ctx, "delete from session where person = $1 and hash = $2", person, hash)
		return err
	})
}

// EndSessions signs a person out everywhere but in one session, and tells of how many.
func (s *Store) EndSessions(ctx context.Context, person int64, keep []byte) (n int64, err error) {
	err = s.write(ctx, allAccounts, true, func(tx transaction) error {
		n, err = endSessions(ctx, tx, person, keep)
		return err
	})
	return n, err
}

func endSessions(ctx context.Context, tx transaction, person int64, keep []byte) (int64, error) {
	if keep == nil {
		keep = []byte{} // no hash is that short
	}
	return tx.exec(ctx, "delete from session where person = $1 and hash <> $2", person, bytes.Clone(keep))
}
