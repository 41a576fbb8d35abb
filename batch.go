package tandem

import "strconv"

// Batch is what one transaction writes. Rows tie together what must not part.
type Batch struct {
	Account int64
	Actor   Actor
	Lane    Lane
	Shape   *Shape // of Row.Write.Values
	Rows    []Row
	Run     *Run     // its points' counters and checkpoints are saved; nil = none
	Cursors *Cursors // of the lane; nil = unchanged
	Plan    int64
	Lease   *Lease // nil = none; refused as Stale once the lease has gone to another holder
	Group   bool   // may share a transaction with others' batches (small writes)
	Note    string // why, for the change log: "customer 12 was merged into customer 7"; may be empty

	// Also is what else is written in the same transaction: other objects, other
	// lanes, of the same account. Then no row is told apart from the others.
	Also []*Batch
}

// Row is what becomes of one pair in a batch. Each part may be empty.
type Row struct {
	Write   RecordWrite
	Link    LinkWrite
	Intent  IntentWrite
	Outcome *OutcomeRow     // stored when not nil
	Settled *UnsettledWrite // puts a row on, or takes it off, the list of rows to look at again
}

// RecordWrite is one write of one of our own records.
type RecordWrite struct {
	Op      Op
	ID      int64  // create: from NextIDs
	Version int64  // the version that was read; ours must still have it. On create 0, or the last one (not 0) of a record that comes back: its versions go on from there
	Set     Fields // which positions of the shape are written
	Values  Record
	// NewVersion is set by Commit.
	NewVersion int64
}

// LinkWrite makes, moves or drops a link. With Put and a Write in the same
// row, Link.Version is taken from what the write made of the record.
type LinkWrite struct {
	Op     LinkOp
	Link   Link
	Behind bool // Link.Version stays as it is: the pair is not settled by this write
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

// RowErrors tells which rows of a batch could not be written. Nothing was.
type RowErrors struct { //nolint:errname // several errors, by row
	Errs map[int]error // by index into Batch.Rows
}

// Error speaks of the first row, or counts them.
func (e *RowErrors) Error() string {
	if len(e.Errs) == 1 {
		for _, err := range e.Errs {
			return err.Error()
		}
	}
	return strconv.Itoa(len(e.Errs)) + " rows cannot be written"
}

// Load is a transaction that takes new records with their links while more of
// them are being decided. Each row of it makes a record that never was, with its
// link, and does nothing else. Nothing is written before Commit has answered.
type Load interface {
	// Add takes rows and reports whether the transaction is full and to be committed.
	// They are left as they are until the next Add has returned or the commit has landed.
	Add(rows []Row) (full bool, err error)

	// Commit begins to end it, with the run's counters and the lane's cursors, which
	// are left as they are until landed, which waits for it, has returned. Another
	// Load may be filled meanwhile.
	Commit(run *Run, cursors *Cursors) (landed func() error)

	// Abort takes everything back instead.
	Abort()
}
