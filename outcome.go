package tandem

// Outcome says where one pair that was looked at ended (Promise 1).
type Outcome uint8

// The outcomes, in the order pages and tables show them.
const (
	Created Outcome = iota
	Updated
	Deleted
	Unchanged
	Excluded
	Waiting
	Conflicted
	Failed
	OutcomeCount // how many there are
)

var outcomeNames = [OutcomeCount]string{"created", "updated", "deleted", "unchanged", "excluded", "waiting", "conflict", "failed"}

// String returns the outcome's word.
func (o Outcome) String() string {
	if o < OutcomeCount {
		return outcomeNames[o]
	}
	return "unknown"
}

// ParseOutcome reads an outcome's word.
func ParseOutcome(s string) (Outcome, bool) {
	for i, name := range outcomeNames {
		if name == s {
			return Outcome(i), true
		}
	}
	return 0, false
}

// Counts has one number per outcome.
type Counts [OutcomeCount]int64

// Rows is how many pairs were looked at: the outcomes add up to it.
func (c *Counts) Rows() int64 {
	var n int64
	for _, k := range c {
		n += k
	}
	return n
}

// Add adds other to c.
func (c *Counts) Add(other Counts) {
	for i, n := range other {
		c[i] += n
	}
}
