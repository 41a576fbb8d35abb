package tandem

import "time"

// Plan is a stored preview.
type Plan struct {
	ID      int64
	Account int64
	Sync    string
	Kind    RunKind
	Hash    string // over its rows in key order
	Created time.Time
	Rows    int64
	Counts  map[string]Counts // by data point
	Undoes  int64             // Undo: the run
	Held    int64             // the run that is held for it
	Done    bool
}

// PlanRow is one thing a plan will do.
type PlanRow struct {
	Seq     int64
	Point   string
	Key     Key
	ID      int64
	Ours    Op // to ours
	Theirs  Op // to theirs
	Outcome Outcome
	Version int64  // ours, as read
	Hash    uint64 // of theirs, as read
	Reason  string
	Diff    []byte // JSON: the fields that change, for people
}
