package tandem

import "time"

// Origin says through which door a change came.
type Origin string

// The origins of changes.
const (
	ByPerson     Origin = "person"
	ByAPI        Origin = "api"
	ByImport     Origin = "import"
	BySync       Origin = "sync" // Actor.Name names the connection
	ByUndo       Origin = "undo"
	ByMaintainer Origin = "system"
)

// Actor is who changes something and through which door.
type Actor struct {
	Origin Origin
	Name   string // operator, token or connection
	Run    int64  // the run, when a sync did it
	Role   Role   // of a person or a token: without one they may change nothing; the log does not keep it
}

// Change is one row of the change log.
type Change struct {
	Seq     int64
	Account int64
	Object  string
	ID      int64
	Version int64 // the record's version after it
	Op      Op
	Actor   Actor
	At      time.Time
	Note    string        // why, where the operation it was part of says so
	Fields  []FieldChange // updates: the fields that changed; deletes: the whole record; creates: none, the record is its own
}
