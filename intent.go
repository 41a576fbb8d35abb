package tandem

import "time"

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
	Op         Op
	Ours       int64    // our record
	Key        Key      // theirs; "" while a create is under way
	ExternalID string   // the lasting key of a create
	Fields     []string // names of the positions of Values and Before
	Set        Fields   //
	Values     string   // canonical encoding of what is written
	Before     string   // canonical encoding of the row before
	State      IntentState
	At         time.Time
	Message    string
}

// IntentWrite stores a new intent or an answer to one.
type IntentWrite struct {
	New    *Intent // stored as pending; Commit sets its ID
	Answer *Intent // by ID: State, Key, Message and Before change
}
