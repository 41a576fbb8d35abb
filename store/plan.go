package store

import (
	"context"
	"encoding/json"

	"tandem"
)

// SavePlan stores a plan. Without an ID it makes it and sets ID and Created;
// with one it saves its head again. Rows are appended.
func (s *Store) SavePlan(ctx context.Context, plan *tandem.Plan, rows []tandem.PlanRow) error {
	counts, err := json.Marshal(plan.Counts)
	if err != nil {
		return err
	}
	created, id := s.now(), plan.ID
	err = s.write(ctx, plan.Account, false, func(tx transaction) error {
		id = plan.ID
		if id == 0 {
			if id, err = insertPlan(ctx, tx, plan, string(counts), created); err != nil {
				return err
			}
		} else if err := updatePlan(ctx, tx, plan, string(counts)); err != nil {
			return err
		}
		return appendPlanRows(ctx, tx, plan.Account, id, rows)
	})
	if err != nil {
		return err
	}
	if plan.ID == 0 {
		plan.ID, plan.Created = id, timeOf(created)
	}
	return nil
}

func insertPlan(ctx context.Context, tx transaction, plan *tandem.Plan, counts string, created int64) (id int64, err error) {
	_, err = one(ctx, tx, `insert into plan (account, sync, kind, hash, created, row_count, counts, undoes, held, done)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
		[]any{plan.Account, plan.Sync, string(plan.Kind), plan.Hash, created, plan.Rows, counts, plan.Undoes, plan.Held, plan.Done},
		func(r row) { id = r.int() })
	return id, err
}

func updatePlan(ctx context.Context, tx transaction, plan *tandem.Plan, counts string) error {
	n, err := tx.exec(ctx, `update plan set hash = $3, row_count = $4, counts = $5, undoes = $6, held = $7, done = $8 where account = $1 and id = $2`,
		plan.Account, plan.ID, plan.Hash, plan.Rows, counts, plan.Undoes, plan.Held, plan.Done)
	if err == nil && n == 0 {
		return tandem.Errorf(tandem.NotFound, "there is no plan %d", plan.ID)
	}
	return err
}

func appendPlanRows(ctx context.Context, tx transaction, account, plan int64, rows []tandem.PlanRow) error {
	if len(rows) == 0 {
		return nil
	}
	seq := int64(0)
	if _, err := one(ctx, tx, "select coalesce(max(seq), 0) from plan_row where plan = $1 and account = $2", []any{plan, account}, func(r row) { seq = r.int() }); err != nil {
		return err
	}
	return loadEach(ctx, tx, load{
		op: insertRows, table: "plan_row", rows: len(rows), fixed: []fixed{{"plan", plan}, {"account", account}},
		columns: []string{"seq", "point", "their_key", "our_id", "ours", "theirs", "outcome", "version", "hash", "reason", "diff"},
	}, func(ld loader, i int) {
		p := &rows[i]
		ld.int(seq + int64(i) + 1)
		ld.text(p.Point)
		ld.text(clean(string(p.Key)))
		ld.int(p.ID)
		ld.int(int64(p.Ours))
		ld.int(int64(p.Theirs))
		ld.int(int64(p.Outcome))
		ld.int(p.Version)
		ld.int(int64(p.Hash))
		ld.text(clean(p.Reason))
		ld.blob(string(p.Diff))
	})
}

// Plan reads the newest plan of an account with that hash.
func (s *Store) Plan(ctx context.Context, account int64, hash string) (*tandem.Plan, error) {
	var plan *tandem.Plan
	err := s.read(ctx, account, func(q querier) error {
		counts := ""
		found, err := one(ctx, q, `select id, account, sync, kind, hash, created, row_count, counts, undoes, held, done from plan
			where account = $1 and hash = $2 order by id desc limit 1`, []any{account, hash}, func(r row) {
			plan = &tandem.Plan{
				ID: r.int(), Account: r.int(), Sync: r.text(), Kind: tandem.RunKind(r.text()), Hash: r.text(), Created: timeOf(r.int()), Rows: r.int(),
			}
			counts, plan.Undoes, plan.Held, plan.Done = r.text(), r.int(), r.int(), r.bool()
		})
		if err != nil {
			return err
		}
		if !found {
			return tandem.Errorf(tandem.NotFound, "there is no plan %s", hash)
		}
		return json.Unmarshal([]byte(counts), &plan.Counts)
	})
	if err != nil {
		return nil, err
	}
	return plan, nil
}

// PlanRows reads the rows of a plan in the order they were stored.
func (s *Store) PlanRows(ctx context.Context, account, plan int64, after int64, limit int) ([]tandem.PlanRow, error) {
	var rows []tandem.PlanRow
	err := s.read(ctx, account, func(q querier) error {
		return q.query(ctx, `select seq, point, their_key, our_id, ours, theirs, outcome, version, hash, reason, diff from plan_row
			where account = $1 and plan = $2 and seq > $3 order by seq limit $4`, []any{account, plan, after, limitOf(limit)}, func(r row) error {
			p := tandem.PlanRow{
				Seq: r.int(), Point: r.text(), Key: tandem.Key(r.text()), ID: r.int(),
				Ours: tandem.Op(r.int()), Theirs: tandem.Op(r.int()), Outcome: tandem.Outcome(r.int()),
				Version: r.int(), Hash: uint64(r.int()), Reason: r.text(),
			}
			if diff := r.text(); diff != "" {
				p.Diff = []byte(diff)
			}
			rows = append(rows, p)
			return nil
		})
	})
	return rows, err
}
