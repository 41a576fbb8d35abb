package engine

import (
	"context"

	"tandem"
)

// Store is what the engine needs of the store. Every method may be called
// concurrently, honours its context and answers with a *tandem.Error where a
// person can act on it.
type Store interface {
	Pairs
	Work
	Runs
	Plans
	History
}

// Pairs reads links and our records.
type Pairs interface {
	// LinksByKey fills dst[i] with the link of keys[i], or leaves its ID 0.
	// Base is loaded only when asked. OursVersion is the version our record has
	// now, 0 when it is gone. Implementation hint: when the keys lie close
	// together, one range query beats one by list.
	LinksByKey(ctx context.Context, lane tandem.Lane, keys []tandem.Key, base bool, dst []tandem.Link) error

	// LinksByID is the same by our ids.
	LinksByID(ctx context.Context, lane tandem.Lane, ids []int64, base bool, dst []tandem.Link) error

	// Links reads the lane's links without base in key order after a key, at most limit.
	Links(ctx context.Context, lane tandem.Lane, after tandem.Key, limit int) ([]tandem.Link, error)

	// CountLinks tells how many links the lane has.
	CountLinks(ctx context.Context, lane tandem.Lane) (int64, error)

	// Records reads our records by id, in the order of ids; missing ones are left out.
	Records(ctx context.Context, account int64, shape *tandem.Shape, ids []int64, dst *tandem.Rows) error

	// Unlinked reads records of the lane's object that have no link in the lane,
	// by id, after an id, at most limit.
	Unlinked(ctx context.Context, lane tandem.Lane, shape *tandem.Shape, after int64, limit int, dst *tandem.Rows) error

	// ChangedSince reads the ids of records of an object that changed after a
	// position of the change log, each once, deleted ones included, and the
	// position up to which this is complete (Promise 7: no gap). Creations by the
	// origin and name of but are left out, when it has an origin. At most limit
	// rows of the others are looked at.
	ChangedSince(ctx context.Context, account int64, object string, after int64, limit int, but tandem.Actor) (ids []int64, upTo int64, more bool, err error)

	// LastSeq is the position of the change log that everything committed so far lies at or below.
	LastSeq(ctx context.Context) (int64, error)
}

// Work reads what is unfinished and writes batches.
type Work interface {
	// NextIDs reserves n ids for new records and returns the first.
	NextIDs(ctx context.Context, object string, n int) (int64, error)

	// Commit writes a batch in one transaction: either everything in it is
	// durable, or nothing and the error says why. When single rows are to blame
	// (version moved, unique value taken, ...) the error is *RowErrors and
	// nothing was written: the caller takes these rows out and commits again.
	Commit(ctx context.Context, batch *tandem.Batch) error

	// PendingIntents reads the intents of a lane whose answer never came, oldest first.
	PendingIntents(ctx context.Context, lane tandem.Lane, after int64, limit int) ([]tandem.Intent, error)

	// Unsettled reads the rows of a lane that must be looked at again, by their
	// position after one, at most limit.
	Unsettled(ctx context.Context, lane tandem.Lane, after int64, limit int) ([]tandem.Unsettled, error)

	// Cursors of a lane: how far changes of either side were taken over.
	Cursors(ctx context.Context, lane tandem.Lane) (tandem.Cursors, error)
}

// Runs keeps the runs.
type Runs interface {
	CreateRun(ctx context.Context, run *tandem.Run) error // sets ID and Created
	SaveRun(ctx context.Context, run *tandem.Run) error   // state, message, times, points; never Wanted
	Run(ctx context.Context, account, id int64) (*tandem.Run, error)
	ListRuns(ctx context.Context, account int64, sync string, limit int) ([]tandem.Run, error) // newest first; sync "" = all
	Want(ctx context.Context, account, id int64, state tandem.RunState) error
	Wanted(ctx context.Context, account, id int64) (tandem.RunState, error)
}

// Plans keeps what was shown or held.
type Plans interface {
	SavePlan(ctx context.Context, plan *tandem.Plan, rows []tandem.PlanRow) error // the first call with rows makes it, later ones append
	Plan(ctx context.Context, account int64, hash string) (*tandem.Plan, error)
	PlanRows(ctx context.Context, account, plan int64, after int64, limit int) ([]tandem.PlanRow, error)
}

// History tells what runs did and left.
type History interface {
	// RecordLinks reads the links of one record of ours with their bases, of every
	// lane that ever linked it.
	RecordLinks(ctx context.Context, account int64, object string, id int64) ([]tandem.RecordLink, error)

	Outcomes(ctx context.Context, account, run int64, q tandem.OutcomeQuery) ([]tandem.OutcomeRow, error)
	Explain(ctx context.Context, lane tandem.Lane, key tandem.Key, id int64) (*tandem.Explanation, error)

	// What a run did, newest first, for undo.
	RunChanges(ctx context.Context, account, run int64, before int64, limit int) ([]tandem.Change, error)
	RunIntents(ctx context.Context, account, run int64, before int64, limit int) ([]tandem.Intent, error)
	RunLinks(ctx context.Context, account, run int64, after int64, limit int) ([]tandem.LinkBefore, error)
}
