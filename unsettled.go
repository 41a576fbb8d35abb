package tandem

import (
	"slices"
	"time"
)

// Unsettled is a row that must be looked at again although nothing changed.
type Unsettled struct {
	Seq     int64
	Key     Key   // "" when it is one of ours that is not there yet
	ID      int64 // 0 when it is not here yet
	Outcome Outcome
	Code    Code
	Reason  string
	Awaits  int64  // Waiting: the data point whose link is missing ...
	For     Key    // ... for that key of theirs
	ForID   int64  // ... or that id of ours
	Base    string // Conflicted: what the review shows (canonical encodings of the normal form)
	Ours    string
	Theirs  string
	Fields  []string // their names
	Run     int64
	At      time.Time
}

// UnsettledWrite puts a row on the list (one entry per Key and ID) or takes it off.
type UnsettledWrite struct {
	Row  Unsettled
	Drop bool
}

// Cursors tell how far a lane has taken over both sides' changes.
type Cursors struct {
	Theirs string             // the connector's cursor
	Ours   int64              // position of the change log
	Shape  int64              // the field list Base is written with now
	Fields []string           // its field names
	Loaded bool               // a bulk run went through once
	Held   bool               // something stayed here because the sync might not write there
	Past   map[int64][]string // field lists of earlier shapes
}

// LinkBefore is a link as it was before a run changed it; Was.ID is 0 when the run made it.
type LinkBefore struct {
	Seq  int64
	Lane Lane
	Was  Link
	Now  Link // as the run left it; ID 0 when it dropped it
}

// SetFields makes names the field list that bases are written with from now
// on. Another list than the present one gets a new shape number; Past keeps
// the old ones so that stored bases can still be read.
func (c *Cursors) SetFields(names []string) {
	if slices.Equal(c.Fields, names) {
		return
	}
	if c.Past == nil {
		c.Past = map[int64][]string{}
	}
	if len(c.Fields) > 0 {
		c.Past[c.Shape] = c.Fields
	}
	c.Shape++
	c.Fields = slices.Clone(names)
}
