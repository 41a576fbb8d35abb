package store

import (
	"context"
	"errors"

	"tandem"
)

// search finds the rows of a commit that cannot be written. Parts that can be
// written stay, so that of two rows that exclude each other the second is found.
type search struct {
	commit *commit
	found  map[int]error
}

func newSearch(c *commit) search { return search{commit: c, found: map[int]error{}} }

func (s *search) split(ctx context.Context, tx transaction, rows []int) error {
	if len(rows) == 0 {
		return nil
	}
	err := tx.savepoint(ctx, func() error { return s.commit.apply(ctx, tx, rows, false) })
	if err == nil {
		return nil
	}
	if known, ok := errors.AsType[*tandem.RowErrors](err); ok {
		return s.split(ctx, tx, s.without(rows, known))
	}
	if !isRowFault(err) {
		return err
	}
	if len(rows) == 1 {
		s.found[rows[0]] = s.commit.blame(ctx, tx, rows[0], err)
		return nil
	}
	half := len(rows) / 2
	if err := s.split(ctx, tx, rows[:half]); err != nil {
		return err
	}
	return s.split(ctx, tx, rows[half:])
}

// without notes the errors and returns the rows that have none.
func (s *search) without(rows []int, known *tandem.RowErrors) []int {
	var rest []int
	for _, i := range rows {
		if err, bad := known.Errs[i]; bad {
			s.found[i] = err
		} else {
			rest = append(rest, i)
		}
	}
	return rest
}

// blame words what is wrong with a single row.
func (c *commit) blame(ctx context.Context, tx transaction, i int, err error) error {
	row := &c.batch.Rows[i]
	taken, ok := errors.AsType[*violation](err)
	switch {
	case !ok:
		return tandem.Errorf(tandem.Invalid, "the database does not take a value of this row").Because(err)
	case taken.table == "link":
		return tandem.Errorf(tandem.Conflict, "%s is linked to another record already", row.Link.Link.Key)
	case c.lay != nil && taken.table == c.lay.table.name:
		return c.blameField(ctx, tx, &row.Write)
	default:
		return tandem.Errorf(tandem.Conflict, "another row of %s stands in the way", taken.table).Because(err)
	}
}

// blameField names the unique field whose value another record has. The
// databases name the key in different ways and one only in its message, so we ask.
func (c *commit) blameField(ctx context.Context, tx transaction, w *tandem.RecordWrite) error {
	object := c.lay.table.name
	for i, column := range c.lay.columns {
		if column == nil || !column.field.Unique || !w.Set.Has(i) || w.Values[i].IsNull() {
			continue
		}
		other := int64(0)
		_, err := one(ctx, tx, "select id from "+quote(object)+" where account = $1 and "+quote(column.name)+" = $2 and id <> $3",
			[]any{c.batch.Account, w.Values[i].Text(), w.ID}, func(r row) { other = r.int() })
		if err != nil {
			return err
		}
		if other != 0 {
			return tandem.Errorf(tandem.Invalid, "another %s has the same %s", object, column.name).At(object + "." + column.name)
		}
	}
	return tandem.Errorf(tandem.Conflict, "there is a %s %d already", object, w.ID)
}
