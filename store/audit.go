package store

import (
	"context"
	"strings"

	"tandem"
)

// Audit notes something that was done.
func (s *Store) Audit(ctx context.Context, entry *tandem.AuditEntry) error {
	return s.write(ctx, entry.Account, true, func(tx transaction) error { return s.insertAudit(ctx, tx, entry) })
}

// AuditPerson notes something in each account that a person belongs to.
func (s *Store) AuditPerson(ctx context.Context, person int64, entry *tandem.AuditEntry) error {
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		_, err := tx.exec(ctx, `insert into audit (account, at, who, action, subject, detail, address)
			select account, $2, $3, $4, $5, $6, $7 from member where person = $1`,
			person, s.now(), clean(entry.Who), string(entry.Action), clean(entry.Subject), clean(entry.Detail), clean(entry.Address))
		return err
	})
}

func (s *Store) insertAudit(ctx context.Context, tx transaction, entry *tandem.AuditEntry) error {
	if entry == nil {
		return nil
	}
	_, err := tx.exec(ctx, "insert into audit (account, at, who, action, subject, detail, address) values ($1, $2, $3, $4, $5, $6, $7)",
		entry.Account, s.now(), clean(entry.Who), string(entry.Action), clean(entry.Subject), clean(entry.Detail), clean(entry.Address))
	return err
}

// AuditLog reads entries of an account, newest first.
func (s *Store) AuditLog(ctx context.Context, account int64, query tandem.AuditQuery) (all []tandem.AuditEntry, err error) {
	d := s.db.dialect()
	err = s.scan(ctx, account, func(q querier) error {
		return q.query(ctx, `select seq, account, at, who, action, subject, detail, address from audit
			where account = $1 and (cast($2 as bigint) = 0 or seq < $2) and ($3 = '' or action = $3) and at >= $4 and (cast($5 as bigint) = 0 or at < $5)
			and ($6 = '' or `+d.position("lower(who)", "$6")+` > 0) order by seq desc limit $7`, []any{
			account, query.Before, string(query.Action), microsOf(query.Since), microsOf(query.Until), strings.ToLower(clean(query.Who)), limitOf(query.Limit),
		}, func(r row) error {
			all = append(all, tandem.AuditEntry{
				Seq: r.int(), Account: r.int(), At: timeOf(r.int()), Who: r.text(), Action: tandem.AuditAction(r.text()),
				Subject: r.text(), Detail: r.text(), Address: r.text(),
			})
			return nil
		})
	})
	return all, err
}
