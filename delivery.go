package tandem

import "time"

// Deed is what somebody did to a record, the way triggers look at it.
type Deed struct {
	Object  string
	Op      Op
	Actor   Actor
	Changed []string                 // updates: the fields that changed
	Before  func(field string) Value // how it was; nothing is known of before a create ...
	After   func(field string) Value // ... and after a delete
}

// Delivery is one call that a change made due at the receiver of a trigger.
// Object, record and version name the change.
type Delivery struct {
	ID       int64
	Account  int64
	Receiver int64
	Object   string
	Record   int64
	Version  int64 // of the record, after the change
	Op       Op
	Customer int64 // whose record it is; 0 = nobody's
	Case     int64 // the case it belongs to; 0 = none
	State    DeliveryState
	Tries    int       // how often it was called for
	Due      time.Time // waiting: not before
	At       time.Time // when the change made it due
	Called   time.Time // when it was last called for
	Status   int       // of the last answer; 0 = there was none
	Took     time.Duration
	Answer   string // how the last answer began, or why there was none
}

// DeliveryState says how far a delivery has come.
type DeliveryState uint8

// The states of deliveries.
const (
	DeliveryDue     DeliveryState = iota // nobody was called yet
	DeliveryWaiting                      // it did not arrive and is tried again
	DeliveryArrived
	DeliveryGivenUp
)

var deliveryStates = [...]string{"due", "waiting", "arrived", "given_up"}

// DeliveryStates lists the words for the states, in their order.
func DeliveryStates() []string { return append([]string(nil), deliveryStates[:]...) }

// String names the state.
func (s DeliveryState) String() string {
	if int(s) < len(deliveryStates) {
		return deliveryStates[s]
	}
	return "?"
}

// Attempt is one call that did not lead to arrival: what was said and what came back.
type Attempt struct {
	Number   int
	At       time.Time
	Took     time.Duration
	Status   int    // 0 = there was no answer
	Reason   string // why it counts as failed
	Request  string // capped, secrets masked
	Response string // the same
}

// Settled is what became of a delivery that was called for. The log keeps every
// attempt: one that arrived in the delivery itself, one that failed in full.
type Settled struct {
	Delivery // as it is now

	Failed *Attempt // nil = it arrived
}

// Told is what a delivery tells of: who did what, and the record on both sides of it.
type Told struct {
	Fields     []string
	LineFields []string // of each line, where one of the fields holds lines
	Before     Record   // nil before a create
	After      Record   // nil after a delete
	Actor      Actor
	At         time.Time
}

// Receiver is the other end of a trigger: how its calls fare. It outlives the
// trigger, as the deliveries do.
type Receiver struct {
	ID      int64
	Account int64
	Trigger string
	Health  Health
	Due     int64 // deliveries that wait for their first or their next call
	Oldest  time.Time
}

// Health says how a receiver has answered lately.
type Health struct {
	State    ReceiverState
	Failures int       // one after the other, since it last answered
	Since    time.Time // when the first of them was
	Probe    time.Time // nothing but one probe is sent before it answers, and not before this
	Warned   int       // how many warnings were given about it
	Message  string    // what the last failure was
	Answered time.Time // when it last took something
}

// ReceiverState is what a receiver is to us.
type ReceiverState string

// The states of receivers.
const (
	ReceiverWell    ReceiverState = "well"
	ReceiverFailing ReceiverState = "failing" // some calls failed; others go on
	ReceiverDown    ReceiverState = "down"    // the circuit is broken: one probe now and then
	ReceiverGone    ReceiverState = "gone"    // it said that it wants no more calls (410); a person lets it go on
)

// DeliveryLane is the right to call one receiver. What a holder of an older
// fence still tries to store is refused.
type DeliveryLane struct {
	Account  int64
	Receiver int64
	Node     string
	Fence    int64
}
