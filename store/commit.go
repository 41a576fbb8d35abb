package store

import (
	"context"
	"errors"

	"tandem"
)

// Commit writes a batch in one transaction (Promise 7): records, their lines
// and change-log rows, links, intents, what is unsettled, outcomes, the run's
// counters and the lane's cursors; all of it, or nothing.
func (s *Store) Commit(ctx context.Context, b *tandem.Batch) error {
	if len(b.Also) > 0 {
		return s.commitTogether(ctx, b)
	}
	c, err := s.newCommit(ctx, b)
	if err != nil {
		return err
	}
	for range tries {
		err = s.write(ctx, b.Account, b.Group, func(tx transaction) error { return c.apply(ctx, tx, c.all, true) })
		if err == nil {
			c.announce()
			return nil
		}
		if !isRowFault(err) {
			break
		}
		// Somebody's unique key is taken: find out whose, unless it is free by now.
		guilty, cause := c.findGuilty(ctx)
		if cause != nil {
			return cause
		}
		if guilty != nil {
			return guilty
		}
	}
	return explain(ctx, err)
}

// commit is a batch on its way into the database.
type commit struct {
	store *Store
	batch *tandem.Batch
	now   int64
	lay   *layout // of the records written; nil when none is
	all   []int   // the indexes of all rows
	steps []step  // what some of the rows need
	due   []int64 // the receivers that its changes made deliveries due for
}

// step writes one kind of thing of the rows with these indexes.
type step func(ctx context.Context, tx transaction, rows []int) error

func (s *Store) newCommit(ctx context.Context, b *tandem.Batch) (*commit, error) {
	c := &commit{store: s, batch: b, now: s.now()}
	writes, intents := c.chooseSteps()
	if writes {
		if b.Shape == nil {
			return nil, tandem.Errorf(tandem.Internal, "a batch that writes records has no shape")
		}
		var err error
		if c.lay, err = s.layout(ctx, b.Account, b.Shape); err != nil {
			return nil, err
		}
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	return c, c.numberIntents(ctx, intents)
}

// chooseSteps looks at what the rows bring, and tells whether records are
// written and how many intents are new.
func (c *commit) chooseSteps() (writes bool, intents int) {
	c.all = make([]int, len(c.batch.Rows))
	var links, answers, unsettled, outcomes bool
	for i := range c.batch.Rows {
		row := &c.batch.Rows[i]
		c.all[i] = i
		writes = writes || row.Write.Op != tandem.NoOp
		links = links || row.Link.Op != tandem.KeepLink
		answers = answers || row.Intent.Answer != nil
		unsettled = unsettled || row.Settled != nil
		outcomes = outcomes || row.Outcome != nil
		if row.Intent.New != nil {
			intents++
		}
	}
	choose := func(needed bool, s step) {
		if needed {
			c.steps = append(c.steps, s)
		}
	}
	choose(writes, c.writeRecords)
	choose(links, c.writeLinks)
	choose(intents > 0 || answers, c.writeIntents)
	choose(unsettled, c.writeUnsettled)
	choose(outcomes, c.writeOutcomes)
	return writes, intents
}

// apply writes the rows with these indexes, and with them what belongs to the
// batch as a whole. It may run again after it failed.
func (c *commit) apply(ctx context.Context, tx transaction, rows []int, whole bool) error {
	c.due = nil
	if whole {
		if c.isProgress() {
			tx.relax()
		}
		if err := c.holdLease(ctx, tx); err != nil {
			return err
		}
	}
	for _, step := range c.steps {
		if err := step(ctx, tx, rows); err != nil {
			return err
		}
	}
	if !whole {
		return nil
	}
	return c.writeProgress(ctx, tx)
}

// isProgress reports whether the batch says only how far a run has come. Should
// that be lost, the run looks at the same once more and finds it done.
func (c *commit) isProgress() bool { return len(c.batch.Rows) == 0 && c.batch.Plan == 0 }

// announce tells who listens which objects changed.
func (c *commit) announce() {
	for i := range c.batch.Rows {
		w := &c.batch.Rows[i].Write
		if w.Op == tandem.Create || w.Op == tandem.Delete || w.Op == tandem.Update && w.NewVersion != w.Version {
			c.store.events.send(Event{Account: c.batch.Account, Objects: []string{c.batch.Shape.Object}, Actor: c.batch.Actor, Receivers: c.due})
			return
		}
	}
}

// isRowFault reports whether single rows are to blame for an error and are not
// known yet.
func isRowFault(err error) bool {
	_, taken := errors.AsType[*violation](err)
	return taken || isBadData(err)
}

// errSearched takes back the transaction in which the guilty rows were looked for.
var errSearched = errors.New("searched")

// findGuilty tries the rows in ever smaller parts and takes everything back.
func (c *commit) findGuilty(ctx context.Context) (guilty *tandem.RowErrors, err error) {
	var search search
	err = c.store.db.write(ctx, c.batch.Account, false, func(tx transaction) error {
		search = newSearch(c)
		if err := search.split(ctx, tx, c.all); err != nil {
			return err
		}
		return errSearched
	})
	if err != nil && !errors.Is(err, errSearched) {
		return nil, explain(ctx, err)
	}
	if len(search.found) == 0 {
		return nil, nil //nolint:nilnil // nobody is to blame
	}
	return &tandem.RowErrors{Errs: search.found}, nil
}
