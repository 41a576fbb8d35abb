package store

import (
	"context"
	"errors"

	"tandem"
)

// commitTogether writes a batch and what goes along with it in one transaction.
// A row that cannot be written is told as the error of the whole.
func (s *Store) commitTogether(ctx context.Context, b *tandem.Batch) error {
	commits := make([]*commit, 0, 1+len(b.Also))
	for _, part := range append([]*tandem.Batch{b}, b.Also...) {
		if part.Account != b.Account {
			return tandem.Errorf(tandem.Internal, "one transaction cannot write for two accounts")
		}
		c, err := s.newCommit(ctx, part)
		if err != nil {
			return firstRow(err)
		}
		commits = append(commits, c)
	}
	err := s.write(ctx, b.Account, b.Group, func(tx transaction) error {
		for _, c := range commits {
			if err := c.apply(ctx, tx, c.all, true); err != nil {
				return err
			}
		}
		return nil
	})
	if isRowFault(err) {
		return tandem.Errorf(tandem.Conflict, "somebody else has taken a unique value meanwhile").WithHint("try again").Because(err)
	}
	if err != nil {
		return firstRow(err)
	}
	for _, c := range commits {
		c.announce()
	}
	return nil
}

// firstRow is what is wrong with the first of the rows that cannot be written.
func firstRow(err error) error {
	rows, ok := errors.AsType[*tandem.RowErrors](err)
	if !ok {
		return err
	}
	first := -1
	for i := range rows.Errs {
		if first < 0 || i < first {
			first = i
		}
	}
	return rows.Errs[first]
}
