package match

import "tandem"

// Key is the hash of a record's normalised values under one rule; 0 = the
// record has nothing usable there.
type Key uint64

// Matcher turns records of a normal form into keys.
type Matcher struct{}

// Problem is something wrong with a match rule.
type Problem struct {
	Err     *tandem.Error // code Config
	Rule    int           // which of the rules
	Warning bool
}

// Compile reads match rules, strongest first, over the fields of a normal form.
func Compile(rules, fields []string) (*Matcher, []Problem) { return &Matcher{}, nil }

// Keys appends one key per rule to dst.
func (m *Matcher) Keys(n tandem.Record, dst []Key) []Key { return dst }

// Kind says what came out for one row of theirs.
type Kind uint8

// The verdicts.
const (
	None      Kind = iota // nobody here is it: it may be created
	Matched               // ID is it
	Ambiguous             // a person has to decide among Candidates
)

// Verdict is what matching decided for one row of theirs.
type Verdict struct {
	Kind       Kind
	ID         int64   // Matched
	Rule       int     // the rule that decided, as an index into the rules; -1 = none did
	Candidates []int64 // Ambiguous: ids of ours, ascending
}

// Index holds the keys of all unlinked records of both sides.
type Index struct{}

// NewIndex makes an empty index for a matcher's keys.
func (m *Matcher) NewIndex() *Index { return &Index{} }

// AddOurs adds an unlinked record of ours.
func (x *Index) AddOurs(id int64, keys []Key) {}

// AddTheirs adds an unlinked row of theirs. Every one must have been added
// before the first Resolve.
func (x *Index) AddTheirs(keys []Key) {}

// Resolve decides about a row of theirs that was added with these keys.
func (x *Index) Resolve(keys []Key) Verdict { return Verdict{Rule: -1} }
