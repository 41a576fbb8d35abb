package store

import (
	"context"
	"strconv"

	"tandem"
)

// writeOutcomes stores where rows ended (Promise 1).
func (c *commit) writeOutcomes(ctx context.Context, tx transaction, rows []int) error {
	var outcomes []*tandem.OutcomeRow
	for _, i := range rows {
		if o := c.batch.Rows[i].Outcome; o != nil {
			outcomes = append(outcomes, o)
		}
	}
	return loadEach(ctx, tx, load{
		op: insertRows, table: "outcome", rows: len(outcomes),
		fixed:   []fixed{{"account", c.batch.Account}, {"point", c.batch.Lane.Point}},
		columns: []string{"run", "name", "their_key", "our_id", "outcome", "code", "reason", "at"},
	}, func(ld loader, i int) {
		o := outcomes[i]
		run, at := o.Run, microsOf(o.At)
		if run == 0 {
			run = c.batch.Actor.Run
		}
		if at == 0 {
			at = c.now
		}
		ld.int(run)
		ld.text(o.Point)
		ld.text(clean(string(o.Key)))
		ld.int(o.ID)
		ld.int(int64(o.Outcome))
		ld.text(string(o.Code))
		ld.text(clean(o.Reason))
		ld.int(at)
	})
}

const outcomeColumns = `select seq, run, name, their_key, our_id, outcome, code, reason, at from outcome `

func readOutcomes(ctx context.Context, q querier, tail string, args ...any) ([]tandem.OutcomeRow, error) {
	var rows []tandem.OutcomeRow
	err := q.query(ctx, outcomeColumns+tail, args, func(r row) error {
		rows = append(rows, tandem.OutcomeRow{
			Seq: r.int(), Run: r.int(), Point: r.text(), Key: tandem.Key(r.text()), ID: r.int(),
			Outcome: tandem.Outcome(r.int()), Code: tandem.Code(r.text()), Reason: r.text(), At: timeOf(r.int()),
		})
		return nil
	})
	return rows, err
}

// Outcomes reads the stored outcomes of a run.
func (s *Store) Outcomes(ctx context.Context, account, run int64, query tandem.OutcomeQuery) (rows []tandem.OutcomeRow, err error) {
	tail, args := "where account = $1 and run = $2 and seq > $3", []any{account, run, query.After}
	if query.Point != "" {
		args = append(args, query.Point)
		tail += " and name = $" + strconv.Itoa(len(args))
	}
	if query.Outcome != nil {
		args = append(args, int64(*query.Outcome))
		tail += " and outcome = $" + strconv.Itoa(len(args))
	}
	args = append(args, limitOf(query.Limit))
	tail += " order by seq limit $" + strconv.Itoa(len(args))
	err = s.read(ctx, account, func(q querier) error {
		rows, err = readOutcomes(ctx, q, tail, args...)
		return err
	})
	return rows, err
}

// defaultLimit is how many rows a query without a limit answers with.
const defaultLimit = 1000

func limitOf(limit int) int {
	if limit <= 0 {
		return defaultLimit
	}
	return limit
}
