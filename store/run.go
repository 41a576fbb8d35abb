package store

import (
	"context"
	"encoding/json"
	"strconv"

	"tandem"
)

const runColumns = `select id, account, sync, kind, state, wanted, plan, record, message, code, created, started, ended, first_seq, last_seq, points from run `

func readRuns(ctx context.Context, q querier, tail string, args ...any) ([]tandem.Run, error) {
	var runs []tandem.Run
	err := q.query(ctx, runColumns+tail, args, func(r row) error {
		run := tandem.Run{
			ID: r.int(), Account: r.int(), Sync: r.text(), Kind: tandem.RunKind(r.text()), State: tandem.RunState(r.text()),
			Wanted: tandem.RunState(r.text()), Plan: r.text(), Record: r.text(), Message: r.text(), Code: tandem.Code(r.text()),
			Created: timeOf(r.int()), Started: timeOf(r.int()), Ended: timeOf(r.int()), FirstSeq: r.int(), LastSeq: r.int(),
		}
		err := json.Unmarshal([]byte(r.text()), &run.Points) //nolint:musttag // the names of the fields are the stored shape
		runs = append(runs, run)
		return err
	})
	return runs, err
}

// CreateRun stores a new run and sets its ID and Created.
func (s *Store) CreateRun(ctx context.Context, run *tandem.Run) error {
	points, err := encodePoints(run)
	if err != nil {
		return err
	}
	created := s.now()
	err = s.write(ctx, run.Account, true, func(tx transaction) error {
		_, err := one(ctx, tx, `insert into run (account, sync, kind, state, wanted, plan, record, message, code, created, started, ended, first_seq, last_seq, points)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id`,
			[]any{
				run.Account, run.Sync, string(run.Kind), string(run.State), string(run.Wanted), run.Plan, run.Record, clean(run.Message), string(run.Code),
				created, microsOf(run.Started), microsOf(run.Ended), run.FirstSeq, run.LastSeq, points,
			}, func(r row) { run.ID = r.int() })
		return err
	})
	if err == nil {
		run.Created = timeOf(created)
		s.events.send(Event{Account: run.Account, Objects: []string{RunChanged}})
	}
	return err
}

// SaveRun stores how far a run has come. What a person wants of it stays.
func (s *Store) SaveRun(ctx context.Context, run *tandem.Run) error {
	points, err := encodePoints(run)
	if err != nil {
		return err
	}
	err = s.write(ctx, run.Account, true, func(tx transaction) error {
		if run.State == tandem.Running {
			tx.relax() // a run that is found not to have begun begins again
		}
		n, err := tx.exec(ctx, `update run set state = $3, plan = $4, record = $5, message = $6, code = $7, started = $8, ended = $9,
			first_seq = $10, last_seq = $11, points = $12 where account = $1 and id = $2`,
			run.Account, run.ID, string(run.State), run.Plan, run.Record, clean(run.Message), string(run.Code),
			microsOf(run.Started), microsOf(run.Ended), run.FirstSeq, run.LastSeq, points)
		if err == nil && n == 0 {
			return noRun(run.ID)
		}
		return err
	})
	if err == nil {
		s.events.send(Event{Account: run.Account, Objects: []string{RunChanged}})
	}
	return err
}

func noRun(id int64) error { return tandem.Errorf(tandem.NotFound, "there is no run %d", id) }

func encodePoints(run *tandem.Run) (string, error) {
	if len(run.Points) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(run.Points) //nolint:musttag // the same
	return string(text), err
}

// Run reads a run of an account.
func (s *Store) Run(ctx context.Context, account, id int64) (*tandem.Run, error) {
	runs, err := s.runs(ctx, account, "where account = $1 and id = $2", account, id)
	if err != nil {
		return nil, err
	}
	if len(runs) == 0 {
		return nil, noRun(id)
	}
	return &runs[0], nil
}

// ListRuns reads the runs of an account, newest first; sync "" means all.
func (s *Store) ListRuns(ctx context.Context, account int64, sync string, limit int) ([]tandem.Run, error) {
	tail, args := "where account = $1", []any{account}
	if sync != "" {
		tail, args = tail+" and sync = $2", append(args, sync)
	}
	args = append(args, limitOf(limit))
	return s.runs(ctx, account, tail+" order by id desc limit $"+strconv.Itoa(len(args)), args...)
}

func (s *Store) runs(ctx context.Context, account int64, tail string, args ...any) (runs []tandem.Run, err error) {
	err = s.read(ctx, account, func(q querier) error {
		runs, err = readRuns(ctx, q, tail, args...)
		return err
	})
	return runs, err
}

// Want says what a person asks of a run.
func (s *Store) Want(ctx context.Context, account, id int64, state tandem.RunState) error {
	err := s.write(ctx, account, true, func(tx transaction) error {
		n, err := tx.exec(ctx, "update run set wanted = $3 where account = $1 and id = $2", account, id, string(state))
		if err == nil && n == 0 {
			return noRun(id)
		}
		return err
	})
	if err == nil {
		s.events.send(Event{Account: account, Objects: []string{RunChanged}})
	}
	return err
}

// Wanted reads what a person asks of a run.
func (s *Store) Wanted(ctx context.Context, account, id int64) (state tandem.RunState, err error) {
	err = s.read(ctx, account, func(q querier) error {
		found, err := one(ctx, q, "select wanted from run where account = $1 and id = $2", []any{account, id}, func(r row) { state = tandem.RunState(r.text()) })
		if err == nil && !found {
			return noRun(id)
		}
		return err
	})
	return state, err
}

// writeProgress saves the counters and checkpoints of the batch's run, the
// lane's cursors, and that its plan has begun to be carried out.
func (c *commit) writeProgress(ctx context.Context, tx transaction) error {
	b := c.batch
	if b.Run != nil {
		points, err := encodePoints(b.Run)
		if err != nil {
			return err
		}
		if _, err := tx.exec(ctx, "update run set points = $3 where account = $1 and id = $2", b.Account, b.Run.ID, points); err != nil {
			return err
		}
	}
	if b.Plan != 0 {
		if _, err := tx.exec(ctx, "update plan set done = $3 where account = $1 and id = $2", b.Account, b.Plan, true); err != nil {
			return err
		}
	}
	if b.Cursors != nil {
		return saveCursors(ctx, tx, b.Lane, b.Cursors)
	}
	return nil
}
