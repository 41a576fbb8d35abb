package tandem

import "time"

// Answer is what is kept of a request that a program may send again under the
// same key, and of the answer it got.
type Answer struct {
	Request []byte // the hash of what was asked
	Status  int    // 0 = under way, or its end was lost
	Headers string // as they were sent, one in a line
	Body    []byte
	At      time.Time // when it was first asked
}
