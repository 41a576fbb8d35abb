package mapping

import (
	"time"

	"tandem"
)

// Spec is a mapping as a person wrote it.
type Spec struct {
	Rules []Rule
	Lines *LinesSpec // documents whose lines travel with them; nil = they do not

	// Zone finds a time zone by name. Nil knows only UTC and fixed offsets:
	// the names live in files, and this room reads none.
	Zone func(name string) (*time.Location, error)
}

// Rule joins a field of ours with a field of theirs, or computes one of them.
type Rule struct {
	Ours      string            // our field; empty for an outgoing Value
	Theirs    string            // their field; empty for an incoming Value. With Reference it may name several, in the order of the key: "client+branch"
	Direction tandem.Direction  // zero: both ways, or the only way that is possible
	Convert   []string          // converters in the order theirs -> ours, see Converters
	Values    map[string]string // value map: ours -> theirs. "G|A|*" writes G and reads G, A and every other code
	Reference string            // the data point whose links resolve it
	Value     string            // expression over their fields (in) or ours (out)
	Keep      Keep              //
	Conflict  *tandem.Policy    // overrides the policy of the data point
	Place     string            // where it is written: "sync.yaml:12:7"
}

// LinesSpec maps the lines of a document.
type LinesSpec struct {
	Ours      string           // our field that holds them: "lines"
	Rules     []Rule           // over the fields of a line of ours and one of theirs
	Direction tandem.Direction // zero: every way that all the rules can go
	Place     string
}

// Keep restricts when an incoming value may touch ours. It bends what the merge
// is given, not the mapping: Position.Keep hands it on.
type Keep string

// The ways to keep a value.
const (
	KeepNothing Keep = ""
	NeverErase  Keep = "never_erase"   // nothing on their side never empties ours
	OnlyIfEmpty Keep = "only_if_empty" // theirs is taken where ours is empty
	CreateOnly  Keep = "create_only"   // written when a record is created, never after
)

func (k Keep) isKnown() bool {
	return k == KeepNothing || k == NeverErase || k == OnlyIfEmpty || k == CreateOnly
}
