package store

import (
	"context"
	"math"

	"tandem"
)

// lastChange is, on SQLite, the last number given in the change log.
const lastChange = `select max(coalesce((select max(seq) from change), 0), coalesce((select last from change_span order by seq desc limit 1), 0))`

// LastSeq is the position of the change log that everything committed so far
// lies at or below.
func (s *Store) LastSeq(ctx context.Context) (seq int64, err error) {
	err = s.read(ctx, noAccount, func(q querier) error {
		sql := lastChange
		if s.db.dialect() == postgresDialect {
			sql = "select case when is_called then last_value else 0 end from change_seq"
		}
		_, err := one(ctx, q, sql, nil, func(r row) { seq = r.int() })
		return err
	})
	return seq, err
}

// complete is the position up to which the change log has no gap that could
// still be filled (Promise 7). SQLite commits in the order of the log.
// PostgreSQL: see change_limit in the migrations.
func (s *Store) complete(ctx context.Context, q querier) (seq int64, err error) {
	sql := lastChange
	if s.db.dialect() == postgresDialect {
		sql = "select change_limit()"
	}
	_, err = one(ctx, q, sql, nil, func(r row) { seq = r.int() })
	return seq, err
}

// ChangedSince reads which records of an object changed after a position, but
// not those that one actor created and nobody changed since.
func (s *Store) ChangedSince(ctx context.Context, account int64, object string, after int64, limit int, but tandem.Actor) (ids []int64, upTo int64, more bool, err error) {
	limit = limitOf(limit)
	where, args := "account = $1", []any{account}
	if but.Origin != "" {
		where, args = where+" and not (op = $2 and origin = $3 and actor = $4)", append(args, int64(tandem.Create), string(but.Origin), but.Name)
	}
	seen := map[int64]bool{}
	err = s.read(ctx, account, func(q querier) error {
		end, err := s.complete(ctx, q)
		if err != nil {
			return err
		}
		changes, err := readChanges(ctx, q, nil, changeQuery{where: where, args: args, after: after, upTo: end, limit: limit})
		if err != nil {
			return err
		}
		upTo = max(after, end)
		if len(changes) == limit {
			upTo = changes[limit-1].Seq
			more = upTo < end
		}
		for i := range changes {
			if c := &changes[i]; c.Object == object && !seen[c.ID] {
				seen[c.ID] = true
				ids = append(ids, c.ID)
			}
		}
		return nil
	})
	return ids, upTo, more, err
}

// Changes reads the changes of an account after a position, oldest first, and
// the position up to which this is complete. A position that lies before the
// beginning of the log is tandem.Stale.
func (s *Store) Changes(ctx context.Context, account, after int64, limit int) (changes []tandem.Change, upTo int64, err error) {
	limit = limitOf(limit)
	m, err := s.model(ctx, account)
	if err != nil {
		return nil, after, err
	}
	err = s.read(ctx, account, func(q querier) error {
		end, err := s.complete(ctx, q)
		if err != nil {
			return err
		}
		begins, err := logBegin(ctx, q, account)
		if err != nil {
			return err
		}
		if after < begins {
			return tooLate(begins)
		}
		changes, err = readChanges(ctx, q, m, changeQuery{where: "account = $1", args: []any{account}, after: after, upTo: end, limit: limit, fields: true})
		upTo = max(after, end)
		if len(changes) == limit {
			upTo = changes[limit-1].Seq
		}
		return err
	})
	return changes, upTo, err
}

// RunChanges reads what a run did to our records, newest first, before a
// position (0 = from the newest). Lists hold all fields of a line, in the order
// of the dictionary.
func (s *Store) RunChanges(ctx context.Context, account, run int64, before int64, limit int) (changes []tandem.Change, err error) {
	first, last := int64(0), int64(0)
	err = s.read(ctx, account, func(q querier) error {
		found, err := one(ctx, q, "select first_seq, last_seq from run where account = $1 and id = $2", []any{account, run}, func(r row) {
			first, last = r.int(), r.int()
		})
		if err == nil && !found {
			return noRun(run)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	m, err := s.model(ctx, account)
	if err != nil {
		return nil, err
	}
	// The run's own bounds keep this from looking through the whole log.
	query := changeQuery{where: "account = $1 and run = $2", args: []any{account, run}, after: first - 1, upTo: math.MaxInt64, newest: true, limit: limitOf(limit), fields: true}
	if last > 0 {
		query.upTo = last
	}
	if before > 0 {
		query.upTo = min(query.upTo, before-1)
	}
	err = s.read(ctx, account, func(q querier) error {
		changes, err = readChanges(ctx, q, m, query)
		return err
	})
	return changes, err
}

// History reads the changes of one record, newest first.
func (s *Store) History(ctx context.Context, account int64, object string, id int64, limit int) (changes []tandem.Change, err error) {
	m, err := s.model(ctx, account)
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, account, func(q querier) error {
		changes, err = readHistory(ctx, q, m, account, object, id, limitOf(limit))
		return err
	})
	return changes, err
}
