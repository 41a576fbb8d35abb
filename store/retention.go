package store

import (
	"context"
	"time"

	"tandem"
)

// forgetRows is how many heads of runs or plans one transaction removes.
const forgetRows = 500

// ForgetRuns removes the runs and plans of an account that are older than it
// wants to keep, and tells how many. What hangs on them is removed by Sweep: from
// here on nobody finds half of it.
func (s *Store) ForgetRuns(ctx context.Context, account int64, keep tandem.Retention) (runs, plans int64, err error) {
	before := microsOf(keep.Since(s.clock()))
	needed, err := s.neededRuns(ctx, account)
	if err != nil {
		return 0, 0, err
	}
	syncs, err := s.syncsWithRuns(ctx, account)
	if err != nil {
		return 0, 0, err
	}
	for _, sync := range syncs {
		n, err := s.forgetRuns(ctx, account, sync, before, keep.Runs, needed)
		if runs += n; err != nil {
			return runs, 0, err
		}
	}
	plans, err = s.forgetPlans(ctx, account, before)
	return runs, plans, err
}

func (s *Store) syncsWithRuns(ctx context.Context, account int64) (syncs []string, err error) {
	err = s.read(ctx, account, func(q querier) error {
		return q.query(ctx, "select distinct sync from run where account = $1", []any{account}, func(r row) error {
			syncs = append(syncs, r.text())
			return nil
		})
	})
	return syncs, err
}

// finished lists the states of runs that nothing happens to any more.
const finished = "('done', 'failed', 'cancelled')"

// neededRuns lists the runs that are being taken back, or that left a write whose
// answer is missing or in doubt.
func (s *Store) neededRuns(ctx context.Context, account int64) (needed []int64, err error) {
	err = s.read(ctx, account, func(q querier) error {
		return q.query(ctx, `select p.undoes from run r join plan p on p.account = r.account and p.hash = r.plan
			where r.account = $1 and r.plan <> '' and r.state not in `+finished+`
			union select run from intent where account = $1 and state in ($2, $3)`,
			[]any{account, int64(tandem.IntentPending), int64(tandem.IntentDoubt)}, func(r row) error {
				needed = append(needed, r.int())
				return nil
			})
	})
	return needed, err
}

// forgetRuns removes runs of one sync that ended before a moment, but for the
// newest ones and those that are needed.
func (s *Store) forgetRuns(ctx context.Context, account int64, sync string, before int64, newest int, needed []int64) (total int64, err error) {
	for {
		n := int64(0)
		err := s.write(ctx, account, true, func(tx transaction) (err error) {
			n, err = tx.exec(ctx, `delete from run where account = $1 and id in (
				select id from run where account = $1 and sync = $2 and state in `+finished+` and created < $3 and ended < $3
				and not (id `+s.db.dialect().anyInt(4)+`)
				and id < (select min(id) from (select id from run where account = $1 and sync = $2 order by id desc limit $5) kept)
				order by id limit $6)`, account, sync, before, needed, newest, forgetRows)
			return err
		})
		if total += n; err != nil || n < forgetRows {
			return total, err
		}
	}
}

// forgetPlans removes plans made before a moment that no run was made from and
// none is held for.
func (s *Store) forgetPlans(ctx context.Context, account, before int64) (total int64, err error) {
	for {
		n := int64(0)
		err := s.write(ctx, account, true, func(tx transaction) (err error) {
			n, err = tx.exec(ctx, `delete from plan where account = $1 and id in (
				select id from plan where account = $1 and created < $2
				and hash not in (select plan from run where account = $1)
				and held not in (select id from run where account = $1)
				order by id limit $3)`, account, before, forgetRows)
			return err
		})
		if total += n; err != nil || n < forgetRows {
			return total, err
		}
	}
}

// KeptRuns tells how many runs an account has, and when the oldest was made.
func (s *Store) KeptRuns(ctx context.Context, account int64) (n int64, oldest time.Time, err error) {
	err = s.read(ctx, account, func(q querier) error {
		_, err := one(ctx, q, "select count(*), coalesce(min(created), 0) from run where account = $1", []any{account}, func(r row) {
			n, oldest = r.int(), timeOf(r.int())
		})
		return err
	})
	return n, oldest, err
}
