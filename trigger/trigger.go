package trigger

import (
	"time"

	"tandem"
)

// Trigger is a rule with the call that it leads to.
type Trigger struct {
	Rule

	Account int64
	Name    string
	Off     bool // nobody is called; what becomes due is kept
	Call    Call
}

// Form is how a call tells of a change.
type Form string

// The forms of calls.
const (
	Query       Form = "query"       // GET with the ids in the query string, as call centres' systems do it
	Signed      Form = "signed"      // POST of JSON, signed by the Standard Webhooks specification
	CloudEvents Form = "cloudevents" // the same as a CloudEvent in structured mode
	Templated   Form = "template"    // method, address, headers and body as somebody wrote them
)

// Forms lists the forms.
func Forms() []Form { return []Form{Query, Signed, CloudEvents, Templated} }

// Call is what a receiver is called with.
type Call struct {
	Form    Form
	Method  string    // template
	URL     *Template // of the other forms a text without gaps
	Shown   string    // the address as it may be shown: references in place of secrets
	Headers []Header
	Body    *Template     // template; nil = none
	Secrets []string      // signs with each: the present one, and the one before while receivers change over
	Timeout time.Duration // until the answer must be there
	Retries []time.Duration
	Lanes   int // how many calls may be under way at once
}

// Header is a line that a call carries.
type Header struct {
	Name  string
	Value *Template
	Shown string // in place of the value, where that is a secret
}

// What calls are like unless a trigger says otherwise.
const (
	DefaultTimeout = 15 * time.Second
	DefaultLanes   = 16
)

// DefaultRetries are the waits between one call and the next: three days in all.
func DefaultRetries() []time.Duration {
	const m, h = time.Minute, time.Hour
	return []time.Duration{5 * time.Second, 30 * time.Second, 2 * m, 10 * m, 30 * m, h, 2 * h, 4 * h, 8 * h, 12 * h, 12 * h, 12 * h, 20 * h}
}

// Operations are the words for what is done to a record, as triggers use them.
func Operations() []string { return []string{"create", "edit", "delete"} }

// Operation returns the word for an operation.
func Operation(op tandem.Op) string {
	if op == tandem.Update {
		return "edit"
	}
	return op.String()
}

// ParseOperation reads such a word.
func ParseOperation(word string) (tandem.Op, bool) {
	for _, op := range []tandem.Op{tandem.Create, tandem.Update, tandem.Delete} {
		if Operation(op) == word {
			return op, true
		}
	}
	return tandem.NoOp, false
}
