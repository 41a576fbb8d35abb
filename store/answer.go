package store

import (
	"context"
	"time"

	"tandem"
)

// ReserveAnswer notes that a request under a key is under way. Where the key was
// used before it reserves nothing and returns what is kept of that request.
func (s *Store) ReserveAnswer(ctx context.Context, account int64, actor, key string, request []byte) (kept *tandem.Answer, err error) {
	err = s.write(ctx, account, true, func(tx transaction) error {
		kept = nil
		n, err := tx.exec(ctx, `insert into answer (account, actor, key, request, status, headers, body, at)
			values ($1, $2, $3, $4, 0, '', $5, $6) on conflict do nothing`, account, actor, key, request, []byte{}, s.now())
		if err != nil || n > 0 {
			return err
		}
		_, err = one(ctx, tx, "select request, status, headers, body, at from answer where account = $1 and actor = $2 and key = $3",
			[]any{account, actor, key}, func(r row) {
				kept = &tandem.Answer{Request: []byte(r.text()), Status: int(r.int()), Headers: r.text(), Body: []byte(r.text()), At: timeOf(r.int())}
			})
		return err
	})
	return kept, err
}

// KeepAnswer keeps the answer to a request whose key was reserved.
func (s *Store) KeepAnswer(ctx context.Context, account int64, actor, key string, a *tandem.Answer) error {
	body := a.Body
	if body == nil {
		body = []byte{}
	}
	return s.write(ctx, account, true, func(tx transaction) error {
		_, err := tx.exec(ctx, "update answer set status = $4, headers = $5, body = $6 where account = $1 and actor = $2 and key = $3",
			account, actor, key, a.Status, a.Headers, body)
		return err
	})
}

// DropAnswer frees a key whose request did nothing.
func (s *Store) DropAnswer(ctx context.Context, account int64, actor, key string) error {
	return s.write(ctx, account, true, func(tx transaction) error {
		_, err := tx.exec(ctx, "delete from answer where account = $1 and actor = $2 and key = $3", account, actor, key)
		return err
	})
}

// ForgetAnswers frees the keys of an account that are older than a moment.
func (s *Store) ForgetAnswers(ctx context.Context, account int64, before time.Time) error {
	return s.write(ctx, account, false, func(tx transaction) error {
		_, err := tx.exec(ctx, "delete from answer where account = $1 and at < $2", account, microsOf(before))
		return err
	})
}
