package match

// Kind says what came out for a record.
type Kind uint8

// The verdicts.
const (
	None      Kind = iota // nobody on the other side is it: it may be created there
	Matched               // somebody is
	Ambiguous             // a person has to decide
)

// String returns the word pages and messages use.
func (k Kind) String() string { return [...]string{"none", "matched", "ambiguous"}[k%3] }

// Verdict is what was decided about one record.
type Verdict struct {
	Kind       Kind
	ID         int64   // Matched, of a row of theirs: our record
	Rule       int     // the rule that decided, as an index into the rules; -1 = none found anything
	Candidates []int64 // Ambiguous, of a row of theirs: our records it may be, ascending; the first MaxCandidates
}

// MaxCandidates is how many candidates a verdict names.
const MaxCandidates = 20
