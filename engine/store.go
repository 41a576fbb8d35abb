package engine

import (
	"context"
	"time"

	"tandem"
	"tandem/dictionary"
)

// Shape is the part of one of our objects that is read or written, by position.
type Shape struct {
	Object     string
	Fields     []string          // field names; a Lines field holds a tandem.List
	Types      []dictionary.Type // of Fields
	LineFields []string          // the fields of each line within the List, when Fields has a Lines field
	LineTypes  []dictionary.Type
}

// Rows is a page of our records: row i has id IDs[i] and version Versions[i].
type Rows struct {
	tandem.Page // Keys stay empty; use Append
	IDs         []int64
	Versions    []int64
}

// Lane names a data point to the store: its number, the account it belongs to and our object.
type Lane struct {
	Account int64
	Point   int64
	Object  string
}

// Store is what the engine needs of the store. Every method may be called
// concurrently, honours its context and answers with a *tandem.Error where a
// person can act on it.
type Store interface {
	Pairs
	Work
	Runs
}

// Pairs reads links and our records.
type Pairs interface {
	// LinksByKey fills dst[i] with the link of keys[i], or leaves its ID 0.
	// Base is loaded only when asked. OursVersion is the version our record has
	// now, 0 when it is gone. Implementation hint: when the keys lie close
	// together, one range query beats one by list.
	LinksByKey(ctx context.Context, lane Lane, keys []tandem.Key, base bool, dst []tandem.Link) error

	// LinksByID is the same by our ids.
	LinksByID(ctx context.Context, lane Lane, ids []int64, base bool, dst []tandem.Link) error

	// Links reads the lane's links without base in key order after a key, at most limit.
	Links(ctx context.Context, lane Lane, after tandem.Key, limit int) ([]tandem.Link, error)

	// CountLinks tells how many links the lane has.
	CountLinks(ctx context.Context, lane Lane) (int64, error)

	// Records reads our records by id, in the order of ids; missing ones are left out.
	Records(ctx context.Context, account int64, shape *Shape, ids []int64, dst *Rows) error

	// Unlinked reads records of the lane's object that have no link in the lane,
	// by id, after an id, at most limit.
	Unlinked(ctx context.Context, lane Lane, shape *Shape, after int64, limit int, dst *Rows) error

	// ChangedSince reads the ids of records of an object that changed after a
	// position of the change log, each once, deleted ones included, and the
	// position up to which this is complete (Promise 7: no gap). At most limit rows
	// of the log are looked at.
	ChangedSince(ctx context.Context, account int64, object string, after int64, limit int) (ids []int64, upTo int64, more bool, err error)

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
	Commit(ctx context.Context, batch *Batch) error

	// PendingIntents reads the intents of a lane whose answer never came, oldest first.
	PendingIntents(ctx context.Context, lane Lane, after int64, limit int) ([]Intent, error)

	// Unsettled reads the rows of a lane that must be looked at again, by their
	// position after one, at most limit.
	Unsettled(ctx context.Context, lane Lane, after int64, limit int) ([]Unsettled, error)

	// Cursors of a lane: how far changes of either side were taken over.
	Cursors(ctx context.Context, lane Lane) (Cursors, error)
}

// Runs keeps the runs, plans and what single rows became.
type Runs interface {
	CreateRun(ctx context.Context, run *tandem.Run) error // sets ID and Created
	SaveRun(ctx context.Context, run *tandem.Run) error   // state, message, times, points; never Wanted
	Run(ctx context.Context, account, id int64) (*tandem.Run, error)
	ListRuns(ctx context.Context, account int64, sync string, limit int) ([]tandem.Run, error) // newest first; sync "" = all
	Want(ctx context.Context, account, id int64, state tandem.RunState) error
	Wanted(ctx context.Context, id int64) (tandem.RunState, error)

	SavePlan(ctx context.Context, plan *Plan, rows []PlanRow) error // the first call with rows makes it, later ones append
	Plan(ctx context.Context, account int64, hash string) (*Plan, error)
	PlanRows(ctx context.Context, plan int64, after int64, limit int) ([]PlanRow, error)

	Outcomes(ctx context.Context, run int64, q OutcomeQuery) ([]OutcomeRow, error)
	Explain(ctx context.Context, lane Lane, key tandem.Key, id int64) (*tandem.Explanation, error)

	// What a run did, newest first, for undo.
	RunChanges(ctx context.Context, run int64, before int64, limit int) ([]tandem.Change, error)
	RunIntents(ctx context.Context, run int64, before int64, limit int) ([]Intent, error)
	RunLinks(ctx context.Context, run int64, after int64, limit int) ([]LinkBefore, error)
}

// Batch is what one transaction writes. Rows tie together what must not part.
type Batch struct {
	Account int64
	Actor   tandem.Actor
	Lane    Lane
	Shape   *Shape // of Row.Write.Values
	Rows    []Row
	Run     *tandem.Run // its points' counters and checkpoints are saved; nil = none
	Cursors *Cursors    // of the lane; nil = unchanged
	Plan    int64
	Group   bool // may share a transaction with others' batches (small writes)
}

// Row is what becomes of one pair in a batch. Each part may be empty.
type Row struct {
	Write   Write
	Link    LinkWrite
	Intent  IntentWrite
	Outcome *OutcomeRow     // stored when not nil
	Settled *UnsettledWrite // puts a row on, or takes it off, the list of rows to look at again
}

// Write is one write of our own records.
type Write struct {
	Op      tandem.Op
	ID      int64         // create: from NextIDs
	Version int64         // the version that was read; ours must still have it. 0 on create
	Set     tandem.Fields // which positions of the shape are written
	Values  tandem.Record
	// NewVersion is set by Commit.
	NewVersion int64
}

// LinkWrite makes, moves or drops a link. With Put and a Write in the same
// row, Link.Version is taken from what the write made of the record.
type LinkWrite struct {
	Op   LinkOp
	Link tandem.Link
}

// LinkOp is what is done to a link.
type LinkOp uint8

// The link operations.
const (
	KeepLink  LinkOp = iota
	PutLink          // insert, or replace the one with the same ID; the key must be free or its own
	DropLink         // by ID
	TouchLink        // only Hash and Version change: not remembered for undo
)

// IntentState is where a write to the other side stands.
type IntentState uint8

// The states of an intent.
const (
	IntentPending IntentState = iota // stored before the call
	IntentDone                       // answered: it happened
	IntentRefused                    // answered: it did not happen
	IntentDoubt                      // the answer is lost and nothing can tell: a person decides
)

// Intent is a write to the other side, stored before it is sent and kept as
// the log of what we wrote there.
type Intent struct {
	ID         int64
	Lane       Lane
	Run        int64
	Op         tandem.Op
	Ours       int64         // our record
	Key        tandem.Key    // theirs; "" while a create is under way
	ExternalID string        // the lasting key of a create
	Fields     []string      // names of the positions of Values and Before
	Set        tandem.Fields //
	Values     string        // canonical encoding of what is written
	Before     string        // canonical encoding of the row before
	State      IntentState
	At         time.Time
	Message    string
}

// IntentWrite stores a new intent or an answer to one.
type IntentWrite struct {
	New    *Intent // stored as pending; Commit sets its ID
	Answer *Intent // by ID: State, Key, Message and Before change
}

// OutcomeRow is one stored outcome: every outcome but unchanged, created and
// updated ones only as far as the change log and the intents do not tell.
type OutcomeRow struct {
	Seq     int64 // set by the store
	Run     int64
	Point   string
	Key     tandem.Key
	ID      int64
	Outcome tandem.Outcome
	Code    tandem.Code
	Reason  string
	At      time.Time
}

// OutcomeQuery picks outcomes of a run.
type OutcomeQuery struct {
	Point   string          // "" = all
	Outcome *tandem.Outcome // nil = all
	After   int64           // Seq
	Limit   int
}

// Unsettled is a row that must be looked at again although nothing changed.
type Unsettled struct {
	Seq     int64
	Key     tandem.Key // "" when it is one of ours that is not there yet
	ID      int64      // 0 when it is not here yet
	Outcome tandem.Outcome
	Code    tandem.Code
	Reason  string
	Awaits  int64      // Waiting: the data point whose link is missing ...
	For     tandem.Key // ... for that key of theirs
	ForID   int64      // ... or that id of ours
	Base    string     // Conflicted: what the review shows (canonical encodings of the normal form)
	Ours    string
	Theirs  string
	Fields  []string // their names
	Run     int64
	At      time.Time
}

// UnsettledWrite puts a row on the list (one entry per Key and ID) or takes it off.
type UnsettledWrite struct {
	Row  Unsettled
	Drop bool
}

// Cursors tell how far a lane has taken over both sides' changes.
type Cursors struct {
	Theirs string   // the connector's cursor
	Ours   int64    // position of the change log
	Shape  int64    // the field list Base is written with now
	Fields []string // its field names
	Loaded bool     // a bulk run went through once
}

// LinkBefore is a link as it was before a run changed it; Was.ID is 0 when the run made it.
type LinkBefore struct {
	Seq  int64
	Lane Lane
	Was  tandem.Link
	Now  tandem.Link // as the run left it; ID 0 when it dropped it
}

// Plan is a stored preview.
type Plan struct {
	ID      int64
	Account int64
	Sync    string
	Kind    tandem.RunKind
	Hash    string // over its rows in key order
	Created time.Time
	Rows    int64
	Counts  map[string]tandem.Counts // by data point
	Undoes  int64                    // Undo: the run
	Held    int64                    // the run that is held for it
	Done    bool
}

// PlanRow is one thing a plan will do.
type PlanRow struct {
	Seq     int64
	Point   string
	Key     tandem.Key
	ID      int64
	Ours    tandem.Op // to ours
	Theirs  tandem.Op // to theirs
	Outcome tandem.Outcome
	Version int64  // ours, as read
	Hash    uint64 // of theirs, as read
	Reason  string
	Diff    []byte // JSON: the fields that change, for people
}

// RowErrors tells which rows of a batch could not be written. Nothing was.
type RowErrors struct {
	Errs map[int]error // by index into Batch.Rows
}

// Error counts the rows.
func (e *RowErrors) Error() string {
	for i, err := range e.Errs {
		if len(e.Errs) == 1 {
			return err.Error()
		}
		_ = i
	}
	return "several rows cannot be written"
}
