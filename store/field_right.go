package store

import (
	"context"

	"tandem"
)

// FieldRights reads an account's rules on fields.
func (s *Store) FieldRights(ctx context.Context, account int64) (all []tandem.FieldRight, err error) {
	err = s.read(ctx, account, func(q querier) error {
		return q.query(ctx, "select role, object, field, level from field_right where account = $1 order by role, object, field", []any{account}, func(r row) error {
			all = append(all, tandem.FieldRight{Role: tandem.Role(r.text()), Object: r.text(), Field: r.text(), Level: tandem.Level(r.text())})
			return nil
		})
	})
	return all, err
}

// SaveFieldRights puts an account's rules on the fields of one object in the place
// of those before. Rules that say write say nothing and are left out.
func (s *Store) SaveFieldRights(ctx context.Context, account int64, object string, rules []tandem.FieldRight, entry *tandem.AuditEntry) error {
	err := s.write(ctx, account, true, func(tx transaction) error {
		if _, err := tx.exec(ctx, "delete from field_right where account = $1 and object = $2", account, object); err != nil {
			return err
		}
		for _, r := range rules {
			if r.Level == tandem.MayWrite {
				continue
			}
			if _, err := tx.exec(ctx, "insert into field_right (account, role, object, field, level) values ($1, $2, $3, $4, $5)",
				account, string(r.Role), object, r.Field, string(r.Level)); err != nil {
				return err
			}
		}
		return s.insertAudit(ctx, tx, entry)
	})
	if err == nil {
		s.events.send(Event{Account: account, Objects: []string{FieldRightsChanged}})
	}
	return err
}
