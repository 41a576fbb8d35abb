package engine

import (
	"tandem"
	"tandem/merge"
)

// pair is one record on both sides on its way through the pipeline.
type pair struct {
	key  tandem.Key
	id   int64
	link tandem.Link // ID 0: there is none

	row     tandem.Record // theirs as read, when Present
	hash    uint64        // of row; 0 = not known
	version int64         // ours as loaded

	oursIs, theirsIs           merge.Presence
	base, ours, theirs, agreed tandem.Record // normal form; nil until needed

	out, baseOut tandem.Record // agreed and base with references as their keys; nil where there are none

	excluded bool
	along    bool // it may be created there because its parent was made here
	shared   bool // our record bears the number of another system
	hasBase  bool
	oursAt   int64
	theirsAt int64

	later       *missing // an optional parent that is not here yet
	fault       *fault   // why the row cannot be decided
	decision    merge.Decision
	withheld    bool // their half of the decision is not carried out: their table may not be written
	parted      bool // the row that it was taken to belong to is gone
	represented bool // its other half has been looked at for both
	listed      bool // it stands on the list of rows to look at again
	asked       bool // this very pair is to be looked at, whatever a reading shows
}

// linked reports whether the pair has a link.
func (p *pair) linked() bool { return p.link.ID != 0 }

// fault is why a row ends before or instead of being decided.
type fault struct {
	outcome   tandem.Outcome
	code      tandem.Code
	reason    string
	awaits    int64 // the lane of the missing parent
	parent    tandem.Key
	ourParent int64
	sent      tandem.Record // what was sent, for a creation in doubt
}

// failed makes the fault of an error.
func failed(err error) *fault {
	return &fault{outcome: tandem.Failed, code: tandem.CodeOf(err), reason: err.Error()}
}

// wait makes the fault of a missing parent.
func wait(lane int64, key tandem.Key, id int64, reason string) *fault {
	return &fault{outcome: tandem.Waiting, code: tandem.ParentMissing, reason: reason, awaits: lane, parent: key, ourParent: id}
}
