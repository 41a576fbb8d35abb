package tandem

// Direction says which way something travels. In is from them to us.
type Direction uint8

// The directions. Both is In and Out at once.
const (
	Off  Direction = 0
	In   Direction = 1
	Out  Direction = 2
	Both Direction = In | Out
)

// Has reports whether d covers w.
func (d Direction) Has(w Direction) bool { return d&w != 0 }

// String returns the word used in configuration.
func (d Direction) String() string { return [...]string{"off", "in", "out", "both"}[d&3] }

// ParseDirection reads a direction's word.
func ParseDirection(s string) (Direction, bool) {
	for d := Off; d <= Both; d++ {
		if d.String() == s {
			return d, true
		}
	}
	return Off, false
}

// Operations is the operation matrix of a data point.
type Operations struct {
	Create, Update, Delete Direction
}

// All reports whether create, update and delete all travel exactly d.
func (o Operations) All(d Direction) bool { return o.Create == d && o.Update == d && o.Delete == d }

// Policy decides which side wins where both changed the same field.
type Policy uint8

// The conflict policies. Ask puts the pair into the review queue.
const (
	Ask Policy = iota
	Ours
	Theirs
	Newest
)

var policyNames = [...]string{"ask", "ours", "theirs", "newest"}

// String returns the word used in configuration.
func (p Policy) String() string { return policyNames[p&3] }

// ParsePolicy reads a policy's word.
func ParsePolicy(s string) (Policy, bool) {
	for i, name := range policyNames {
		if name == s {
			return Policy(i), true
		}
	}
	return Ask, false
}

// Op is what is done to a record.
type Op uint8

// The operations.
const (
	NoOp Op = iota
	Create
	Update
	Delete
)

var opNames = [...]string{"none", "create", "update", "delete"}

// String returns the operation's word.
func (o Op) String() string { return opNames[o&3] }

// ParseOp reads an operation's word.
func ParseOp(s string) (Op, bool) {
	for i, name := range opNames {
		if name == s {
			return Op(i), true
		}
	}
	return NoOp, false
}
