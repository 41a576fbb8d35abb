package store

import (
	"context"
	"slices"

	"tandem"
)

// Records reads records by id, in the order of ids; missing ones are left out.
func (s *Store) Records(ctx context.Context, account int64, shape *tandem.Shape, ids []int64, dst *tandem.Rows) error {
	lay, err := s.layout(ctx, account, shape)
	if err != nil {
		return err
	}
	dst.Reset(len(shape.Fields))
	return s.read(ctx, account, func(q querier) error {
		return recordsByID(ctx, q, s.db.dialect(), account, lay, ids, dst)
	})
}

func recordsByID(ctx context.Context, q querier, d dialect, account int64, lay *layout, ids []int64, dst *tandem.Rows) error {
	if len(ids) == 0 {
		return nil
	}
	dst.Grow(len(ids))
	if isAscending(ids) {
		condition, args := idFilter(d, ids)
		return readRows(ctx, q, d, lay, "+r.account = $1 and "+condition+" order by r.id", append([]any{account}, args...), dst)
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(ids)))
	var found tandem.Rows
	found.Reset(len(lay.columns))
	if err := recordsByID(ctx, q, d, account, lay, sorted, &found); err != nil {
		return err
	}
	for _, id := range ids {
		if i, ok := slices.BinarySearch(found.IDs, id); ok {
			copy(dst.Append(id, found.Versions[i]), found.Row(i))
		}
	}
	return nil
}

func isAscending(ids []int64) bool {
	for i := 1; i < len(ids); i++ {
		if ids[i] <= ids[i-1] {
			return false
		}
	}
	return true
}

// idFilter is the condition that picks ascending ids, from parameter 2 on. Ids
// without a gap, as a bulk load makes them, are one range. The plus before the
// account in such statements keeps planners from the indexes that begin with it:
// without statistics SQLite takes one of them for better than a range of ids.
func idFilter(d dialect, ids []int64) (condition string, args []any) {
	first, last := ids[0], ids[len(ids)-1]
	if last-first == int64(len(ids)-1) {
		return "r.id between $2 and $3", []any{first, last}
	}
	return "r.id " + d.anyInt(2), []any{ids}
}

// readRows appends the records a condition picks, in the order of their ids,
// with their lines.
func readRows(ctx context.Context, q querier, d dialect, lay *layout, tail string, args []any, dst *tandem.Rows) error {
	first := dst.Len()
	var a arena
	sql := "select " + lay.selection() + " from " + quote(lay.table.name) + " r where " + tail
	err := q.query(ctx, sql, args, func(r row) error {
		return lay.read(r, dst.Append(r.int(), r.int()), &a)
	})
	if err != nil || lay.list < 0 {
		return err
	}
	return readLines(ctx, q, d, lay, args[0], dst, first, &a)
}

// Unlinked reads records of the lane's object that have no link in the lane.
// The link is looked up record by record: written as "not exists", PostgreSQL
// joins, and after a first load, whose tables it knows nothing of yet, it takes
// the plan whose cost grows with the square of the rows.
func (s *Store) Unlinked(ctx context.Context, lane tandem.Lane, shape *tandem.Shape, after int64, limit int, dst *tandem.Rows) error {
	lay, err := s.layout(ctx, lane.Account, shape)
	if err != nil {
		return err
	}
	dst.Reset(len(shape.Fields))
	return s.read(ctx, lane.Account, func(q querier) error {
		return readRows(ctx, q, s.db.dialect(), lay, `+r.account = $1 and r.id > $2
			and (select l.our_id from link l where l.point = $3 and l.our_id = r.id) is null
			order by r.id limit $4`, []any{lane.Account, after, lane.Point, limit}, dst)
	})
}

// Get reads one record.
func (s *Store) Get(ctx context.Context, account int64, shape *tandem.Shape, id int64, dst *tandem.Rows) error {
	if err := s.Records(ctx, account, shape, []int64{id}, dst); err != nil {
		return err
	}
	if dst.Len() == 0 {
		return tandem.Errorf(tandem.NotFound, "there is no %s %d", shape.Object, id)
	}
	return nil
}
