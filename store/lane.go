package store

import (
	"context"
	"encoding/json"

	"tandem"
)

// Lane returns the lane of a data point, making it on the first call. It is
// found again by its names after the sync was removed and made anew: links stay.
func (s *Store) Lane(ctx context.Context, account int64, sync, point, object string) (tandem.Lane, error) {
	lane := tandem.Lane{Account: account, Object: object}
	if err := s.checkLane(lane); err != nil {
		return lane, err
	}
	args := []any{account, sync, point, object}
	find := func(q querier) (bool, error) {
		return one(ctx, q, "select id from lane where account = $1 and sync = $2 and point = $3 and object = $4", args, func(r row) { lane.Point = r.int() })
	}
	found := false
	err := s.read(ctx, account, func(q querier) (err error) {
		found, err = find(q)
		return err
	})
	if err != nil || found {
		return lane, err
	}
	err = s.write(ctx, account, true, func(tx transaction) error {
		if _, err := tx.exec(ctx, "insert into lane (account, sync, point, object) values ($1, $2, $3, $4) on conflict do nothing", args...); err != nil {
			return err
		}
		_, err := find(tx)
		return err
	})
	return lane, err
}

// Cursors tells how far changes of either side were taken over. A lane that has not
// come to the beginning of our change log has something held back.
func (s *Store) Cursors(ctx context.Context, lane tandem.Lane) (tandem.Cursors, error) {
	var c tandem.Cursors
	err := s.read(ctx, lane.Account, func(q querier) error {
		_, err := one(ctx, q, "select theirs, ours, shape, fields, loaded, past, held_back from lane_cursor where account = $1 and point = $2",
			[]any{lane.Account, lane.Point}, func(r row) {
				c = tandem.Cursors{
					Theirs: r.text(), Ours: r.int(), Shape: r.int(), Fields: splitNames(r.text()),
					Loaded: r.bool(), Past: splitShapes(r.text()), Held: r.bool(),
				}
			})
		if err != nil {
			return err
		}
		begins, err := logBegin(ctx, q, lane.Account)
		c.Held = c.Held || c.Ours < begins
		return err
	})
	return c, err
}

func saveCursors(ctx context.Context, tx transaction, lane tandem.Lane, c *tandem.Cursors) error {
	past, err := joinShapes(c.Past)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `insert into lane_cursor (point, account, theirs, ours, shape, fields, loaded, past, held_back) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (point) do update set theirs = excluded.theirs, ours = excluded.ours, shape = excluded.shape, fields = excluded.fields,
			loaded = excluded.loaded, past = excluded.past, held_back = excluded.held_back
		where lane_cursor.account = excluded.account`,
		lane.Point, lane.Account, []byte(c.Theirs), c.Ours, c.Shape, joinNames(c.Fields), c.Loaded, past, c.Held)
	return err
}

// joinShapes writes the field lists of earlier bases.
func joinShapes(past map[int64][]string) (string, error) {
	if len(past) == 0 {
		return "", nil
	}
	octets, err := json.Marshal(past)
	return string(octets), err
}

func splitShapes(text string) map[int64][]string {
	var past map[int64][]string
	if text == "" || json.Unmarshal([]byte(text), &past) != nil {
		return nil
	}
	return past
}
