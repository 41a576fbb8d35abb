package store

import (
	"context"
	"strings"

	"tandem"
)

// clean makes a message of a remote system fit to be stored.
func clean(message string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(message, "\x00", " "), "\uFFFD")
}

// writeUnsettled puts rows on, or takes them off, the lane's list of rows to
// look at again.
func (c *commit) writeUnsettled(ctx context.Context, tx transaction, rows []int) error {
	var put, drop []*tandem.Unsettled
	for _, i := range rows {
		switch w := c.batch.Rows[i].Settled; {
		case w == nil:
		case w.Drop:
			drop = append(drop, &w.Row)
		default:
			put = append(put, &w.Row)
		}
	}
	lane := []fixed{{"account", c.batch.Lane.Account}, {"point", c.batch.Lane.Point}}
	err := loadEach(ctx, tx, load{op: removeRows, table: "unsettled", rows: len(drop), fixed: lane, keys: []string{"their_key", "our_id"}},
		func(ld loader, i int) {
			ld.text(string(drop[i].Key))
			ld.int(drop[i].ID)
		})
	if err != nil {
		return err
	}
	return loadEach(ctx, tx, load{
		op: upsertRows, table: "unsettled", rows: len(put), fixed: lane,
		conflict: "point, their_key, our_id", keys: []string{"their_key", "our_id"},
		columns: []string{"outcome", "code", "reason", "awaits", "for_key", "for_id", "base", "ours", "theirs", "fields", "run", "at"},
	}, func(ld loader, i int) { c.putUnsettled(ld, put[i]) })
}

func (c *commit) putUnsettled(ld loader, u *tandem.Unsettled) {
	run, at := u.Run, microsOf(u.At)
	if run == 0 {
		run = c.batch.Actor.Run
	}
	if at == 0 {
		at = c.now
	}
	ld.text(string(u.Key))
	ld.int(u.ID)
	ld.int(int64(u.Outcome))
	ld.text(string(u.Code))
	ld.text(clean(u.Reason))
	ld.int(u.Awaits)
	ld.text(string(u.For))
	ld.int(u.ForID)
	ld.blob(u.Base)
	ld.blob(u.Ours)
	ld.blob(u.Theirs)
	ld.text(joinNames(u.Fields))
	ld.int(run)
	ld.int(at)
}

const unsettledColumns = `select seq, their_key, our_id, outcome, code, reason, awaits, for_key, for_id, base, ours, theirs, fields, run, at from unsettled `

func readUnsettled(ctx context.Context, q querier, tail string, args ...any) ([]tandem.Unsettled, error) {
	var rows []tandem.Unsettled
	err := q.query(ctx, unsettledColumns+tail, args, func(r row) error {
		rows = append(rows, tandem.Unsettled{
			Seq: r.int(), Key: tandem.Key(r.text()), ID: r.int(), Outcome: tandem.Outcome(r.int()),
			Code: tandem.Code(r.text()), Reason: r.text(), Awaits: r.int(), For: tandem.Key(r.text()), ForID: r.int(),
			Base: r.text(), Ours: r.text(), Theirs: r.text(), Fields: splitNames(r.text()), Run: r.int(), At: timeOf(r.int()),
		})
		return nil
	})
	return rows, err
}

// Unsettled reads the rows of a lane that must be looked at again.
func (s *Store) Unsettled(ctx context.Context, lane tandem.Lane, after int64, limit int) (rows []tandem.Unsettled, err error) {
	err = s.read(ctx, lane.Account, func(q querier) error {
		rows, err = readUnsettled(ctx, q, "where account = $1 and point = $2 and seq > $3 order by seq limit $4", lane.Account, lane.Point, after, limit)
		return err
	})
	return rows, err
}

// CountConflicts counts the rows of an account that wait for a person:
// conflicts, and creations whose answer was lost.
func (s *Store) CountConflicts(ctx context.Context, account int64) (n int64, err error) {
	err = s.read(ctx, account, func(q querier) error {
		_, err := one(ctx, q, "select count(*) from unsettled where account = $1 and (outcome = $2 or code = $3)",
			[]any{account, int64(tandem.Conflicted), string(tandem.InDoubt)}, func(r row) { n = r.int() })
		return err
	})
	return n, err
}
