package tandem

import (
	"errors"
	"fmt"
	"time"
)

// Code names what went wrong. Codes are stable: programs, the documentation
// and the pages rely on them.
type Code string

// The codes. The first group tells the engine what to do with a remote
// system's answer; anything without a code is a bug and shown as internal.
const (
	Throttled Code = "throttled" // wait until Error.Until, then again
	Denied    Code = "denied"    // credentials refused: the connection pauses
	Invalid   Code = "invalid"   // this row or input is wrong: park it
	NotFound  Code = "not_found" // it is not there (any more)
	Conflict  Code = "conflict"  // it moved since it was read: read again
	Unreached Code = "unreached" // the other side cannot be reached; try later
	InDoubt   Code = "in_doubt"  // a write was sent and its answer lost
	Usage     Code = "usage"     // the command or request makes no sense
	Config    Code = "config"    // the configuration is wrong; Place says where
	Held      Code = "held"      // a guard holds the run
	Busy      Code = "busy"      // somebody else is at it
	Stale     Code = "stale"     // a shown plan or version is out of date
	Schema    Code = "schema"    // their table or column changed or is missing
	Forbidden Code = "forbidden" // not allowed to whoever asks
	Cancelled Code = "cancelled" // stopped on request
	Full      Code = "full"      // no room left to store it
	Newer     Code = "newer"     // the store was written by a newer version
	Internal  Code = "internal"  // a bug of ours
)

// Error is an error a person or a program can act on.
type Error struct {
	Code    Code
	Message string    // what is wrong, in one sentence without a full stop
	Place   string    // where: "sync.yaml:12:7", "customer.email", "slcdpm 000042"
	Hint    string    // what to do about it; may be empty
	Until   time.Time // Throttled: not before
	Err     error     // the cause, for the log; never shown where it may hold secrets
}

// Error writes place, message and cause.
func (e *Error) Error() string {
	s := e.Message
	if e.Place != "" {
		s = e.Place + ": " + s
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error of a code and a message.
func Errorf(code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: err.Error(), Err: nil}
}

// At returns a copy of e that names the place.
func (e *Error) At(place string) *Error {
	c := *e
	c.Place = place
	return &c
}

// WithHint returns a copy of e that says what to do.
func (e *Error) WithHint(hint string) *Error {
	c := *e
	c.Hint = hint
	return &c
}

// Because returns a copy of e with its cause.
func (e *Error) Because(err error) *Error {
	c := *e
	c.Err = err
	return &c
}

// CodeOf returns the code of the first Error in err's chain, "" for nil and
// Internal for any other error.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}

// Codes of outcomes that are no errors: why a row was left out or waits.
const (
	CreateOff     Code = "create_off"       // the matrix lets no record be made on the other side
	UpdateOff     Code = "update_off"       // linked, differs, and updates travel the other way or not at all
	DeleteOff     Code = "delete_off"       // gone on one side, and that deletion does not travel
	FilteredOut   Code = "filtered_out"     // the data point's filter does not let it in
	ParentMissing Code = "parent_missing"   // the record it points at has no link yet
	Ambiguous     Code = "ambiguous"        // several records fit; nobody guesses
	BothChanged   Code = "both_changed"     // the same field was edited on both sides
	EditedDeleted Code = "edited_deleted"   // edited on one side, deleted on the other
	ReadOnlyThere Code = "read_only"        // their table cannot be written, or writing was not confirmed
	DeletePending Code = "delete_pending"   // its delete is collected and comes last
	Linked        Code = "linked"           // linked by hand and not merged yet
	OtherCompany  Code = "other_company"    // it belongs to another company or master, and they stay apart
	LinkedElse    Code = "linked_elsewhere" // the record belongs to another pair
)
