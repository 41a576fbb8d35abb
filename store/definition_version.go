package store

import (
	"context"

	"tandem"
)

// keepVersion notes what a definition says from now on, in the transaction that changes it.
func keepVersion(ctx context.Context, tx transaction, d *tandem.Definition, now int64) error {
	_, err := tx.exec(ctx, `insert into definition_version (account, kind, name, number, at, by_whom, body)
		select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6 from definition_version where account = $1 and kind = $2 and name = $3`,
		d.Account, d.Kind, d.Name, now, d.By, d.Body)
	return err
}

// DefinitionVersions reads what a definition said over time, newest first, at most limit.
func (s *Store) DefinitionVersions(ctx context.Context, account int64, kind, name string, limit int) (all []tandem.DefinitionVersion, err error) {
	err = s.read(ctx, account, func(q querier) error {
		all = nil
		return q.query(ctx, `select number, at, by_whom, body from definition_version
			where account = $1 and kind = $2 and name = $3 order by number desc limit $4`, []any{account, kind, name, limit}, func(r row) error {
			all = append(all, tandem.DefinitionVersion{Number: r.int(), At: timeOf(r.int()), By: r.text(), Body: []byte(r.text())})
			return nil
		})
	})
	return all, err
}
